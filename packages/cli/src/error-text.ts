/** Turns an error into the one line that the user sees, free of passwords and control characters. */

import { inspect } from 'node:util';
import type { DumpError } from '@dumpstream/core';
import { withFlags } from './flag-words.ts';

/** Anything in the form `scheme://user:password@`, also with blanks and `@` in the password. */
const urlPassword = /([a-z][a-z0-9+.-]*:\/\/[^\s:@/?#]*):.*@/gi;

/** Shorter passwords are not searched for outside URLs: they would blank out innocent words. */
const shortestSearchedSecret = 6;

/**
 * Blanks out passwords.
 *
 * @param text - text on its way to the user
 * @param secrets - passwords known to this run, as typed and as decoded
 */
export function redact(text: string, secrets: readonly string[]): string {
  let redacted = text.replace(urlPassword, '$1:***@');
  for (const secret of secrets) {
    if (secret.length >= shortestSearchedSecret) redacted = redacted.replaceAll(secret, '***');
  }
  return redacted;
}

/** Names of databases and tables are anybody's: shows control characters instead of sending them. */
export function visible(text: string): string {
  return text.replace(/\p{Cc}|\p{Cf}|[\u2028\u2029]/gu, (character) =>
    character === '\n' || character === '\t'
      ? ' '
      : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** The line for something that was asked for and not given, though the whole has worked. */
export function warningText(message: string): string {
  return `dumpstream: warning: ${visible(withFlags(message))}`;
}

/** Errors that were made to be read by the user; all others are such that nobody foresaw. */
const foreseen: ReadonlySet<string> = new Set([
  'DumpError',
  'FileError',
  'UploadError',
  'UsageError',
  'OutputError',
  'InputError',
  'FindingsError',
]);

/** By its name: loading the class would load packages that this run may do without. */
function isForeseen(error: unknown): error is Error {
  return error instanceof Error && foreseen.has(error.name);
}

/** The same: core is loaded by the command that needs it. */
export function isDumpError(error: unknown): error is DumpError {
  return error instanceof Error && error.name === 'DumpError' && 'code' in error;
}

/** What the command's own flags can do about an error of core, which speaks of its options. */
function flagHint(error: unknown, passwordGiven: boolean): string {
  if (!isDumpError(error)) return '';
  if (error.code === 'TLS_FAILED') {
    return ' The flags for it are --ssl-ca <file> and --ssl-mode REQUIRED (encrypted, unchecked) or DISABLED.';
  }
  if (error.code === 'AUTHENTICATION_FAILED' && !passwordGiven) {
    return ' No password was given: set the environment variable MYSQL_PWD.';
  }
  return '';
}

/**
 * The text for an error: one line, or with `debug` everything that is known of it.
 *
 * @returns without a line end
 */
export function errorText(
  error: unknown,
  options: { readonly debug: boolean; readonly secrets: readonly string[] },
): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  const line = isForeseen(error)
    ? withFlags(message) + flagHint(error, options.secrets.length > 0)
    : `unexpected error: ${message} (run again with --debug for the details)`;
  // Each problem of a policy of masks has a line of its own, as compilers do.
  const lines = isDumpError(error) && error.code === 'INVALID_MASK' ? line.split('\n') : [line];
  const text = lines.map((each) => `dumpstream: ${visible(each)}`).join('\n');
  const full = options.debug ? `${text}\n${inspect(error, { depth: 6 })}` : text;
  return redact(full, options.secrets);
}
