/** The columns of a reference between tables that a policy or an option declares. */

import type { DeclaredRelation } from '../declared-relation.ts';
import { DumpError } from '../errors.ts';
import { type NamedColumn, parsePattern, plainNames } from './patterns.ts';

/** Columns of one table. */
export interface NamedColumns {
  readonly database: string;
  readonly table: string;
  readonly columns: readonly string[];
}

export interface RelationColumns {
  readonly from: NamedColumns;
  readonly to: NamedColumns;
}

/** @returns `undefined` for what is no relation */
export function relationColumns(relation: DeclaredRelation): RelationColumns | undefined {
  if (typeof relation !== 'object' || relation === null) return undefined;
  const { from: child, to: parent, ...others } = relation;
  const from = namedColumns(child);
  const to = namedColumns(parent);
  if (from === undefined || to === undefined || Object.keys(others).length > 0) return undefined;
  return from.columns.length === to.columns.length ? { from, to } : undefined;
}

function namedColumns(names: string | readonly string[]): NamedColumns | undefined {
  const list: readonly unknown[] = Array.isArray(names) ? names : [names];
  const parsed = list.map(parsedName);
  const [first] = parsed;
  if (first === undefined) return undefined;
  const { database, table } = first;
  const columns = parsed.flatMap((name) =>
    name?.database === database && name.table === table ? [name.column] : [],
  );
  return columns.length === parsed.length ? { database, table, columns } : undefined;
}

function parsedName(name: unknown): NamedColumn | undefined {
  if (typeof name !== 'string') return undefined;
  try {
    return plainNames(parsePattern(name));
  } catch (error) {
    if (error instanceof DumpError) return undefined;
    throw error;
  }
}
