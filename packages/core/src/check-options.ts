/** Checks the options at the door, so that a misspelt one is not silently ignored. */

import { compressionLevels } from './compress/compress.ts';
import { longestTimeLimit } from './connect/server-info.ts';
import { DumpError } from './errors.ts';
import { checkPolicy } from './mask/check-policy.ts';
import {
  booleanCheck,
  type Checks,
  checkEach,
  connectionCheck,
  invalidOption as invalid,
  isBoolean,
  isCondition,
  isNames,
  isObject,
  isPositiveInteger,
  parallelCheck,
  signalCheck,
  waitCheck,
} from './option-checks.ts';
import type { DumpOptions } from './options.ts';
import { namesDatabases } from './plan/sections.ts';
import { checkSubset } from './subset/check-subset.ts';

const checks: Checks<DumpOptions> = {
  connection: connectionCheck,
  waitForServer: waitCheck,
  databases: [
    (value) => isNames(value) && new Set(value as string[]).size === (value as []).length,
    'a list of database names, each once',
  ],
  allDatabases: booleanCheck,
  addDropDatabase: booleanCheck,
  noCreateDb: booleanCheck,
  tables: [isNames, 'a list of table names'],
  ignoreTables: [isNames, 'a list of table names'],
  where: [
    (value) =>
      isCondition(value) || (isObject(value) && Object.values(value as object).every(isCondition)),
    'an SQL condition with all its quotes and parentheses, or an object of one per table',
  ],
  mask: [isObject, 'a policy of masks'],
  maskKey: [
    (value) => typeof value === 'string' || value instanceof Uint8Array,
    'a secret key, as text or bytes',
  ],
  subset: [isObject, 'an object: which rows a subset begins with'],
  noData: booleanCheck,
  noCreateInfo: booleanCheck,
  addDropTable: booleanCheck,
  completeInsert: booleanCheck,
  insertIgnore: booleanCheck,
  replace: booleanCheck,
  hexBlob: booleanCheck,
  triggers: booleanCheck,
  views: booleanCheck,
  brokenViews: [(value) => value === 'error' || value === 'comment', "'error' or 'comment'"],
  routines: booleanCheck,
  events: booleanCheck,
  skipDefiner: booleanCheck,
  users: [
    (value) => isBoolean(value) || (isNames(value) && (value as []).length > 0),
    "true or false, or a list of accounts ('user'@'host')",
  ],
  sourceData: [(value) => value === 1 || value === 2, '1 or 2'],
  setGtidPurged: [
    (value) => ['off', 'on', 'auto', 'commented'].includes(value as string),
    "'off', 'on', 'auto' or 'commented'",
  ],
  skipDumpDate: booleanCheck,
  netBufferLength: [isPositiveInteger, 'a number of bytes above 0'],
  chunkBytes: [isPositiveInteger, 'a number of bytes above 0'],
  parallel: parallelCheck,
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
  signal: signalCheck,
};

/**
 * An option that is undefined counts as left out.
 *
 * @throws DumpError `INVALID_OPTION` that names the option; never its value, which may be a secret;
 *   `INVALID_MASK`
 */
export function checkOptions(options: DumpOptions): void {
  checkEach(options, checks, 'dump()');
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
  if (options.users && options.mask !== undefined) {
    throw invalid(
      'The options users and mask exclude each other: accounts have password hashes, which no rule masks',
    );
  }
  if (options.insertIgnore === true && options.replace === true) {
    throw invalid('The options insertIgnore and replace exclude each other');
  }
  checkCompression(options);
  checkMask(options);
  if (options.subset !== undefined) checkSubset(options.subset, options);
}

/** @throws DumpError `INVALID_MASK` as well, for what is wrong within the policy */
function checkMask({ mask, maskKey }: DumpOptions): void {
  if (mask === undefined && maskKey === undefined) return;
  if (mask === undefined) throw invalid('The option maskKey needs the option mask');
  if (maskKey === undefined) {
    throw new DumpError(
      'INVALID_MASK',
      'The option mask needs the option maskKey: masked values follow from that secret key.',
    );
  }
  checkPolicy(mask, maskKey);
}

function checkCompression({ compress = 'none', compressionLevel }: DumpOptions): void {
  if (compressionLevel === undefined) return;
  if (compress === 'none') throw invalid('The option compressionLevel needs the option compress');
  const { lowest, highest } = compressionLevels[compress];
  if (compressionLevel < lowest || compressionLevel > highest) {
    throw invalid(`The option compressionLevel of ${compress} goes from ${lowest} to ${highest}`);
  }
}
