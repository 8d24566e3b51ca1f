/** Chooses the target of an invocation, and puts it where the settings hold `{target}`. */

import { printable } from '../printable.ts';
import type { HandlerName } from '../settings/setting.ts';
import { type SettingName, settingEntries, settings } from '../settings/settings.ts';
import { didYouMean } from '../suggestion.ts';
import { type Entries, type Entry, textOf } from './configuration.ts';

/**
 * A target becomes a part of paths, keys and the names of secrets. None of these names can lead out
 * of where it is put: there is no separator in them, and they are neither `.` nor `..`.
 */
const targetName = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}$/;

const placeholder = '{target}';

/** Templates, which are filled in when the rest of their placeholders is known. */
const templates: readonly SettingName[] = ['keyPrefix', 'key'];

/** Where the dumps of a handler are, or go to. */
const places = {
  dump: { bucket: 'bucket', folder: 'fileFolder', prefix: 'keyPrefix', key: 'key' },
  restore: {
    bucket: 'sourceBucket',
    folder: 'sourceFolder',
    prefix: 'sourcePrefix',
    key: 'sourceKey',
  },
} as const satisfies Record<HandlerName, Readonly<Record<string, SettingName>>>;

/** What keeps the objects of several targets apart by the prefix alone: a folder for each. */
const folderOfTarget = /(^|\/)[^{}/]*\{target\}[^{}/]*\//;

/**
 * Replaces what holds the placeholder; from then on the configuration is that of the target.
 *
 * @param event - for messages, for example `event`
 * @returns a sentence for each problem
 */
export function chooseTarget(
  entries: Map<SettingName, Entry>,
  event: string,
  handler: HandlerName,
): string[] {
  const list = entries.get('targets')?.value;
  if (typeof list !== 'object') return withoutTargets(entries);
  const wrong = list.find((name) => !targetName.test(name));
  if (wrong !== undefined) {
    return [
      `${settings.targets.variable} must hold names of at most 64 letters, digits, "_", "-" and ` +
        `".", which none begins with; look at "${printable(wrong)}".`,
    ];
  }
  const { prefix } = places[handler];
  if (entries.get(prefix)?.origin === 'default') {
    replace(entries, prefix, `dump/${placeholder}/`);
  }
  const problems = [...misspeltPlaceholders(entries)];
  if (list.length > 1) problems.push(...mixedUp(entries, handler));
  const chosen = chosenTarget(entries, list, event);
  if ('problem' in chosen) return [...problems, chosen.problem];
  entries.set('target', { place: `target of the ${event}`, origin: 'event', value: chosen.name });
  for (const [name, { holdsTarget }] of settingEntries) {
    const text = textOf(entries, name);
    if (holdsTarget && text !== undefined) {
      replace(entries, name, text.replaceAll(placeholder, chosen.name));
    }
  }
  return problems;
}

function chosenTarget(
  entries: Entries,
  list: readonly string[],
  event: string,
): { readonly name: string } | { readonly problem: string } {
  const target = entries.get('target');
  const only = list.length === 1 ? list[0] : undefined;
  const name = target === undefined ? only : String(target.value);
  const allowed = `${settings.targets.variable} allows ${list.map((one) => `"${one}"`).join(', ')}.`;
  if (name === undefined) {
    return { problem: `The ${event} must choose a target with its field "target": ${allowed}` };
  }
  return list.includes(name)
    ? { name }
    : {
        problem: `The ${target?.place} is "${printable(name)}", but ${allowed}${didYouMean(name, list)}`,
      };
}

function withoutTargets(entries: Entries): string[] {
  const { variable } = settings.targets;
  const target = entries.get('target');
  const problems =
    target === undefined
      ? []
      : [`The ${target.place} chooses nothing: ${variable} must list what may be chosen.`];
  return problems.concat(
    placesHolding(entries).map(
      (place) => `The ${place} holds ${placeholder}, but ${variable} lists no targets.`,
    ),
  );
}

function placesHolding(entries: Entries): string[] {
  return settingEntries
    .filter(([name, { holdsTarget }]) => holdsTarget || templates.includes(name))
    .flatMap(([name]) => (holds(entries, name) ? [entries.get(name)?.place ?? name] : []));
}

/** In names that can't hold braces. The templates are checked when they are filled in. */
function misspeltPlaceholders(entries: Entries): string[] {
  return (
    [
      ...(['ssmPrefix', 'dbSecret', 'dbHost', 'bucket', 'kmsKeyId', 'maskPolicy'] as const),
      ...(['sourceBucket', 'sourcePrefix'] as const),
    ] as const
  ).flatMap((name) => {
    const other = textOf(entries, name)
      ?.replaceAll(placeholder, '')
      .match(/\{.*?\}/)?.[0];
    return other === undefined
      ? []
      : [
          `The ${entries.get(name)?.place} holds ${printable(other)}, where only ${placeholder} may be.`,
        ];
  });
}

/**
 * What would dump one database for all targets, put one target's dump in place of another's, or
 * restore it there.
 */
function mixedUp(entries: Entries, handler: HandlerName): string[] {
  const problems: string[] = [];
  const access = ['ssmPrefix', 'dbSecret', 'dbHost', 'dbUser', 'dbName'] as const;
  if (!access.some((name) => holds(entries, name))) {
    problems.push(
      `All targets are one database: none of ${variables(access)} holds ${placeholder}.`,
    );
  }
  const { bucket, folder, prefix, key } = places[handler];
  const apart = holds(entries, bucket) || holds(entries, folder);
  const names = [bucket, folder, prefix, key];
  if (!names.some((name) => holds(entries, name))) {
    const what =
      handler === 'dump'
        ? 'The dumps of all targets would have the same names'
        : 'All targets would be restored from the same dump';
    problems.push(`${what}: none of ${variables(names)} holds ${placeholder}.`);
  } else if (
    !apart &&
    entries.get(key)?.origin === 'event' &&
    !folderOfTarget.test(textOf(entries, prefix) ?? '')
  ) {
    problems.push(
      `The ${entries.get(key)?.place} may not be chosen, as it could lead to another target's ` +
        `dumps: no folder in ${settings[prefix].variable} is ${placeholder}.`,
    );
  }
  return problems;
}

function holds(entries: Entries, name: SettingName): boolean {
  return textOf(entries, name)?.includes(placeholder) ?? false;
}

function variables(names: readonly SettingName[]): string {
  return names.map((name) => settings[name].variable).join(', ');
}

function replace(entries: Map<SettingName, Entry>, name: SettingName, value: string): void {
  const entry = entries.get(name);
  if (entry !== undefined) entries.set(name, { ...entry, value });
}
