/** `constant`: every value is the same one. */

import { columnKind } from '../column-limits.ts';
import { constantProblem } from '../constant-fit.ts';
import type { RuleDefinition } from '../rule.ts';

export const constantRule: RuleDefinition = {
  name: 'constant',
  description: 'Writes the same value in place of every one; NULL stays NULL.',
  parameters: {
    value: {
      type: ['string', 'number'],
      description: 'A text, a number, or a date as the server shows it; what the column takes.',
    },
  },
  required: ['value'],
  problem(column, { value }) {
    if (column.unique) return 'the column is unique, and all its values would be the same one';
    return constantProblem(column, String(value));
  },
  injective: () => false,
  compile(column, { value }) {
    const text = String(value);
    const constant = columnKind(column) === 'binary' ? Buffer.from(text, 'utf8') : text;
    return () => constant;
  },
};
