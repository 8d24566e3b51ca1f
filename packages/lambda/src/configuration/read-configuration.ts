/** Puts variables and event together to one checked configuration; tells all problems at once. */

import { InvocationError } from '../errors.ts';
import type { HandlerName } from '../settings/setting.ts';
import { fieldOf, type SettingName, settingsOf } from '../settings/settings.ts';
import { missingSettings } from './completeness.ts';
import { Configuration, type Entry, variablePlace } from './configuration.ts';
import { contradictions } from './contradictions.ts';
import { fieldsOfEvent } from './event.ts';
import { type Environment, unknownFields, unknownVariables } from './known-names.ts';
import { narrow } from './narrow.ts';
import { chooseTarget } from './target.ts';
import { type Reading, readField, readVariable } from './values.ts';

/**
 * @param handler - what the function does: settings of the other handler are a mistake
 * @throws {InvocationError} `ConfigurationError` that names every problem and its place
 */
export function readConfiguration(
  environment: Environment,
  event: unknown,
  handler: HandlerName = 'dump',
): Configuration {
  const eventFields = fieldsOfEvent(event);
  const problems: string[] = [
    ...unknownVariables(environment, handler),
    ...unknownFields(eventFields, handler),
  ];
  const entries = new Map<SettingName, Entry>();
  for (const [name, setting] of settingsOf(handler)) {
    const written = setting.variable === undefined ? undefined : environment[setting.variable];
    const text = written || setting.default;
    if (text !== undefined) {
      const origin = written ? 'variable' : 'default';
      keep(readVariable(setting, text), { place: variablePlace(setting), origin }, name);
    }
    // `null` is how tools that fill in templates write "not given".
    const field = fieldOf(name);
    const given = Object.hasOwn(eventFields.fields, field) ? eventFields.fields[field] : undefined;
    if (setting.event !== 'never' && given !== undefined && given !== null) {
      const place = `field "${field}" of the ${eventFields.place}`;
      const reading = readField(setting, given);
      const narrowed =
        setting.event === 'narrows' ? narrow(name, reading, entries.get(name)) : reading;
      keep(narrowed, { place, origin: 'event' }, name);
    }
  }
  problems.push(
    ...chooseTarget(entries, eventFields.place, handler),
    ...missingSettings(entries, handler),
    ...contradictions(entries, handler),
  );
  if (problems.length > 0) {
    throw new InvocationError(
      'ConfigurationError',
      'INVALID_CONFIGURATION',
      `The function can't start: ${problems.join(' ')}`,
    );
  }
  return new Configuration(entries);

  function keep(reading: Reading, entry: Omit<Entry, 'value'>, name: SettingName): void {
    if ('problem' in reading) {
      problems.push(`The ${entry.place} ${reading.problem}.`);
    } else {
      entries.set(name, { ...entry, value: reading.value });
    }
  }
}
