/** Finds what a dump or a restore needs and nothing tells. */

import type { HandlerName } from '../settings/setting.ts';
import { type SettingName, settings } from '../settings/settings.ts';
import { neededAccess } from './access-names.ts';
import { Configuration, type Entries } from './configuration.ts';

/** @returns a sentence for each thing that is missing */
export function missingSettings(entries: Entries, handler: HandlerName): string[] {
  return [
    ...(handler === 'dump' ? missingDestination(entries) : missingSource(entries)),
    ...missingAccess(entries),
  ];
}

function missingDestination(entries: Entries): string[] {
  return oneOf(entries, ['bucket', 'fileFolder'], {
    both: 'a dump goes to one place',
    neither: 'the S3 bucket for the dumps',
  });
}

function missingSource(entries: Entries): string[] {
  return oneOf(entries, ['sourceBucket', 'sourceFolder'], {
    both: 'a dump is read from one place',
    neither: 'the S3 bucket that holds the dump to restore',
  });
}

function oneOf(
  entries: Entries,
  [bucket, folder]: readonly [SettingName, SettingName],
  why: { readonly both: string; readonly neither: string },
): string[] {
  if (entries.has(bucket) !== entries.has(folder)) return [];
  const [first, second] = [settings[bucket].variable, settings[folder].variable];
  return [
    entries.has(bucket)
      ? `${first} and ${second} exclude each other: ${why.both}.`
      : `The environment variable ${first} is missing: ${why.neither} ` +
        `(or ${second}, for a file system).`,
  ];
}

function missingAccess(entries: Entries): string[] {
  if (entries.has('ssmPrefix') || entries.has('dbSecret')) return [];
  const missing = neededAccess(new Configuration(entries))
    .filter((name) => !entries.has(name))
    .map((name) => settings[name].variable);
  if (missing.length === 0) return [];
  return [
    `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing: set what is missing, ` +
      `or ${settings.ssmPrefix.variable} to read it from SSM Parameter Store, or ` +
      `${settings.dbSecret.variable} to read it from Secrets Manager.`,
  ];
}
