/** What has to be known about the database before a login. */

import type { SettingName } from '../settings/settings.ts';
import type { Configuration } from './configuration.ts';

/** What a variable, a secret or a parameter can tell. */
export type AccessName = Extract<SettingName, 'dbHost' | 'dbUser' | 'dbPassword' | 'dbName'>;

/** Whether a signed token takes the place of a password. */
export function usesToken(configuration: Configuration): boolean {
  return configuration.text('dbAuth') === 'iam';
}

/** Those that this configuration needs a value of. */
export function neededAccess(configuration: Configuration): AccessName[] {
  const names: AccessName[] = ['dbHost', 'dbUser'];
  if (!usesToken(configuration)) names.push('dbPassword');
  if (configuration.flag('allDatabases') !== true) names.push('dbName');
  return names;
}
