/** The settings of one invocation, each with the place it was configured. */

import type { Setting } from '../settings/setting.ts';
import { type SettingName, settings } from '../settings/settings.ts';
import type { SettingValue } from './values.ts';

/** A setting that has a value. */
export interface Entry {
  readonly value: SettingValue;
  /** For messages, for example `environment variable DUMPSTREAM_BUCKET`. */
  readonly place: string;
  readonly origin: 'default' | 'variable' | 'event';
}

/** Entries by the names of their settings. */
export type Entries = ReadonlyMap<SettingName, Entry>;

/** What an invocation is configured with, checked and put together. */
export class Configuration {
  readonly #entries: Entries;

  constructor(entries: Entries) {
    this.#entries = entries;
  }

  text(name: SettingName): string | undefined {
    return textOf(this.#entries, name);
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
    return this.#entries.get(name)?.origin === 'event';
  }
}

/** The text of an entry; `undefined` where there is none. */
export function textOf(entries: Entries, name: SettingName): string | undefined {
  const value = entries.get(name)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** Names a variable in a message. */
export function variablePlace(setting: Setting): string {
  return `environment variable ${setting.variable}`;
}
