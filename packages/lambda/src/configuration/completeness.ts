/** Finds what a dump needs and nothing tells. */

import { settings } from '../settings/settings.ts';
import { neededAccess } from './access-names.ts';
import { Configuration, type Entries } from './configuration.ts';

/** @returns a sentence for each thing that is missing */
export function missingSettings(entries: Entries): string[] {
  return [...missingDestination(entries), ...missingAccess(entries)];
}

function missingDestination(entries: Entries): string[] {
  const { bucket, fileFolder } = settings;
  if (entries.has('bucket') === entries.has('fileFolder')) {
    return [
      entries.has('bucket')
        ? `${bucket.variable} and ${fileFolder.variable} exclude each other: a dump goes to one place.`
        : `The environment variable ${bucket.variable} is missing: the S3 bucket for the dumps ` +
          `(or ${fileFolder.variable}, for a file system).`,
    ];
  }
  return [];
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
