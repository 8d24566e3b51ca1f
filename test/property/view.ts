/** Generated views over tables and over each other. */

import fc from 'fast-check';
import { identifier, text as quoteText } from '../sample/quote.ts';
import { hostileName, hostileText, type NameSeed } from './hostile-text.ts';
import type { GeneratedTable } from './table.ts';

export interface ViewDraft {
  readonly name: NameSeed;
  readonly source: number;
  readonly columns: readonly { readonly column: number; readonly name: NameSeed }[];
  readonly text: string;
  readonly algorithm: 'UNDEFINED' | 'MERGE' | 'TEMPTABLE';
  readonly security: 'DEFINER' | 'INVOKER';
  readonly check: '' | ' WITH CASCADED CHECK OPTION' | ' WITH LOCAL CHECK OPTION';
  readonly collation: string;
}

export const viewDraft: fc.Arbitrary<ViewDraft> = fc.record({
  name: hostileName('v', 30),
  source: fc.nat(),
  columns: fc.array(fc.record({ column: fc.nat(), name: hostileName('a', 30) }), {
    minLength: 1,
    maxLength: 4,
  }),
  text: hostileText(30),
  algorithm: fc.constantFrom('UNDEFINED', 'MERGE', 'TEMPTABLE'),
  security: fc.constantFrom('DEFINER', 'INVOKER'),
  check: fc.constantFrom('', ' WITH CASCADED CHECK OPTION', ' WITH LOCAL CHECK OPTION'),
  collation: fc.constantFrom('utf8mb4_bin', 'utf8mb4_unicode_ci', 'utf8mb4_general_ci'),
});

interface Source {
  readonly name: string;
  readonly columns: readonly string[];
  readonly updatable: boolean;
}

/** CREATE VIEW statements, each after what it reads from. */
export function buildViews(
  drafts: readonly ViewDraft[],
  tables: readonly GeneratedTable[],
): readonly string[] {
  const sources: Source[] = tables.map(({ name, columns }) => ({
    name,
    columns: columns.map((column) => column.name),
    updatable: true,
  }));
  return drafts.flatMap((draft, index) => {
    const source = sources[draft.source % sources.length];
    if (source === undefined) return [];
    const picked = draft.columns.map(({ column, name }, position) => ({
      from: source.columns[column % source.columns.length] ?? '',
      // The server takes what is no graphic character from the front of an alias.
      alias: `a${name(position)}`.slice(0, 64).trimEnd(),
    }));
    const list = picked.map(({ from, alias }) => `${identifier(from)} AS ${identifier(alias)}`);
    const temporary = draft.algorithm === 'TEMPTABLE';
    const updatable = source.updatable && !temporary;
    const name = draft.name(index);
    const [first] = picked;
    sources.push({ name, columns: picked.map(({ alias }) => alias), updatable });
    return [
      `SET NAMES utf8mb4 COLLATE ${draft.collation}`,
      `CREATE ALGORITHM=${draft.algorithm} SQL SECURITY ${draft.security} VIEW ${identifier(name)} AS ` +
        `SELECT ${list.join(', ')}, ${quoteText(draft.text)} AS \`text\` FROM ${identifier(source.name)} ` +
        `WHERE ${identifier(first?.from ?? '')} IS NOT NULL OR ${quoteText(draft.text)} <> ''` +
        (updatable ? draft.check : ''),
    ];
  });
}
