/** Lets an event take away from what is configured, and add nothing. */

import { printable } from '../printable.ts';
import type { SettingName } from '../settings/settings.ts';
import type { Entry } from './configuration.ts';
import type { Reading, SettingValue } from './values.ts';

/**
 * @param reading - what the event says
 * @param configured - what the variable says
 * @returns what is left of both, or what is wrong with the event
 */
export function narrow(
  name: SettingName,
  reading: Reading,
  configured: Entry | undefined,
): Reading {
  if ('problem' in reading || configured === undefined) {
    return reading;
  }
  if (name === 'ignoreTables') {
    return { value: [...new Set([...asList(configured.value), ...asList(reading.value)])] };
  }
  if (name === 'tables') {
    const allowed = asList(configured.value);
    const refused = asList(reading.value).find((table) => !allowed.includes(table));
    return refused === undefined
      ? reading
      : { problem: `names "${printable(refused)}", which ${configured.place} does not` };
  }
  return configured.value === true && reading.value !== true
    ? { problem: `can't undo what the ${configured.place} says` }
    : reading;
}

function asList(value: SettingValue): readonly string[] {
  return typeof value === 'object' ? value : [];
}
