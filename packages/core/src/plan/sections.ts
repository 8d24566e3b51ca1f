/** The plan: from catalog and options to the ordered list of sections that make up the dump. */

import type {
  BrokenView,
  Catalog,
  Database,
  StoredProgram,
  Table,
  View,
} from '../catalog/model.ts';
import type { DumpOptions } from '../options.ts';
import { orderViews } from './view-order.ts';

/** One piece of the dump. Sections are written in the order of the plan. */
export type Section =
  | { readonly kind: 'header' }
  /** Makes the database, where asked for, and makes it current. */
  | { readonly kind: 'createDatabase'; readonly database: Database }
  /** Makes it current again. */
  | { readonly kind: 'useDatabase'; readonly database: Database }
  | { readonly kind: 'sequence'; readonly sequence: Database['sequences'][number] }
  | { readonly kind: 'tableStructure'; readonly table: Table }
  | { readonly kind: 'tableRows'; readonly table: Table }
  /** A view with the right columns and no content, for another one that can't wait for it. */
  | { readonly kind: 'viewPlaceholder'; readonly view: View }
  | { readonly kind: 'view'; readonly view: View }
  /** A comment. */
  | { readonly kind: 'brokenView'; readonly view: BrokenView }
  | { readonly kind: 'program'; readonly program: StoredProgram; readonly database: Database }
  /** Forbids changes of the database, as the last of its sections. */
  | { readonly kind: 'readOnly'; readonly database: Database }
  | { readonly kind: 'accounts' }
  | { readonly kind: 'footer' };

type PlanOptions = Pick<DumpOptions, 'noCreateDb' | 'noCreateInfo' | 'noData' | 'tables'>;

/** Whether the dump makes and uses each database by its name, or goes into the current one. */
export function namesDatabases(options: Pick<DumpOptions, 'allDatabases' | 'databases'>): boolean {
  return options.databases !== undefined || options.allDatabases === true;
}

/**
 * Whether attributes of the databases belong to the dump: not to one of chosen tables, or of rows.
 */
export function includesAttributes(options: PlanOptions): boolean {
  return options.tables === undefined && !options.noCreateInfo && !options.noCreateDb;
}

/**
 * Order within a database: sequences, which columns take defaults from; tables with their rows; triggers, which must not fire while rows are
 * loaded; routines, which views may call. Then all views, which may refer to each other across
 * databases. Events last, since a restored event may start at once.
 */
export function planSections(catalog: Catalog, options: PlanOptions): readonly Section[] {
  const { databases } = catalog;
  const sections = databases.flatMap((database): Section[] => [
    { kind: 'createDatabase', database },
    ...database.sequences.map((sequence): Section => ({ kind: 'sequence', sequence })),
    ...byMembers(database.tables).flatMap((table) => tableSections(table, options)),
    ...database.triggers.map((program) => programSection(database, program)),
    ...database.routines.map((program) => programSection(database, program)),
  ]);
  if (options.noCreateInfo !== true) {
    const { views, placeholders } = orderViews(databases.flatMap((database) => database.views));
    sections.push(
      ...placeholders.map((view): Section => ({ kind: 'viewPlaceholder', view })),
      ...views.map((view): Section => ({ kind: 'view', view })),
      ...databases
        .flatMap((database) => database.brokenViews)
        .map((view): Section => ({ kind: 'brokenView', view })),
    );
  }
  sections.push(
    ...databases.flatMap((database) =>
      database.events.map((program) => programSection(database, program)),
    ),
  );
  if (includesAttributes(options)) {
    sections.push(
      ...databases
        .filter((database) => database.readOnly)
        .map((database): Section => ({ kind: 'readOnly', database })),
    );
  }
  if (catalog.accounts.length > 0) sections.push({ kind: 'accounts' });
  return [{ kind: 'header' }, ...withCurrentDatabase(sections, databases), { kind: 'footer' }];
}

function tableSections(table: Table, options: PlanOptions): Section[] {
  return [
    ...(options.noCreateInfo ? [] : [{ kind: 'tableStructure', table } as const]),
    ...(options.noData || !table.holdsRows ? [] : [{ kind: 'tableRows', table } as const]),
  ];
}

/** MERGE tables after the tables that they are made of. */
function byMembers(tables: readonly Table[]): readonly Table[] {
  const isMerge = (table: Table): boolean => table.engine.toUpperCase().startsWith('MRG_');
  return [...tables.filter((table) => !isMerge(table)), ...tables.filter(isMerge)];
}

function programSection(database: Database, program: StoredProgram): Section {
  return { kind: 'program', program, database };
}

/** Puts in `useDatabase` wherever a view or program belongs to another database than the current. */
function withCurrentDatabase(
  sections: readonly Section[],
  databases: readonly Database[],
): readonly Section[] {
  const byName = new Map(databases.map((database) => [database.name, database]));
  let current: Database | undefined;
  return sections.flatMap((section): Section[] => {
    if (section.kind === 'createDatabase') {
      current = section.database;
      return [section];
    }
    const owner = byName.get(ownerOf(section) ?? '');
    if (owner === undefined || owner === current) return [section];
    current = owner;
    return [{ kind: 'useDatabase', database: owner }, section];
  });
}

function ownerOf(section: Section): string | undefined {
  if ('view' in section) return section.view.database;
  if ('program' in section) return section.program.database;
  if (section.kind === 'readOnly') return section.database.name;
  return undefined;
}
