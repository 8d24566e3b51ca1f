/**
 * Every setting of the function. The checks, the suggestions for misspelt names and the README's
 * table all come from here.
 */

import { behaviourSettings } from './behaviour.ts';
import { contentSettings } from './content.ts';
import { databaseSettings } from './database.ts';
import { destinationSettings } from './destination.ts';
import type { Setting } from './setting.ts';

const byName = {
  ...databaseSettings,
  ...destinationSettings,
  ...contentSettings,
  ...behaviourSettings,
} as const;

/** Name of a setting, which is also the name of the event field. */
export type SettingName = keyof typeof byName;

/** All settings. */
export const settings: Readonly<Record<SettingName, Setting>> = byName;

/** The settings in the order of the table. */
export const settingEntries: readonly (readonly [SettingName, Setting])[] = Object.entries(
  byName,
) as [SettingName, Setting][];
