/** The settings of the content: what is in the dump, and how it is written. */

import { flag, type Setting } from './setting.ts';

export const contentSettings = {
  compress: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_COMPRESS',
    event: 'chooses',
    choices: ['gzip', 'zstd', 'none'],
    default: 'gzip',
    meaning: 'Compression: `gzip`, `zstd` or `none`.',
  },
  compressionLevel: {
    kind: 'integer',
    handler: 'dump',
    variable: 'DUMPSTREAM_COMPRESSION_LEVEL',
    event: 'never',
    range: [1, 22],
    otherwise: '6 for gzip, 3 for zstd',
    meaning: 'gzip 1 to 9, zstd 1 to 22.',
  },
  tables: {
    kind: 'list',
    handler: 'both',
    variable: 'DUMPSTREAM_TABLES',
    event: 'narrows',
    otherwise: 'all',
    meaning: 'Tables and views to dump or to restore. An event may name some of them.',
  },
  ignoreTables: {
    kind: 'list',
    handler: 'dump',
    variable: 'DUMPSTREAM_IGNORE_TABLES',
    event: 'narrows',
    otherwise: 'none',
    meaning: 'Tables and views to leave out. An event adds to them.',
  },
  where: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_WHERE',
    event: 'never',
    otherwise: 'all rows',
    meaning: 'SQL condition for the rows of every table.',
  },
  noData: {
    kind: 'boolean',
    handler: 'dump',
    variable: 'DUMPSTREAM_NO_DATA',
    event: 'narrows',
    default: 'false',
    meaning: 'Leave out the rows. An event may switch it on.',
  },
  triggers: flag('DUMPSTREAM_TRIGGERS', 'Dump triggers.'),
  views: flag('DUMPSTREAM_VIEWS', 'Dump views.'),
  routines: flag(
    'DUMPSTREAM_ROUTINES',
    'Dump procedures and functions.',
    'true, and false with `tables`',
  ),
  events: flag('DUMPSTREAM_EVENTS', 'Dump events.', 'true, and false with `tables`'),
  brokenViews: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_BROKEN_VIEWS',
    event: 'never',
    choices: ['error', 'comment'],
    default: 'error',
    meaning:
      'A view that does not work fails the dump (`error`), or is written as a comment (`comment`) and counted in the answer.',
  },
  users: flag(
    'DUMPSTREAM_USERS',
    'Dump accounts with their grants and password hashes. Needs `DUMPSTREAM_ALL_DATABASES`.',
    'false',
  ),
  skipDefiner: {
    ...flag(
      'DUMPSTREAM_SKIP_DEFINER',
      'Leave out the definers of views, triggers, routines and events.',
      'false',
    ),
    handler: 'both',
  },
  noCreateDb: flag(
    'DUMPSTREAM_NO_CREATE_DB',
    'Leave out what makes a database or sets its attributes.',
    'false',
  ),
  addDropDatabase: flag(
    'DUMPSTREAM_ADD_DROP_DATABASE',
    '`DROP DATABASE IF EXISTS` before each `CREATE DATABASE`. Needs `DUMPSTREAM_ALL_DATABASES`.',
    'false',
  ),
  sourceData: {
    kind: 'integer',
    handler: 'dump',
    variable: 'DUMPSTREAM_SOURCE_DATA',
    event: 'never',
    range: [1, 2],
    otherwise: 'not written',
    meaning:
      'Position of the binary log, for a replica: 1 as a statement, 2 as a comment. Needs RELOAD on MySQL, which RDS does not grant.',
  },
  setGtidPurged: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_SET_GTID_PURGED',
    event: 'never',
    choices: ['off', 'on', 'auto', 'commented'],
    default: 'off',
    meaning: 'Executed GTIDs, for a replica: `on`, `auto`, `commented` or `off`.',
  },
} as const satisfies Readonly<Record<string, Setting>>;
