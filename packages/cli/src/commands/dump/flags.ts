/** The flags of `dumpstream dump`, under mysqldump's names, and what they mean to core. */

import type { CompressionName, DumpOptions } from '@dumpstream/core';
import { type Command, Option } from 'commander';
import {
  type ConnectionFlags,
  connectionOptions,
  waitForServerOption,
} from '../../connection/flags.ts';
import {
  addGroup,
  type CommonFlags,
  debugOption,
  endpointOption,
  given,
  milliseconds,
  quietOption,
} from '../../flags/common.ts';
import { append, byteCount, gtidMode, sourceData, wholeNumber } from '../../flags/flag-values.ts';
import { type MaskFlags, maskOptions } from '../../mask/flags.ts';
import { type SubsetFlags, subsetOf, subsetOptions, whereOf } from '../../subset/flags.ts';

const compressions: readonly CompressionName[] = ['none', 'gzip', 'zstd'];

/** The values of the flags, as commander names them; a flag that was not given is absent. */
export interface DumpFlags extends ConnectionFlags, CommonFlags, MaskFlags, SubsetFlags {
  readonly output: string;
  readonly compress?: CompressionName;
  readonly compressionLevel?: number;
  readonly endpointUrl?: string;
  readonly databases?: readonly string[];
  readonly allDatabases?: true;
  readonly tables?: readonly string[];
  readonly ignoreTable?: readonly string[];
  /** commander takes `--no-data` as the opposite of `data`. */
  readonly data: boolean;
  readonly createInfo: boolean;
  /** commander takes `--no-create-db` as the opposite of `createDb`. */
  readonly createDb: boolean;
  readonly addDropDatabase?: true;
  readonly addDropTable?: true;
  readonly skipAddDropTable?: true;
  readonly completeInsert?: true;
  readonly insertIgnore?: true;
  readonly replace?: true;
  readonly hexBlob?: true;
  readonly triggers?: true;
  readonly skipTriggers?: true;
  readonly skipViews?: true;
  readonly brokenViews?: 'error' | 'comment';
  readonly routines?: true;
  readonly skipRoutines?: true;
  readonly events?: true;
  readonly skipEvents?: true;
  readonly skipDefiner?: true;
  /** `true` for all accounts. */
  readonly users?: true | readonly string[];
  readonly sourceData?: 1 | 2;
  readonly setGtidPurged?: 'off' | 'on' | 'auto' | 'commented';
  readonly skipDumpDate?: true;
  readonly netBufferLength?: number;
  readonly parallel?: number;
  readonly threads?: number;
  readonly parallelFallback?: 'warn' | 'error';
  /** Seconds. */
  readonly lockTimeout?: number;
  /** Bytes per second. */
  readonly maxRate?: number;
  /** Seconds. */
  readonly waitForServer?: number;
  readonly dryRun?: true;
  /** Only with `--dry-run`. */
  readonly json?: true;
}

/** Adds the flags to a command, in the order in which `--help` lists them. */
export function addDumpFlags(command: Command): Command {
  addGroup(
    command,
    'Where to:',
    new Option('-o, --output <target>', 'file, s3://bucket/key, or - for standard output').default(
      '-',
    ),
    new Option(
      '--compress <method>',
      'by default what the output ends in: .gz gzip, .zst zstd',
    ).choices(compressions),
    new Option('--compression-level <number>', 'gzip 1 to 9 (6), zstd 1 to 22 (3)').argParser(
      wholeNumber(1, 22),
    ),
    endpointOption(),
  );
  addGroup(
    command,
    'What of it:',
    new Option('-B, --databases <names...>', 'these databases, with CREATE DATABASE and USE'),
    new Option('-A, --all-databases', 'all but those of the server itself').conflicts('databases'),
    new Option('--tables <names...>', 'only these tables and views'),
    new Option('--ignore-table <name>', 'leave out a table or view (repeatable)').argParser(append),
    ...subsetOptions(),
    new Option('-d, --no-data', 'leave out the rows'),
    new Option('-t, --no-create-info', 'leave out CREATE TABLE'),
    new Option('--users [accounts...]', "all accounts with their grants, or these ('user'@'host')"),
    new Option('--skip-views', 'leave out views'),
    new Option(
      '--broken-views <what>',
      'views that do not work: error (default) or comment',
    ).choices(['error', 'comment']),
    new Option('--triggers', 'dump triggers (default)'),
    new Option('--skip-triggers', 'leave out triggers').conflicts('triggers'),
    new Option('--routines', 'dump procedures and functions (default without --tables)'),
    new Option('--skip-routines', 'leave out procedures and functions').conflicts('routines'),
    new Option('--events', 'dump events (default without --tables)'),
    new Option('--skip-events', 'leave out events').conflicts('events'),
  );
  addGroup(command, 'Masks:', ...maskOptions());
  addGroup(
    command,
    'How it is written:',
    new Option(
      '-n, --no-create-db',
      'no CREATE DATABASE, and no ALTER DATABASE for its attributes',
    ),
    new Option('--add-drop-database', 'DROP DATABASE IF EXISTS before each CREATE DATABASE'),
    new Option('--add-drop-table', 'DROP TABLE IF EXISTS before each CREATE TABLE (default)'),
    new Option('--skip-add-drop-table', 'no DROP TABLE').conflicts('addDropTable'),
    new Option('-c, --complete-insert', 'column names in every INSERT'),
    new Option('--insert-ignore', 'INSERT IGNORE').conflicts('replace'),
    new Option('--replace', 'REPLACE in place of INSERT'),
    new Option('--hex-blob', 'binary values as 0x…'),
    new Option('--skip-definer', 'views and programs belong to whoever restores them'),
    new Option(
      '--source-data [value]',
      'position of the binary log for a replica: 1 as a statement, 2 as a comment',
    )
      .argParser(sourceData)
      .preset('1'),
    new Option(
      '--set-gtid-purged <mode>',
      'executed GTIDs for a replica: ON, AUTO, COMMENTED or OFF (default)',
    ).argParser(gtidMode),
    new Option('--skip-dump-date', 'nothing that differs between two dumps of the same data'),
    new Option(
      '--net-buffer-length <bytes>',
      'bytes of one INSERT, also as 16K or 1M (1000000)',
    ).argParser(byteCount),
  );
  addGroup(
    command,
    'Connection:',
    ...connectionOptions(),
    new Option(
      '--parallel <number>',
      'connections that read rows, all at one moment: 1 (default) to 64',
    ).argParser(wholeNumber(1, 64)),
    new Option(
      '--threads <number>',
      'threads that they are read in, 0 to 64; by default one less than there are cores',
    ).argParser(wholeNumber(0, 64)),
    new Option(
      '--parallel-fallback <what>',
      'where they can not begin at one moment: warn and use one (default), or error',
    ).choices(['warn', 'error']),
    new Option(
      '--lock-timeout <seconds>',
      'for which the lock of that moment is waited for, and held: 5 by default',
    ).argParser(wholeNumber(1, 2_147_483)),
    new Option(
      '--max-rate <bytes>',
      'bytes of SQL per second at the most, before compression, also as 500K or 10M',
    ).argParser(byteCount),
    waitForServerOption(),
  );
  addGroup(
    command,
    'Other:',
    new Option(
      '--dry-run',
      'write no dump: tell what it would be, and all with which it would fail',
    ),
    new Option('--json', 'the result of --dry-run as JSON'),
    quietOption(),
    debugOption(),
  );
  return command;
}

/** What the flags mean to core; flags that were not given leave core its defaults. */
export function dumpOptionsOf(flags: DumpFlags): Omit<DumpOptions, 'connection'> {
  return given({
    databases: flags.databases,
    allDatabases: flags.allDatabases,
    noCreateDb: !flags.createDb,
    addDropDatabase: flags.addDropDatabase,
    users: flags.users,
    views: flags.skipViews ? false : undefined,
    brokenViews: flags.brokenViews,
    sourceData: flags.sourceData,
    setGtidPurged: flags.setGtidPurged,
    tables: flags.tables,
    ignoreTables: flags.ignoreTable,
    where: whereOf(flags),
    subset: subsetOf(flags),
    noData: !flags.data,
    noCreateInfo: !flags.createInfo,
    addDropTable: flags.skipAddDropTable ? false : flags.addDropTable,
    completeInsert: flags.completeInsert,
    insertIgnore: flags.insertIgnore,
    replace: flags.replace,
    hexBlob: flags.hexBlob,
    triggers: flags.skipTriggers ? false : flags.triggers,
    routines: flags.skipRoutines ? false : flags.routines,
    events: flags.skipEvents ? false : flags.events,
    skipDefiner: flags.skipDefiner,
    skipDumpDate: flags.skipDumpDate,
    netBufferLength: flags.netBufferLength,
    parallel: flags.parallel,
    threads: flags.threads,
    parallelFallback: flags.parallelFallback,
    lockTimeout: flags.lockTimeout,
    maxRate: flags.maxRate,
    waitForServer: milliseconds(flags.waitForServer),
    compressionLevel: flags.compressionLevel,
  });
}
