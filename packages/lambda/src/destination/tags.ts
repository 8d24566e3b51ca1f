/** Reads the tags of an object: `team=shop&kind=backup`. */

import type { Configuration } from '../configuration/configuration.ts';
import { InvocationError } from '../errors.ts';
import { printable } from '../printable.ts';

/**
 * The form is that of S3's own header `x-amz-tagging`.
 *
 * @returns `undefined` where none are configured
 * @throws {InvocationError} `ConfigurationError` of code `INVALID_TAGS`
 */
export function objectTags(configuration: Configuration): Record<string, string> | undefined {
  const text = configuration.text('tags');
  if (text === undefined) return undefined;
  const tags = new Map<string, string>();
  for (const part of text.split('&')) {
    const [key, value, ...rest] = part.split('=').map((coded) => decode(coded));
    if (!key || value === undefined || rest.length > 0) {
      throw invalid(configuration, `"${printable(part)}" is no tag`);
    }
    if (tags.has(key)) throw invalid(configuration, `"${printable(key)}" is there twice`);
    tags.set(key, value);
  }
  return Object.fromEntries(tags);
}

/** @returns `undefined` for a `%` that no two hexadecimal digits follow */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function invalid(configuration: Configuration, problem: string): InvocationError {
  return new InvocationError(
    'ConfigurationError',
    'INVALID_TAGS',
    `The ${configuration.place('tags')} can't be used: ${problem}. Tags are written ` +
      'key=value&key=value, with what is special in a URL percent-encoded ("&" is %26, "+" is %2B).',
  );
}
