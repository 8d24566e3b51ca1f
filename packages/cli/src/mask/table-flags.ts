/** The flags of the commands of masks that say which tables are meant, as those of a dump do. */

import { Option } from 'commander';
import { append } from '../flags/flag-values.ts';

/** A flag that was not given is absent. */
export interface TableFlags {
  readonly databases?: readonly string[];
  readonly allDatabases?: true;
  readonly tables?: readonly string[];
  readonly ignoreTable?: readonly string[];
}

/** Above them in `--help`. */
export const tableFlagsTitle = 'What of it, as with "dumpstream dump":';

/** The flags of {@link TableFlags}. */
export function tableOptions(): Option[] {
  return [
    new Option('-B, --databases <names...>', 'these databases in place of the one of the URL'),
    new Option('-A, --all-databases', 'all but those of the server itself').conflicts('databases'),
    new Option('--tables <names...>', 'only these tables'),
    new Option('--ignore-table <name>', 'leave out a table (repeatable)').argParser(append),
  ];
}

/** What they mean to core. */
export function tablesOf({ databases, allDatabases, tables, ignoreTable }: TableFlags) {
  return { databases, allDatabases, tables, ignoreTables: ignoreTable };
}
