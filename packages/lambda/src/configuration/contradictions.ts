/** Finds settings that make no sense together. */

import { isAbsolute, normalize } from 'node:path/posix';
import type { HandlerName } from '../settings/setting.ts';
import { type SettingName, settings } from '../settings/settings.ts';
import { type Entries, textOf } from './configuration.ts';
import { maskProblems, requiredMaskProblems } from './mask-problems.ts';
import { subsetProblems } from './subset-problems.ts';

/** @returns a sentence for each contradiction */
export function contradictions(entries: Entries, handler: HandlerName): string[] {
  return [
    ...needingAllDatabases(entries),
    ...levelProblems(entries),
    ...tokenProblems(entries),
    ...lockProblems(entries),
    ...subsetProblems(entries),
    ...maskProblems(entries),
    ...requiredMaskProblems(entries),
    ...(handler === 'dump'
      ? folderProblems(entries, 'fileFolder', ofObjectsAlone)
      : [...versionProblems(entries), ...folderProblems(entries, 'sourceFolder', ofSourcesInS3)]),
  ];
}

/** Core says the same, but speaks of its own options. */
function needingAllDatabases(entries: Entries): string[] {
  if (entries.get('allDatabases')?.value === true) return [];
  return (['users', 'addDropDatabase'] as const)
    .filter((name) => entries.get(name)?.value === true)
    .map((name) => `The ${settings[name].variable} needs ${settings.allDatabases.variable}.`);
}

function levelProblems(entries: Entries): string[] {
  const level = entries.get('compressionLevel');
  const compress = entries.get('compress');
  if (level === undefined || compress?.origin === 'event') {
    return [];
  }
  const highest = { none: 0, gzip: 9, zstd: 22 }[String(compress?.value)] ?? 0;
  if (Number(level.value) <= highest) return [];
  return [
    highest === 0
      ? `The ${level.place} has no meaning without compression.`
      : `The ${level.place} must be at most ${highest} with ${compress?.value}.`,
  ];
}

/** A token is sent as it is: only an encrypted connection keeps it from who listens. */
function tokenProblems(entries: Entries): string[] {
  if (textOf(entries, 'dbAuth') !== 'iam') return [];
  const problems: string[] = [];
  if (entries.has('dbPassword')) {
    problems.push(
      `${settings.dbAuth.variable} is iam, where a signed token is the password: remove ` +
        `${settings.dbPassword.variable}.`,
    );
  }
  if (entries.get('dbTls')?.value === false) {
    problems.push(
      `${settings.dbAuth.variable} is iam, which needs TLS: remove ${settings.dbTls.variable}.`,
    );
  }
  return problems;
}

function lockProblems(entries: Entries): string[] {
  const { objectLockMode, objectLockDays } = settings;
  if (entries.has('objectLockMode') === entries.has('objectLockDays')) return [];
  const [given, missing] = entries.has('objectLockMode')
    ? [objectLockMode, objectLockDays]
    : [objectLockDays, objectLockMode];
  return [`${given.variable} needs ${missing.variable}, too.`];
}

const ofObjectsAlone: readonly SettingName[] = [
  'bucketOwner',
  'storageClass',
  'kmsKeyId',
  'tags',
  'objectLockMode',
  'objectLockDays',
  'legalHold',
  's3PathStyle',
];

const ofSourcesInS3: readonly SettingName[] = [
  'sourceBucketOwner',
  'sourceVersionId',
  's3PathStyle',
];

/** Which object is the newest is another question for each invocation. */
function versionProblems(entries: Entries): string[] {
  const version = entries.get('sourceVersionId');
  if (version === undefined || entries.has('sourceKey')) return [];
  return [`The ${version.place} needs a key, too: no other dump than the named one has it.`];
}

function folderProblems(
  entries: Entries,
  name: SettingName,
  useless: readonly SettingName[],
): string[] {
  const folder = entries.get(name);
  if (folder === undefined) return [];
  const path = String(folder.value);
  const problems =
    isAbsolute(path) && normalize(path).replace(/\/$/, '') === path.replace(/\/$/, '')
      ? []
      : [`The ${folder.place} must be an absolute path without "." and "..", as /mnt/backups.`];
  return problems.concat(
    useless
      .map((setting) => entries.get(setting))
      .filter((entry) => entry !== undefined && entry.origin !== 'default')
      .map((entry) => `The ${entry?.place} is for objects in S3, not for a file.`),
  );
}
