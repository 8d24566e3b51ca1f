/** Whatever a policy file holds: it is taken or refused with lines, and the schema says the same. */

import { readFileSync } from 'node:fs';
import { DumpError } from '@dumpstream/core';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskRules } from '../../core/src/mask/rules.ts';
import { parseMaskPolicy } from '../src/index.ts';
import { goodPolicies } from './policies.ts';

const schema = JSON.parse(
  readFileSync(new URL('../policy.schema.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, unknown>>;
const ajv = new Ajv({ allowUnionTypes: true, strict: false });
const validate = ajv.compile(schema);

/** Whether it is taken. What is refused is refused as it should be. */
function isTaken(text: string): boolean {
  try {
    parseMaskPolicy(text, 'p.json');
    return true;
  } catch (error) {
    if (!(error instanceof DumpError)) throw error;
    expect(error.code).toBe('INVALID_MASK');
    for (const line of error.message.split('\n')) expect(line).toMatch(/^p\.json:\d+: .+\.$/);
    return false;
  }
}

const parameterNames = [...maskRules.values()].flatMap(({ parameters }) => Object.keys(parameters));
const names = fc.constantFrom(...maskRules.keys(), 'hsah', '');
const values = fc.oneof(
  fc.constantFrom('en', 'ja', 'hex', 'full', 'kanji', 'auto', 'redact', 'keep', true, false, null),
  fc.integer({ min: -1, max: 70 }),
  fc.double({ noNaN: true, min: -1, max: 2 }),
  fc.string({ maxLength: 4 }),
);

const texts = fc.string({
  unit: fc.constantFrom('a', '.', '`', '*', ' ', '店', '\n'),
  maxLength: 9,
});
const patterns = fc.oneof(texts, fc.constantFrom('a.b.c', '*.*.*', '`a.b`.c.d', 'a.b.`*`'));
const paths = fc.oneof(
  fc.string({ unit: fc.constantFrom('$', '.', 'a', '[', ']', '*', "'", '\\', '0', '-') }),
  fc.constantFrom('$', '$.a', '$..a', '$[*]', "$['a b']", '$.a[0].b'),
);

/** An object whose members are there once. */
function object(members: fc.Arbitrary<readonly [string, unknown]>, maxLength: number) {
  return fc
    .uniqueArray(members, { maxLength, selector: ([name]) => name })
    .map((entries) => Object.fromEntries(entries));
}

const { rule } = fc.letrec<{ rule: unknown }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 2 },
    names,
    values,
    fc
      .tuple(
        names,
        object(
          fc.tuple(fc.constantFrom(...parameterNames, 'trustChecks', 'lenght', 'key'), values),
          2,
        ),
      )
      .map(([name, parameters]) => ({ rule: name, ...parameters })),
    object(fc.tuple(paths, tie('rule')), 3).map((each) => ({ rule: 'json', paths: each })),
  ),
}));

const policies = fc.record(
  {
    version: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, values),
    strict: fc.oneof({ weight: 9, arbitrary: fc.boolean() }, values),
    columns: object(fc.tuple(patterns, rule), 2),
    relations: fc.array(fc.record({ from: patterns, to: patterns }), { maxLength: 1 }),
    maskKey: fc.constant('a key'),
  },
  { requiredKeys: ['version', 'columns'] },
);

it('is judged alike by the schema and the reader', () => {
  let taken = 0;
  fc.assert(
    fc.property(policies, (policy) => {
      const text = JSON.stringify(policy);
      const isGood = isTaken(text);
      if (isGood) taken++;
      expect(validate(JSON.parse(text))).toBe(isGood);
    }),
    { numRuns: 3000 },
  );
  expect(taken).toBeGreaterThan(100);
});

it('is never the end of anything else, whatever the text is', () => {
  const pieces = fc.oneof(
    fc.constantFrom(...goodPolicies),
    fc.string({ unit: 'binary', maxLength: 10 }),
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '//',
      '/*',
      '*/',
      '\\u12',
      '\n',
      'null',
      '1e',
    ),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), fc.nat(200), (parts, cut) => {
      const text = parts.join('');
      isTaken(text);
      isTaken(text.slice(0, -cut));
      isTaken(text.slice(0, cut) + text.slice(cut + 1));
    }),
    { numRuns: 1000 },
  );
});
