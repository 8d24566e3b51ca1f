/** Generated keys of a table. */

import fc from 'fast-check';
import { identifier, text as quoteText } from '../sample/quote.ts';
import { type Column, comment, rarely } from './column.ts';
import { hostileName, type NameSeed } from './hostile-text.ts';
import type { ServerTraits } from './server-traits.ts';

export interface KeyPartDraft {
  readonly column: number;
  /** Characters or bytes of a prefix, `undefined` for the whole column where that can be. */
  readonly prefix: number | undefined;
  readonly descending: boolean;
}

export interface KeyDraft {
  readonly kind: 'primary' | 'unique' | 'plain' | 'fulltext' | 'spatial';
  readonly name: NameSeed;
  readonly parts: readonly KeyPartDraft[];
  readonly comment: string;
  readonly hidden: boolean;
}

export function keyDraft(traits: ServerTraits): fc.Arbitrary<KeyDraft> {
  return fc.record({
    kind: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom('primary', 'primary', 'unique', 'plain') },
      { weight: 1, arbitrary: fc.constantFrom('fulltext', 'spatial') },
    ),
    name: hostileName('k', 40),
    parts: fc.array(
      fc.record({
        column: fc.nat(),
        prefix: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined, freq: 2 }),
        descending: rarely(traits.has('descendingKey')),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    comment: comment(100),
    hidden: rarely(traits.has('invisibleKey') || traits.has('ignoredKey')),
  }) as fc.Arbitrary<KeyDraft>;
}

export interface Key {
  readonly kind: KeyDraft['kind'];
  readonly sql: string;
  readonly columns: readonly Column[];
  /** Whether a column is in it by a prefix. */
  readonly prefixed: boolean;
}

/** Below what every engine and row format takes (767 bytes). */
const mostKeyBytes = 700;

export interface KeyDecisions {
  readonly name: string;
  readonly traits: ServerTraits;
  readonly engine: string;
}

/** `undefined` where none of the columns can be in such a key. */
export function buildKey(
  draft: KeyDraft,
  columns: readonly Column[],
  { name, traits, engine }: KeyDecisions,
): Key | undefined {
  const chosen = draft.parts.flatMap((part) => columns[part.column % columns.length] ?? []);
  const note = draft.comment === '' ? '' : ` COMMENT ${quoteText(draft.comment)}`;
  if (draft.kind === 'fulltext' || draft.kind === 'spatial') {
    const group = draft.kind === 'fulltext' ? 'text' : 'geometry';
    const column = chosen.find(
      ({ type, notNull, generated }) =>
        type.group === group &&
        generated === undefined &&
        !type.sql.includes('COMPRESSED') &&
        // Wide character sets have no full-text search; a spatial key has no NULL.
        (group === 'text' ? /CHARACTER SET (utf8|latin1)/.test(type.sql) : notNull),
    );
    if (column === undefined || !['InnoDB', 'MyISAM'].includes(engine)) return undefined;
    const sql = `${draft.kind.toUpperCase()} KEY ${identifier(name)} (${identifier(column.name)})${note}`;
    return { kind: draft.kind, sql, columns: [column], prefixed: false };
  }
  let bytes = 0;
  let prefixed = false;
  const used = new Map<Column, string>();
  for (const part of draft.parts) {
    const column = columns[part.column % columns.length];
    if (column === undefined || used.has(column)) continue;
    if (column.generated !== undefined && !canHoldGenerated(draft, column, engine, traits))
      continue;
    const units = prefixUnits(column, part.prefix, mostKeyBytes - bytes);
    if (units === 'none') continue;
    bytes += units === 'whole' ? (column.type.keyBytes ?? 0) : bytesOf(column, units);
    prefixed ||= units !== 'whole';
    const descends = part.descending && (engine === 'InnoDB' || traits.flavor === 'mariadb');
    const length = units === 'whole' ? '' : `(${units})`;
    used.set(column, `${identifier(column.name)}${length}${descends ? ' DESC' : ''}`);
  }
  if (used.size === 0) return undefined;
  const hidden = draft.hidden && draft.kind === 'plain';
  const hiding = traits.has('ignoredKey') ? ' IGNORED' : ' INVISIBLE';
  const list = `(${[...used.values()].join(', ')})${note}${hidden ? hiding : ''}`;
  const heads = {
    primary: 'PRIMARY KEY',
    unique: `UNIQUE KEY ${identifier(name)}`,
    plain: `KEY ${identifier(name)}`,
  };
  return {
    kind: draft.kind,
    sql: `${heads[draft.kind]} ${list}`,
    columns: [...used.keys()],
    prefixed,
  };
}

function canHoldGenerated(
  draft: KeyDraft,
  column: Column,
  engine: string,
  traits: ServerTraits,
): boolean {
  if (draft.kind === 'primary') {
    return column.generated === 'stored' && !column.nullable && traits.flavor === 'mysql';
  }
  return column.generated === 'stored' || engine === 'InnoDB';
}

function prefixUnits(
  column: Column,
  wanted: number | undefined,
  room: number,
): number | 'whole' | 'none' {
  const { keyBytes, prefix } = column.type;
  const empty = /^(VAR)?(CHAR|BINARY)\(0\)/.test(column.type.sql);
  const fits = keyBytes !== undefined && keyBytes <= room && !empty;
  if (prefix === undefined) return fits ? 'whole' : 'none';
  if (wanted === undefined && fits) return 'whole';
  const units = Math.min(
    wanted ?? 10,
    prefix.mostUnits - 1,
    Math.floor((room - 2) / prefix.bytesPerUnit),
  );
  return units > 0 ? units : fits ? 'whole' : 'none';
}

function bytesOf(column: Column, units: number): number {
  return units * (column.type.prefix?.bytesPerUnit ?? 1) + 2;
}
