/** What is said of wrong parameters of rules. */

import { expect, it } from 'vitest';
import { parameterProblem } from '../../src/mask/parameters.ts';

const rule = {
  name: 'hash',
  parameters: {
    length: { type: 'integer', minimum: 8, maximum: 64 },
    encoding: { type: 'string', enum: ['hex', 'base64url'] },
    value: { type: ['string', 'number'] },
    column: { type: 'string', minLength: 1, maxLength: 3, pattern: '^[a-z]*$' },
    share: { type: 'number', minimum: 0 },
    on: { type: 'boolean' },
    paths: { type: 'object' },
  },
} as const;

it.each([
  {},
  { length: 8 },
  { length: 64, encoding: 'hex' },
  { value: 'x' },
  { value: 1.5 },
  { column: 'abc', share: 0, on: false, paths: {} },
])('%j are right', (parameters) => {
  expect(parameterProblem(rule, parameters)).toBeUndefined();
});

it.each([
  [{ lenght: 8 }, 'the rule hash has no parameter "lenght": there is "length", "encoding", '],
  [{ constructor: 1 }, 'the rule hash has no parameter "constructor": '],
  [{ length: 7 }, 'the parameter "length" of hash must be from 8 to 64'],
  [{ length: 8.5 }, '"length" of hash must be a whole number'],
  [{ length: '8' }, '"length" of hash must be a whole number'],
  [{ length: null }, '"length" of hash must be a whole number'],
  [{ encoding: 'base64' }, '"encoding" of hash must be one of "hex", "base64url"'],
  [{ value: true }, '"value" of hash must be a text or a number'],
  [{ column: '' }, '"column" of hash must be a text with from 1 to 3 characters'],
  [{ column: 'ABC' }, '"column" of hash must be a text of the form ^[a-z]*$'],
  [{ share: -1 }, '"share" of hash must be 0 or more'],
  [{ share: Number.NaN }, '"share" of hash must be a number'],
  [{ on: 'yes' }, '"on" of hash must be true or false'],
  [{ paths: [] }, '"paths" of hash must be an object'],
])('%j are refused', (parameters, problem) => {
  expect(parameterProblem(rule, parameters)).toContain(problem);
});

it('tells what is missing, and where there is nothing to be told', () => {
  expect(parameterProblem({ ...rule, required: ['value'] }, { length: 8 })).toBe(
    'the rule hash needs its parameter "value"',
  );
  expect(parameterProblem({ name: 'keep', parameters: {} }, { x: 1 })).toBe(
    'the rule keep has no parameter "x": it has none',
  );
});
