/** Dumps made by the programs that come with the servers, under the options that people give them. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTemporaryFolder, type DatabaseServer } from '../services/index.ts';
import { runProgramSuccessfully } from '../services/process.ts';
import { isMariadbProgram } from '../stock-tool/stock-dump.ts';

/** One way to call the dump program. */
export interface OptionSet {
  readonly title: string;
  readonly arguments: readonly string[];
  /** By default both. */
  readonly program?: 'mysqldump' | 'mariadb-dump';
  /** The dump names its database, and makes it. */
  readonly named?: boolean;
  /** What is dumped comes back under it; not so where it leaves something out or changes it. */
  readonly restores?: boolean;
  /** Also tried with hostile names: it changes how names are written. Not all programs can do it all. */
  readonly hostileNames?: boolean;
}

/** All kinds of objects, which some of the options below leave out of course. */
const everything = ['--routines', '--events', '--triggers', '--hex-blob', '--single-transaction'];

export const optionSets: readonly OptionSet[] = [
  { title: 'no options', arguments: [] },
  { title: 'all kinds of objects', arguments: everything, restores: true, hostileNames: true },
  { title: '--databases', arguments: [...everything, '--databases'], named: true, restores: true },
  {
    title: '--databases --add-drop-database',
    arguments: [...everything, '--add-drop-database', '--databases'],
    named: true,
  },
  { title: '--skip-opt', arguments: [...everything, '--skip-opt'] },
  // With GTIDs, MySQL takes no MyISAM rows in a transaction: the stock client can't restore it there.
  { title: '--no-autocommit', arguments: [...everything, '--no-autocommit'] },
  {
    title: '--skip-extended-insert --complete-insert',
    hostileNames: true,
    arguments: [...everything, '--skip-extended-insert', '--complete-insert'],
    restores: true,
  },
  { title: '--insert-ignore', arguments: [...everything, '--insert-ignore'], restores: true },
  { title: '--replace', arguments: [...everything, '--replace'], restores: true },
  // Triggers, routines and events are written in double quotes too, but under their own sql_mode: no
  // server takes them.
  {
    title: '--compatible=ansi',
    arguments: ['--compatible=ansi', '--hex-blob', '--skip-triggers'],
    hostileNames: true,
  },
  {
    title: '--default-character-set=sjis',
    arguments: [...everything, '--default-character-set=sjis'],
  },
  {
    title: '--default-character-set=latin1 --skip-set-charset',
    arguments: [...everything, '--default-character-set=latin1', '--skip-set-charset'],
  },
  { title: '--skip-comments --compact', arguments: [...everything, '--compact'] },
  {
    title: '--skip-quote-names',
    arguments: ['--skip-quote-names', '--no-data', '--skip-triggers'],
  },
  { title: '--skip-tz-utc --skip-dump-date', arguments: [...everything, '--skip-tz-utc'] },
  {
    title: '--add-drop-trigger',
    arguments: [...everything, '--add-drop-trigger'],
    restores: true,
  },
  {
    title: '--master-data=2 --flush-privileges',
    arguments: ['--master-data=2', '--flush-privileges'],
  },
  { title: '--master-data=1', arguments: ['--master-data=1'] },
  {
    title: '--dump-history',
    program: 'mariadb-dump',
    arguments: [...everything, '--dump-history'],
    restores: true,
  },
  { title: '--gtid', program: 'mariadb-dump', arguments: ['--gtid', '--master-data=1'] },
  {
    title: '--order-by-primary',
    arguments: [...everything, '--order-by-primary'],
    restores: true,
  },
  {
    title: '--column-statistics',
    program: 'mysqldump',
    arguments: [...everything, '--column-statistics=1'],
  },
  {
    title: '--set-gtid-purged=AUTO',
    program: 'mysqldump',
    arguments: [...everything, '--set-gtid-purged=AUTO'],
  },
  {
    title: '--source-data',
    program: 'mysqldump',
    arguments: ['--source-data=1', '--include-source-host-port'],
  },
];

/** The sets that the server's program knows; empty where there is none. */
export async function optionSetsFor(server: DatabaseServer): Promise<readonly OptionSet[]> {
  const { dump } = server.stockTools;
  if (dump === undefined) return [];
  const program = (await isMariadbProgram(dump)) ? 'mariadb-dump' : 'mysqldump';
  return optionSets.filter((set) => set.program === undefined || set.program === program);
}

/**
 * Dumps a database.
 *
 * @throws Error with what the program printed where it fails
 */
export async function foreignDump(
  server: DatabaseServer,
  database: string,
  { arguments: own }: OptionSet,
): Promise<Buffer> {
  const { dump } = server.stockTools;
  if (dump === undefined) throw new Error(`${server.name} has no dump program here.`);
  const folder = await createTemporaryFolder('foreign-dump');
  try {
    const file = join(folder.path, 'dump.sql');
    // MariaDB's default is that of the terminal.
    const fixed = ['--default-character-set=utf8mb4', '--no-tablespaces'];
    if (!(await isMariadbProgram(dump))) fixed.push('--set-gtid-purged=OFF');
    await runProgramSuccessfully(
      dump.command,
      [...dump.arguments, ...fixed, `--result-file=${file}`, ...own, database],
      { env: { ...process.env, MYSQL_PWD: server.password } },
    );
    return await readFile(file);
  } finally {
    await folder.remove();
  }
}
