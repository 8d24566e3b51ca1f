/** What is masked in turn: one column of the wide rows by one rule. */

import type { MaskPolicy, MaskRule } from '@dumpstream/core';

export interface MaskCase {
  /** Unique, and what people see. */
  readonly name: string;
  /** By the names of columns; without any, nothing is masked. */
  readonly rules: Readonly<Record<string, MaskRule>>;
}

export const maskedDatabase = 'bench_mixed';
export const maskedTable = 'wide_rows';

/** What all others are compared with. */
export const unmasked: MaskCase = { name: 'no masks', rules: {} };

const each: readonly MaskCase[] = [
  { name: 'email', rules: { email: 'email' } },
  { name: 'hash', rules: { email: 'hash' } },
  { name: 'redact', rules: { email: 'redact' } },
  { name: 'uuid', rules: { uuid: 'uuid' } },
  { name: 'number, DECIMAL', rules: { price: 'number' } },
  { name: 'number with noise', rules: { price: { rule: 'number', noise: 0.1 } } },
  { name: 'dateShift', rules: { created_at: 'dateShift' } },
  { name: 'hash, ENUM', rules: { state: 'hash' } },
  { name: 'text, 150 characters', rules: { body: 'text' } },
  { name: 'json', rules: { attributes: { rule: 'json', paths: { '$.sku': 'hash' } } } },
];

/** A policy that keeps all columns must cost nothing; and several masks must cost what each does. */
export const maskCases: readonly MaskCase[] = [
  unmasked,
  { name: 'all kept', rules: { '*': 'keep' } },
  ...each,
  {
    name: 'six columns',
    rules: {
      ...{ email: 'email', uuid: 'uuid', price: 'number', created_at: 'dateShift' },
      ...{ state: 'hash', attributes: { rule: 'json', paths: { '$.sku': 'hash' } } },
    },
  },
];

/** How many columns it masks. */
export function maskedCount({ rules }: MaskCase): number {
  return Object.values(rules).filter((rule) => rule !== 'keep').length;
}

/** @returns `undefined` where there is nothing to say */
export function policyOf({ rules }: MaskCase): MaskPolicy | undefined {
  const columns = Object.entries(rules).map(([column, rule]) => [
    `*.${maskedTable}.${column}`,
    rule,
  ]);
  return columns.length === 0 ? undefined : { version: 1, columns: Object.fromEntries(columns) };
}
