/** Columns that values of a document are masked as: rules know of columns alone. */

import type { MaskedColumn, RuleDefinition, RuleParameters } from '../rule.ts';

/** A rule fits strings, numbers, days at the beginning of strings, or several of these. */
export interface ValueColumns {
  readonly string: MaskedColumn;
  readonly integer: MaskedColumn;
  readonly fraction: MaskedColumn;
  readonly date: MaskedColumn;
}

export type ValueKind = keyof ValueColumns;

/** @param column - the one that holds the documents */
export function valueColumns(column: MaskedColumn): ValueColumns {
  const base = {
    ...{ database: column.database, table: column.table, name: column.name },
    ...{ characterSet: undefined, collation: undefined },
    ...{ nullable: true, longest: undefined, members: undefined, unique: false },
  };
  return {
    // Everything can be escaped in JSON; most columns of text take upper and lower case for the same.
    string: {
      ...{ ...base, dataType: 'longtext', columnType: 'longtext' },
      ...{ characterSet: 'utf8mb4', collation: 'utf8mb4_unicode_ci' },
    },
    integer: { ...base, dataType: 'bigint', columnType: 'bigint' },
    fraction: { ...base, dataType: 'double', columnType: 'double' },
    date: { ...base, dataType: 'date', columnType: 'date' },
  };
}

/** What of a document the rule can mask; or why it can mask nothing at all. */
export function fittingKinds(
  columns: ValueColumns,
  definition: RuleDefinition,
  parameters: RuleParameters,
): { readonly kinds: ReadonlySet<ValueKind>; readonly problem: string | undefined } {
  const kinds = new Set<ValueKind>();
  let problem: string | undefined;
  for (const kind of ['string', 'integer', 'fraction', 'date'] as const) {
    const found = definition.problem(columns[kind], parameters);
    if (found === undefined) kinds.add(kind);
    problem ??= found;
  }
  return { kinds, problem: kinds.size === 0 ? problem : undefined };
}
