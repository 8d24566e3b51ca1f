/** All rules of masks, by their names. */

import { parameterProblem } from './parameters.ts';
import type { RuleDefinition } from './rule.ts';
import { addressRule } from './rules/address.ts';
import { constantRule } from './rules/constant.ts';
import { creditCardRule } from './rules/credit-card.ts';
import { dateShiftRule } from './rules/date-shift.ts';
import { emailRule } from './rules/email.ts';
import { hashRule } from './rules/hash.ts';
import { ipRule } from './rules/ip.ts';
import { jsonRule } from './rules/json.ts';
import { keepRule } from './rules/keep.ts';
import { nameRule } from './rules/name.ts';
import { nullRule } from './rules/null.ts';
import { numberRule } from './rules/number.ts';
import { phoneRule } from './rules/phone.ts';
import { redactRule } from './rules/redact.ts';
import { textRule } from './rules/text.ts';
import { uuidRule } from './rules/uuid.ts';

/** In the order of the documentation. */
const rules: readonly RuleDefinition[] = [
  keepRule,
  nullRule,
  constantRule,
  redactRule,
  hashRule,
  emailRule,
  nameRule,
  phoneRule,
  addressRule,
  textRule,
  numberRule,
  dateShiftRule,
  uuidRule,
  ipRule,
  creditCardRule,
  jsonRule((name) => maskRules.get(name)),
];

/** Each of them checks its parameters before anything else. */
export const maskRules: ReadonlyMap<string, RuleDefinition> = new Map(
  rules.map((rule) => [rule.name, withCheckedParameters(rule)]),
);

function withCheckedParameters(rule: RuleDefinition): RuleDefinition {
  return {
    ...rule,
    problem: (column, parameters) =>
      parameterProblem(rule, parameters) ?? rule.problem(column, parameters),
  };
}
