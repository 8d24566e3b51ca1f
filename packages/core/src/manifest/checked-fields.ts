/** Fields of an object that was read from JSON: what they are is checked, what is unknown is left. */

import { damagedManifest } from './damage.ts';
import type { ManifestOptions, ManifestOptionValue } from './manifest.ts';

export class CheckedFields {
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #of: string;

  /** @param of - names the object in messages */
  constructor(value: unknown, of: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw damagedManifest(`${of} is no object`);
    }
    this.#fields = new Map(Object.entries(value));
    this.#of = of;
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  integer(name: string, highest: number = Number.MAX_SAFE_INTEGER): number {
    return this.#checked(name, isIntegerUpTo(highest), 'no whole number that can be');
  }

  /** Whole numbers, each one at least the one before it. */
  ascending(name: string, highest: number): readonly number[] {
    const isInteger = isIntegerUpTo(highest);
    const isAscending = (value: unknown): value is readonly number[] =>
      Array.isArray(value) &&
      value.every((item, index) => isInteger(item) && (index === 0 || item >= value[index - 1]));
    return this.#checked(name, isAscending, 'no list of ascending numbers that can be');
  }

  boolean(name: string): boolean {
    return this.#checked(name, (value) => typeof value === 'boolean', 'not true or false');
  }

  string(name: string): string {
    return this.#checked(name, (value) => typeof value === 'string', 'no text');
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const isChoice = (value: unknown): value is Choice =>
      choices.some((choice) => choice === value);
    return this.#checked(name, isChoice, `none of ${choices.join(', ')}`);
  }

  strings(name: string): readonly string[] {
    return this.#checked(name, isStrings, 'no list of texts');
  }

  /** Eight hexadecimal digits. */
  checksum(name: string): number {
    const isChecksum = (value: unknown): value is string =>
      typeof value === 'string' && /^[0-9a-f]{8}$/.test(value);
    return Number.parseInt(this.#checked(name, isChecksum, 'no checksum'), 16);
  }

  object(name: string): CheckedFields {
    return new CheckedFields(this.#fields.get(name), `${name} of ${this.#of}`);
  }

  /** All fields with values that an option may have. */
  options(): ManifestOptions {
    return Object.fromEntries(
      [...this.#fields.keys()].map((name) => [
        name,
        this.#checked(name, isOptionValue, 'no value of an option'),
      ]),
    );
  }

  #checked<Value>(
    name: string,
    check: (value: unknown) => value is Value,
    otherwise: string,
  ): Value {
    const value = this.#fields.get(name);
    if (check(value)) return value;
    throw damagedManifest(`"${name}" of ${this.#of} is ${otherwise}`);
  }
}

function isIntegerUpTo(highest: number): (value: unknown) => value is number {
  return (value): value is number =>
    Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= highest;
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isOptionValue(value: unknown): value is ManifestOptionValue {
  return (
    ['boolean', 'number', 'string'].includes(typeof value) ||
    isStrings(value) ||
    (typeof value === 'object' && value !== null && isStrings(Object.values(value)))
  );
}
