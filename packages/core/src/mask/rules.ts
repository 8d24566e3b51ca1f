/** All rules of masks, by their names. */

import type { RuleDefinition } from './rule.ts';

export const maskRules: ReadonlyMap<string, RuleDefinition> = new Map();
