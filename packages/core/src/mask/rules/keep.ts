/** `keep`: the column stays as it is, and on the fast road. */

import type { RuleDefinition } from '../rule.ts';

export const keepRule: RuleDefinition = {
  name: 'keep',
  description: 'Leaves the column as it is.',
  parameters: {},
  problem: () => undefined,
  injective: () => true,
  compile: () => (value) => value,
};
