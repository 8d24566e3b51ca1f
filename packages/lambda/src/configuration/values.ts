/** Reads one value of a setting, as text of a variable or as JSON of an event. */

import type { Setting } from '../settings/setting.ts';

/** What a setting can hold. */
export type SettingValue = string | number | boolean | readonly string[];

/** The value, or what is wrong with it; a problem never repeats the value, which may be a secret. */
export type Reading = { readonly value: SettingValue } | { readonly problem: string };

/** Reads the text of an environment variable. */
export function readVariable(setting: Setting, text: string): Reading {
  switch (setting.kind) {
    case 'boolean':
      return text === 'true' || text === 'false'
        ? { value: text === 'true' }
        : { problem: 'must be "true" or "false"' };
    case 'integer':
      return readInteger(setting, /^\d{1,9}$/.test(text) ? Number(text) : undefined);
    case 'list':
      return readList(text.split(',').map((name) => name.trim()));
    case 'text':
      return readText(setting, text);
  }
}

/** Reads the JSON value of an event field. */
export function readField(setting: Setting, value: unknown): Reading {
  switch (setting.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { problem: 'must be true or false' };
    case 'integer':
      return readInteger(setting, value);
    case 'list':
      return typeof value === 'string' ? readVariable(setting, value) : readList(value);
    case 'text':
      return readText(setting, value);
  }
}

function readText(setting: Setting, value: unknown): Reading {
  const { choices } = setting;
  if (typeof value !== 'string' || value === '') {
    return { problem: 'must be a text that is not empty' };
  }
  return choices === undefined || choices.includes(value)
    ? { value }
    : { problem: `must be one of ${choices.map((choice) => `"${choice}"`).join(', ')}` };
}

function readInteger(setting: Setting, value: unknown): Reading {
  const [lowest, highest] = setting.range ?? [0, Number.MAX_SAFE_INTEGER];
  return Number.isInteger(value) && Number(value) >= lowest && Number(value) <= highest
    ? { value: Number(value) }
    : { problem: `must be a whole number from ${lowest} to ${highest}` };
}

function readList(value: unknown): Reading {
  const isList =
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((name): name is string => typeof name === 'string' && name !== '');
  return isList ? { value } : { problem: 'must be a list of names' };
}
