/** The plan: from catalog and options to the ordered list of sections that make up the dump. */

import type { Catalog, Database, StoredProgram, Table, View } from '../catalog/model.ts';
import type { DumpOptions } from '../options.ts';

/** One piece of the dump. Sections are written in the order of the plan. */
export type Section =
  | { readonly kind: 'header' }
  /** Makes a database current for what follows: `CREATE DATABASE` and `USE`, where asked for. */
  | { readonly kind: 'database'; readonly database: Database }
  | { readonly kind: 'tableStructure'; readonly table: Table }
  | { readonly kind: 'tableRows'; readonly table: Table }
  /** A view with the right columns and no content, so that views can be made in any order. */
  | { readonly kind: 'viewPlaceholder'; readonly view: View }
  | { readonly kind: 'view'; readonly view: View }
  | { readonly kind: 'program'; readonly program: StoredProgram }
  | { readonly kind: 'footer' };

type PlanOptions = Pick<DumpOptions, 'noData' | 'noCreateInfo'>;

/**
 * Order within a database: tables with their rows; triggers, which must not fire while rows are
 * loaded; placeholders of all views; routines, which views may call; views; events last, since a
 * restored event may start at once. All placeholders come before any view: views refer to each
 * other across databases too.
 */
export function planSections(catalog: Catalog, options: PlanOptions): readonly Section[] {
  const beforeViews = (database: Database): Section[] => [
    { kind: 'database', database },
    ...database.tables.flatMap((table) => tableSections(table, options)),
    ...database.triggers.map(programSection),
    ...(options.noCreateInfo
      ? []
      : database.views.map((view): Section => ({ kind: 'viewPlaceholder', view }))),
    ...database.routines.map(programSection),
  ];
  const fromViewsOn = (database: Database): Section[] => {
    const views = options.noCreateInfo
      ? []
      : database.views.map((view): Section => ({ kind: 'view', view }));
    const sections = [...views, ...database.events.map(programSection)];
    return sections.length > 0 ? [{ kind: 'database', database }, ...sections] : [];
  };
  return withoutRepeatedDatabase([
    { kind: 'header' },
    ...catalog.databases.flatMap(beforeViews),
    ...catalog.databases.flatMap(fromViewsOn),
    { kind: 'footer' },
  ]);
}

function tableSections(table: Table, options: PlanOptions): Section[] {
  return [
    ...(options.noCreateInfo ? [] : [{ kind: 'tableStructure', table } as const]),
    ...(options.noData ? [] : [{ kind: 'tableRows', table } as const]),
  ];
}

function programSection(program: StoredProgram): Section {
  return { kind: 'program', program };
}

/** With one database it stays current all through. */
function withoutRepeatedDatabase(sections: readonly Section[]): readonly Section[] {
  let current: Database | undefined;
  return sections.filter((section) => {
    if (section.kind !== 'database') return true;
    const repeated = section.database === current;
    current = section.database;
    return !repeated;
  });
}
