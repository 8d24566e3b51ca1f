/** Puts variables and event together to one checked configuration; tells all problems at once. */

import { InvocationError } from '../errors.ts';
import { printable } from '../printable.ts';
import { type Setting, variablePrefix } from '../settings/setting.ts';
import { type SettingName, settingEntries, settings } from '../settings/settings.ts';
import { didYouMean } from '../suggestion.ts';
import { type EventFields, fieldsOfEvent } from './event.ts';
import { type Reading, readField, readVariable, type SettingValue } from './values.ts';

/** The environment variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

interface Entry {
  readonly value: SettingValue;
  /** For messages, for example `environment variable DUMPSTREAM_BUCKET`. */
  readonly place: string;
  readonly fromEvent: boolean;
}

/** The settings of one invocation, each with the place it was configured. */
export class Configuration {
  readonly #entries: ReadonlyMap<SettingName, Entry>;

  constructor(entries: ReadonlyMap<SettingName, Entry>) {
    this.#entries = entries;
  }

  text(name: SettingName): string | undefined {
    const value = this.#entries.get(name)?.value;
    return typeof value === 'string' ? value : undefined;
  }

  integer(name: SettingName): number | undefined {
    const value = this.#entries.get(name)?.value;
    return typeof value === 'number' ? value : undefined;
  }

  flag(name: SettingName): boolean | undefined {
    const value = this.#entries.get(name)?.value;
    return typeof value === 'boolean' ? value : undefined;
  }

  list(name: SettingName): readonly string[] | undefined {
    const value = this.#entries.get(name)?.value;
    return typeof value === 'object' ? value : undefined;
  }

  /** Where the setting was configured, or would be. */
  place(name: SettingName): string {
    return this.#entries.get(name)?.place ?? variablePlace(settings[name]);
  }

  isFromEvent(name: SettingName): boolean {
    return this.#entries.get(name)?.fromEvent ?? false;
  }
}

/**
 * @throws {InvocationError} `ConfigurationError` that names every problem and its place
 */
export function readConfiguration(environment: Environment, event: unknown): Configuration {
  const eventFields = fieldsOfEvent(event);
  const problems: string[] = [...unknownVariables(environment), ...unknownFields(eventFields)];
  const entries = new Map<SettingName, Entry>();
  for (const [name, setting] of settingEntries) {
    const text = environment[setting.variable] || setting.default;
    if (text !== undefined) {
      const place = variablePlace(setting);
      keep(readVariable(setting, text), { place, fromEvent: false }, name);
    }
    // `null` is how tools that fill in templates write "not given".
    const field = Object.hasOwn(eventFields.fields, name) ? eventFields.fields[name] : undefined;
    if (setting.event !== 'never' && field !== undefined && field !== null) {
      const place = `field "${name}" of the ${eventFields.place}`;
      const reading = readField(setting, field);
      const narrowed = setting.event === 'narrows' ? narrow(reading, name) : reading;
      keep(narrowed, { place, fromEvent: true }, name);
    }
  }
  problems.push(...missingSettings(entries), ...contradictions(entries));
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

  /** An event may only take away from what is configured. */
  function narrow(reading: Reading, name: SettingName): Reading {
    const configured = entries.get(name);
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
}

function asList(value: SettingValue): readonly string[] {
  return typeof value === 'object' ? value : [];
}

function variablePlace(setting: Setting): string {
  return `environment variable ${setting.variable}`;
}

function unknownVariables(environment: Environment): string[] {
  const known = settingEntries.map(([, setting]): string => setting.variable);
  return Object.keys(environment)
    .filter((name) => name.startsWith(variablePrefix) && !known.includes(name))
    .map(
      (name) => `There is no environment variable ${printable(name)}.${didYouMean(name, known)}`,
    );
}

function unknownFields({ fields, place }: EventFields): string[] {
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

function missingSettings(entries: ReadonlyMap<SettingName, Entry>): string[] {
  const problems = entries.has('bucket')
    ? []
    : [`The ${variablePlace(settings.bucket)} is missing: the S3 bucket for the dumps.`];
  if (entries.has('ssmPrefix')) {
    return problems;
  }
  const missing = settingEntries
    .filter(([name, setting]) => setting.parameter !== undefined && !entries.has(name))
    .filter(([name]) => name !== 'dbName' || entries.get('allDatabases')?.value !== true)
    .map(([, setting]) => setting.variable);
  if (missing.length > 0) {
    const verb = missing.length === 1 ? 'is' : 'are';
    problems.push(
      `${missing.join(', ')} ${verb} missing: set what is missing, or ` +
        `${settings.ssmPrefix.variable} to read it from SSM Parameter Store.`,
    );
  }
  return problems;
}

function contradictions(entries: ReadonlyMap<SettingName, Entry>): string[] {
  return [...needingAllDatabases(entries), ...levelProblems(entries)];
}

/** Core says the same, but speaks of its own options. */
function needingAllDatabases(entries: ReadonlyMap<SettingName, Entry>): string[] {
  if (entries.get('allDatabases')?.value === true) return [];
  return (['users', 'addDropDatabase'] as const)
    .filter((name) => entries.get(name)?.value === true)
    .map((name) => `The ${settings[name].variable} needs ${settings.allDatabases.variable}.`);
}

function levelProblems(entries: ReadonlyMap<SettingName, Entry>): string[] {
  const level = entries.get('compressionLevel');
  const compress = entries.get('compress')?.value;
  if (level === undefined || entries.get('compress')?.fromEvent) {
    return [];
  }
  const highest = { none: 0, gzip: 9, zstd: 22 }[String(compress)] ?? 0;
  return Number(level.value) > highest
    ? [
        highest === 0
          ? `The ${level.place} has no meaning without compression.`
          : `The ${level.place} must be at most ${highest} with ${compress}.`,
      ]
    : [];
}
