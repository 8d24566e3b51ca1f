/** Finds variables and event fields that are misspelt, or that an event may not choose. */

import { printable } from '../printable.ts';
import { variablePrefix } from '../settings/setting.ts';
import { settingEntries } from '../settings/settings.ts';
import { didYouMean } from '../suggestion.ts';
import { variablePlace } from './configuration.ts';
import type { EventFields } from './event.ts';

/** The environment variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** @returns a sentence for each variable that begins as ours do, and is none */
export function unknownVariables(environment: Environment): string[] {
  const known = settingEntries.flatMap(([, { variable }]): string[] =>
    variable === undefined ? [] : [variable],
  );
  return Object.keys(environment)
    .filter((name) => name.startsWith(variablePrefix) && !known.includes(name))
    .map(
      (name) => `There is no environment variable ${printable(name)}.${didYouMean(name, known)}`,
    );
}

/** @returns a sentence for each field that is none, or not the event's to choose */
export function unknownFields({ fields, place }: EventFields): string[] {
  const known = settingEntries.filter(([, setting]) => setting.event !== 'never');
  const names = known.map(([name]): string => name);
  return Object.keys(fields)
    .filter((name) => !names.includes(name))
    .map((name) => {
      const setting = settingEntries.find(([settingName]) => settingName === name)?.[1];
      return setting === undefined
        ? `The ${place} has an unknown field "${printable(name)}".${didYouMean(name, names)}`
        : `The ${place} can't choose "${name}": only the ${variablePlace(setting)} does.`;
    });
}
