/** Checks the options at the door, so that a misspelt one is not silently ignored. */

import { compressionLevels } from './compress/compress.ts';
import { DumpError } from './errors.ts';
import type { DumpOptions } from './options.ts';
import { namesDatabases } from './plan/sections.ts';
import { longestTimeLimit } from './snapshot/session.ts';
import { tokens } from './sql/tokens.ts';

type Check = (value: unknown) => boolean;

const isBoolean: Check = (value) => typeof value === 'boolean';
const isNames: Check = (value) =>
  Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '');
const isCondition: Check = (value) =>
  typeof value === 'string' && value.trim() !== '' && isBalanced(value);
const isPositiveInteger: Check = (value) => Number.isSafeInteger(value) && Number(value) > 0;
const isMilliseconds: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isObject: Check = (value) => typeof value === 'object' && value !== null;

const checks: Readonly<Record<keyof DumpOptions, readonly [Check, string]>> = {
  connection: [
    (value) =>
      (typeof value === 'string' && value !== '') || isObject(value) || typeof value === 'function',
    'a URL, an object of mysql2 connection options or a function that opens a connection',
  ],
  waitForServer: [isMilliseconds, 'a whole number of milliseconds, 0 or more'],
  databases: [
    (value) => isNames(value) && new Set(value as string[]).size === (value as []).length,
    'a list of database names, each once',
  ],
  allDatabases: [isBoolean, 'true or false'],
  addDropDatabase: [isBoolean, 'true or false'],
  noCreateDb: [isBoolean, 'true or false'],
  tables: [isNames, 'a list of table names'],
  ignoreTables: [isNames, 'a list of table names'],
  where: [
    (value) =>
      isCondition(value) || (isObject(value) && Object.values(value as object).every(isCondition)),
    'an SQL condition with all its quotes and parentheses, or an object of one per table',
  ],
  noData: [isBoolean, 'true or false'],
  noCreateInfo: [isBoolean, 'true or false'],
  addDropTable: [isBoolean, 'true or false'],
  completeInsert: [isBoolean, 'true or false'],
  insertIgnore: [isBoolean, 'true or false'],
  replace: [isBoolean, 'true or false'],
  hexBlob: [isBoolean, 'true or false'],
  triggers: [isBoolean, 'true or false'],
  views: [isBoolean, 'true or false'],
  brokenViews: [(value) => value === 'error' || value === 'comment', "'error' or 'comment'"],
  routines: [isBoolean, 'true or false'],
  events: [isBoolean, 'true or false'],
  skipDefiner: [isBoolean, 'true or false'],
  users: [
    (value) => isBoolean(value) || (isNames(value) && (value as []).length > 0),
    "true or false, or a list of accounts ('user'@'host')",
  ],
  sourceData: [(value) => value === 1 || value === 2, '1 or 2'],
  setGtidPurged: [
    (value) => ['off', 'on', 'auto', 'commented'].includes(value as string),
    "'off', 'on', 'auto' or 'commented'",
  ],
  skipDumpDate: [isBoolean, 'true or false'],
  netBufferLength: [isPositiveInteger, 'a number of bytes above 0'],
  chunkBytes: [isPositiveInteger, 'a number of bytes above 0'],
  parallel: [
    (value) => isPositiveInteger(value) && Number(value) <= 64,
    'a number of connections from 1 to 64',
  ],
  threads: [
    (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 64,
    'a whole number from 0 to 64',
  ],
  lockTimeout: [
    (value) => isPositiveInteger(value) && Number(value) <= longestTimeLimit,
    'a whole number of seconds above 0',
  ],
  maxRate: [
    (value) => typeof value === 'number' && value >= 1 && Number.isFinite(value),
    'a number of bytes per second, at least 1',
  ],
  parallelFallback: [(value) => value === 'warn' || value === 'error', "'warn' or 'error'"],
  compress: [
    (value) => ['none', 'gzip', 'zstd'].includes(value as string),
    "'none', 'gzip' or 'zstd'",
  ],
  compressionLevel: [isPositiveInteger, 'a whole number above 0'],
  signal: [(value) => value instanceof AbortSignal, 'an AbortSignal'],
};

/**
 * An option that is undefined counts as left out.
 *
 * @throws DumpError `INVALID_OPTION` that names the option; never its value, which may be a secret
 */
export function checkOptions(options: DumpOptions): void {
  if (!isObject(options)) throw invalid('dump() takes an object of options');
  for (const [name, value] of Object.entries(options)) {
    const check = checks[name as keyof DumpOptions];
    if (check === undefined) throw unknownOption(name);
    if (value !== undefined && !check[0](value)) {
      throw invalid(`The option ${name} must be ${check[1]}`);
    }
  }
  if (options.connection === undefined) throw invalid('The option connection is missing');
  if (options.databases?.length === 0) throw invalid('The option databases names none');
  if (options.databases !== undefined && options.allDatabases) {
    throw invalid('The options databases and allDatabases exclude each other');
  }
  if (options.addDropDatabase && !namesDatabases(options)) {
    throw invalid('The option addDropDatabase needs the option databases or allDatabases');
  }
  if (options.addDropDatabase && options.noCreateDb) {
    throw invalid('The options addDropDatabase and noCreateDb exclude each other');
  }
  if (options.addDropDatabase && (options.tables !== undefined || options.noCreateInfo)) {
    throw invalid(
      'The option addDropDatabase would drop more than a dump with the option tables or ' +
        'noCreateInfo makes again',
    );
  }
  if (options.users && !namesDatabases(options)) {
    throw invalid(
      'The option users needs the option databases or allDatabases: grants name their databases',
    );
  }
  if (options.insertIgnore === true && options.replace === true) {
    throw invalid('The options insertIgnore and replace exclude each other');
  }
  checkCompression(options);
}

function checkCompression({ compress = 'none', compressionLevel }: DumpOptions): void {
  if (compressionLevel === undefined) return;
  if (compress === 'none') throw invalid('The option compressionLevel needs the option compress');
  const { lowest, highest } = compressionLevels[compress];
  if (compressionLevel < lowest || compressionLevel > highest) {
    throw invalid(`The option compressionLevel of ${compress} goes from ${lowest} to ${highest}`);
  }
}

function unknownOption(name: string): DumpError {
  const folded = name.toLowerCase();
  const near = Object.keys(checks)
    .map((known) => ({ known, distance: editDistance(folded, known.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const hint = near !== undefined && near.distance <= 2 ? ` Did you mean ${near.known}?` : '';
  return invalid(`There is no option "${name}"`, hint);
}

function invalid(message: string, hint = ''): DumpError {
  return new DumpError('INVALID_OPTION', `${message}.${hint}`);
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const current = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const substituted = (previous[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      current.push(Math.min(substituted, (previous[j + 1] ?? 0) + 1, (current[j] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** Whether a condition stays within the parentheses that it is put in. */
function isBalanced(condition: string): boolean {
  let depth = 0;
  for (const { kind, text } of tokens(condition)) {
    if (kind === 'sign' && (text === '(' || text === ')')) depth += text === '(' ? 1 : -1;
    // A quote or comment that has no end is no token of its own.
    if (depth < 0 || (kind === 'sign' && /['"`]/.test(text))) return false;
  }
  return depth === 0;
}
