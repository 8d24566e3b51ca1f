/** Makes the key of an object from its template: `dump/2026-11-24_031500.sql.gz`. */

import type { CompressionName } from '@dumpstream/core';
import type { Configuration } from '../configuration/configuration.ts';
import { InvocationError } from '../errors.ts';
import { printable } from '../printable.ts';
import { didYouMean } from '../suggestion.ts';

const endings: Readonly<Record<CompressionName, string>> = {
  gzip: '.sql.gz',
  zstd: '.sql.zst',
  none: '.sql',
};

const contentTypes: Readonly<Record<CompressionName, string>> = {
  gzip: 'application/gzip',
  zstd: 'application/zstd',
  none: 'application/sql',
};

/** Registered media types: RFC 6713 (gzip), RFC 8878 (zstd), RFC 6922 (sql). */
export function contentTypeOf(compress: CompressionName): string {
  return contentTypes[compress];
}

/** What a key is made from. */
export interface KeyParts {
  readonly compress: CompressionName;
  readonly database: string;
  /** Of the invocation. */
  readonly requestId: string;
  readonly now: Date;
}

/**
 * @throws {InvocationError} `ConfigurationError` if template or time zone can't be used
 */
export function objectKey(configuration: Configuration, parts: KeyParts): string {
  const ending = endings[parts.compress];
  const prefix = configuration.text('keyPrefix') ?? '';
  const template = configuration.text('key') ?? '';
  const hasEnding = template.includes('{ending}') || template.endsWith(ending);
  const target = configuration.text('target');
  const values: Readonly<Record<string, string>> = {
    ...dateParts(configuration, parts.now),
    database: parts.database,
    requestId: parts.requestId,
    ...(target !== undefined && { target }),
    ending,
  };
  const fill = (text: string, place: string) =>
    text.replace(/\{(.*?)\}/gu, (_match, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) {
        throw invalidKey(
          place,
          `there is no placeholder {${printable(name)}}.${didYouMean(name, Object.keys(values))}`,
        );
      }
      return value;
    });
  const name = fill(hasEnding ? template : `${template}{ending}`, configuration.place('key'));
  const key = fill(prefix, configuration.place('keyPrefix')) + name;
  checkKey(name, configuration.place('key'));
  checkKey(key, configuration.place('keyPrefix'));
  return key;
}

/** Whether two dumps can only by accident have one key, which is then none to be replaced. */
export function namesOneDump(configuration: Configuration): boolean {
  const template = `${configuration.text('keyPrefix') ?? ''}${configuration.text('key') ?? ''}`;
  return /\{(time|second|requestId)\}/.test(template);
}

/** S3 takes nearly any key; these are not what anybody means, or lead astray where it is copied. */
function checkKey(key: string, place: string): void {
  if (Buffer.byteLength(key) > 1024) {
    throw invalidKey(place, 'the key is longer than 1,024 bytes.');
  }
  if (/[\p{Cc}\\]/u.test(key)) {
    throw invalidKey(place, 'the key holds a control character or a backslash.');
  }
  if (key.split('/').some((part) => part === '..' || part === '.') || key.startsWith('/')) {
    throw invalidKey(place, 'the key begins with "/", or has "." or ".." for a folder.');
  }
}

function dateParts(configuration: Configuration, now: Date): Record<string, string> {
  const timeZone = configuration.text('timeZone');
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch {
    const place = configuration.place('timeZone');
    throw new InvocationError(
      'ConfigurationError',
      'INVALID_TIME_ZONE',
      `The ${place} is no time zone; write it as Europe/Berlin, Asia/Tokyo or UTC.`,
    );
  }
  const part = Object.fromEntries(
    format.formatToParts(now).map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = part;
  const date = `${year}-${month}-${day}`;
  return { date, time: `${hour}${minute}${second}`, year, month, day, hour, minute, second };
}

function invalidKey(place: string, reason: string): InvocationError {
  return new InvocationError(
    'ConfigurationError',
    'INVALID_KEY',
    `The ${place} can't be used: ${reason}`,
  );
}
