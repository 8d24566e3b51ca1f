/** `null`: nothing is left of the value. */

import type { RuleDefinition } from '../rule.ts';

export const nullRule: RuleDefinition = {
  name: 'null',
  description: 'Writes NULL in place of every value.',
  parameters: {},
  problem: ({ nullable }) => (nullable ? undefined : 'the column is NOT NULL'),
  // A unique key may hold any number of NULLs.
  injective: () => true,
  compile: () => () => null,
};
