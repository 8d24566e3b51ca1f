/**
 * Every setting of the function. The checks, the suggestions for misspelt names and the README's
 * table all come from here.
 */

import { behaviourSettings } from './behaviour.ts';
import { contentSettings } from './content.ts';
import { databaseSettings } from './database.ts';
import { destinationSettings } from './destination.ts';
import { maskSettings } from './masks.ts';
import { restoreSettings } from './restore.ts';
import type { HandlerName, Setting } from './setting.ts';
import { sourceSettings } from './source.ts';
import { subsetSettings } from './subset.ts';

const byName = {
  ...databaseSettings,
  ...destinationSettings,
  ...contentSettings,
  ...subsetSettings,
  ...maskSettings,
  ...behaviourSettings,
  ...sourceSettings,
  ...restoreSettings,
} as const;

/** Name of a setting, which is also the name of the event field. */
export type SettingName = keyof typeof byName;

/** All settings. */
export const settings: Readonly<Record<SettingName, Setting>> = byName;

/** The settings in the order of the table. */
export const settingEntries: readonly (readonly [SettingName, Setting])[] = Object.entries(
  byName,
) as [SettingName, Setting][];

/** Those that count for a handler. */
export function settingsOf(handler: HandlerName): typeof settingEntries {
  return settingEntries.filter(([, setting]) => countsFor(setting, handler));
}

/** Whether a setting counts for a handler. */
export function countsFor(setting: Setting, handler: HandlerName): boolean {
  return setting.handler === 'both' || setting.handler === handler;
}

/** What a setting is called in an event. */
export function fieldOf(name: SettingName): string {
  return settings[name].field ?? name;
}
