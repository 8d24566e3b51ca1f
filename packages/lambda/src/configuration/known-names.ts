/** Finds variables and event fields that are misspelt, of no use, or not the event's to choose. */

import { printable } from '../printable.ts';
import { type HandlerName, variablePrefix } from '../settings/setting.ts';
import { countsFor, fieldOf, settingEntries, settingsOf } from '../settings/settings.ts';
import { didYouMean } from '../suggestion.ts';
import { variablePlace } from './configuration.ts';
import type { EventFields } from './event.ts';

/** The environment variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** @returns a sentence for each variable that begins as ours do, and is none of this handler */
export function unknownVariables(environment: Environment, handler: HandlerName): string[] {
  const known = settingsOf(handler).flatMap(([, { variable }]): string[] =>
    variable === undefined ? [] : [variable],
  );
  return Object.keys(environment)
    .filter((name) => name.startsWith(variablePrefix) && !known.includes(name))
    .flatMap((name) => {
      if (settingEntries.some(([, { variable }]) => variable === name)) {
        return environment[name]
          ? [`The environment variable ${name} ${ofTheOther(handler)}.`]
          : [];
      }
      return [`There is no environment variable ${printable(name)}.${didYouMean(name, known)}`];
    });
}

/** @returns a sentence for each field that is none of this handler, or not the event's to choose */
export function unknownFields({ fields, place }: EventFields, handler: HandlerName): string[] {
  const chosen = settingsOf(handler).filter(([, setting]) => setting.event !== 'never');
  const names = chosen.map(([name]) => fieldOf(name));
  return Object.keys(fields)
    .filter((name) => !names.includes(name))
    .map((name) => {
      const settings = settingEntries.filter(([key]) => key === name || fieldOf(key) === name);
      const own = settings.find(([, setting]) => countsFor(setting, handler))?.[1];
      if (own !== undefined) {
        return `The ${place} can't choose "${name}": only the ${variablePlace(own)} does.`;
      }
      return settings.length > 0
        ? `The field "${name}" of the ${place} ${ofTheOther(handler)}.`
        : `The ${place} has an unknown field "${printable(name)}".${didYouMean(name, names)}`;
    });
}

function ofTheOther(handler: HandlerName): string {
  return handler === 'dump'
    ? 'is for a function that restores, and this one dumps'
    : 'is for a function that dumps, and this one restores';
}
