/** Reads the values of flags. What is wrong with one is told by commander, with the flag's name. */

import { InvalidArgumentError } from 'commander';

/** For a flag that can be repeated. */
export function append(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** Without a value the flag may be followed by an argument, which is none. */
export function policyDigest(
  value: string,
  previous: boolean | readonly string[] | undefined,
): readonly string[] {
  const digest = value.toLowerCase();
  if (!/^[\da-f]{64}$/.test(digest)) {
    throw new InvalidArgumentError(
      'Expected the SHA-256 of a policy of masks, 64 hexadecimal digits, or nothing. Without one, write ' +
        'the flag behind <dump> and <mysql-url>.',
    );
  }
  return [...(Array.isArray(previous) ? previous : []), digest];
}

export function wholeNumber(lowest: number, highest: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < lowest || value > highest) {
      throw new InvalidArgumentError(`Expected a whole number from ${lowest} to ${highest}.`);
    }
    return value;
  };
}

/** mysqldump takes K, M and G as powers of 1024. */
export function byteCount(text: string): number {
  const [, digits, unit] = /^(\d+)([KMG]?)$/i.exec(text) ?? [];
  if (digits === undefined || unit === undefined) {
    throw new InvalidArgumentError('Expected a number of bytes, for example 1000000, 16K or 1M.');
  }
  return Number(digits) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit.toUpperCase());
}

/** Of `--source-data`. */
export function sourceData(text: string): 1 | 2 {
  if (text !== '1' && text !== '2') {
    throw new InvalidArgumentError('Expected 1 (a statement) or 2 (a comment).');
  }
  return text === '1' ? 1 : 2;
}

const gtidModes = ['off', 'on', 'auto', 'commented'] as const;

/** mysqldump takes the modes in any case. */
export function gtidMode(text: string): (typeof gtidModes)[number] {
  const mode = gtidModes.find((known) => known === text.toLowerCase());
  if (mode !== undefined) return mode;
  throw new InvalidArgumentError('Allowed choices are OFF, ON, AUTO, COMMENTED.');
}
