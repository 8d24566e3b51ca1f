/** Columns as rules of masks see them, and what rules make of values, without a server. */

import { typeMembers } from '../../../src/mask/column-limits.ts';
import { Keyed } from '../../../src/mask/keyed.ts';
import type { MaskedColumn, RuleDefinition, RuleParameters } from '../../../src/mask/rule.ts';
import { maskRules } from '../../../src/mask/rules.ts';
import type { MaskRuleName } from '../../../src/mask-policy.ts';

export const key = 'a key for tests of masks';

const longestOf = new Map([
  ['tinytext', 63],
  ['text', 16_383],
  ['blob', 65_535],
]);

/** @param columnType - as `COLUMN_TYPE` of information_schema shows it */
export function columnOf(columnType: string, own: Partial<MaskedColumn> = {}): MaskedColumn {
  const dataType = /^\w+/.exec(columnType)?.[0] ?? '';
  const isText = /char|text|^enum|^set/.test(dataType);
  const length = /^(?:var)?(?:char|binary)\((\d+)\)/.exec(columnType)?.[1];
  return {
    database: 'shop',
    table: 'customers',
    name: 'c',
    dataType,
    columnType,
    characterSet: isText ? 'utf8mb4' : undefined,
    collation: isText ? 'utf8mb4_bin' : undefined,
    nullable: false,
    longest: length === undefined ? longestOf.get(dataType) : Number(length),
    members: typeMembers({ dataType, columnType }),
    unique: false,
    ...own,
  };
}

export function unique(column: MaskedColumn): MaskedColumn {
  return { ...column, unique: true };
}

export function ruleOf(name: MaskRuleName): RuleDefinition {
  const rule = maskRules.get(name);
  if (rule === undefined) throw new Error(name);
  return rule;
}

/** Why the rule can't be, or undefined. */
export function problemOf(
  name: MaskRuleName,
  column: MaskedColumn,
  parameters: RuleParameters = {},
): string | undefined {
  return ruleOf(name).problem(column, parameters);
}

type TextMask = (value: string, row?: Readonly<Record<string, string | null>>) => string;

/** The mask of a column of text, or of what is shown as text. */
export function textMask(
  name: MaskRuleName,
  column: MaskedColumn,
  parameters: RuleParameters = {},
  secret = key,
): TextMask {
  const mask = ruleOf(name).compile(column, parameters, new Keyed(secret));
  return (value, row = {}) => {
    const masked = mask(value, { column: (other) => row[other] ?? null });
    if (typeof masked !== 'string') throw new TypeError('not a text');
    return masked;
  };
}

/** The mask of a binary column. */
export function byteMask(
  name: MaskRuleName,
  column: MaskedColumn,
  parameters: RuleParameters = {},
): (value: Buffer) => Buffer {
  const mask = ruleOf(name).compile(column, parameters, new Keyed(key));
  return (value) => {
    const masked = mask(value, { column: () => null });
    if (!Buffer.isBuffer(masked)) throw new TypeError('not bytes');
    return masked;
  };
}
