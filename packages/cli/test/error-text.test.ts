/** The one line of an error. */

import { DumpError } from '@dumpstream/core';
import { describe, expect, test } from 'vitest';
import { errorText, warningText } from '../src/error-text.ts';
import { UsageError } from '../src/errors.ts';

const quiet = { debug: false, secrets: [] };

describe('the text of an error', () => {
  test('is one line, whatever names the error quotes', () => {
    const error = new DumpError('UNKNOWN_TABLE', 'There is no "a\nb\u001b[31m\u202ec".');
    expect(errorText(error, quiet)).toBe('dumpstream: There is no "a b\\u{1b}[31m\\u{202e}c".');
  });

  test('has a line for each problem of a policy of masks', () => {
    const error = new DumpError(
      'INVALID_MASK',
      'p.json:2: One.\np.json:3: See the option maskKey.',
    );
    expect(errorText(error, quiet)).toBe(
      'dumpstream: p.json:2: One.\ndumpstream: p.json:3: See --mask-key-file.',
    );
  });

  test('says of errors that nobody foresaw that they are such', () => {
    expect(errorText(new TypeError('x is undefined'), quiet)).toBe(
      'dumpstream: unexpected error: x is undefined (run again with --debug for the details)',
    );
  });

  test.each([
    ['mysql://app:secret@h/d', 'mysql://app:***@h/d'],
    ['mysql://app:sec ret@more@h/d', 'mysql://app:***@h/d'],
    ['mysql://:secret@h/d', 'mysql://:***@h/d'],
    ['s3://b/k of mysql://app:secret@h/d', 's3://b/k of mysql://app:***@h/d'],
  ])('never holds the password of a URL: %s', (url, shown) => {
    expect(errorText(new UsageError(`unknown command '${url}'`), quiet)).toBe(
      `dumpstream: unknown command '${shown}'`,
    );
  });

  test('never holds a known password, not even in the details', () => {
    const cause = new Error('tried correct-horse');
    const error = new DumpError('INTERNAL', 'It was correct-horse.', { cause });
    const text = errorText(error, { debug: true, secrets: ['correct-horse'] });
    expect(text).toContain('It was ***.');
    expect(text).toContain('tried ***');
    expect(text).not.toContain('correct-horse');
  });

  test('names the flags that help against a failure of TLS', () => {
    expect(errorText(new DumpError('TLS_FAILED', 'No.'), quiet)).toContain('--ssl-ca');
  });

  test.each([
    ['Use the option force, which drops.', 'Use --force, which drops.'],
    ['It needs the option skipDefiner.', 'It needs --skip-definer.'],
    [
      'The options force and resume exclude each other.',
      '--force and --resume exclude each other.',
    ],
    ['Use the option force in place of resume.', 'Use --force in place of --resume.'],
    [
      'Go on with the option resume, or begin anew with force.',
      'Go on with --resume, or begin anew with --force.',
    ],
    ['Nothing was done with force.', 'Nothing was done with force.'],
    ["Use the option databases: 'all', or a list.", 'Use --all-databases, or a list.'],
    ['The option hexBlob must be a boolean.', 'The option hexBlob must be a boolean.'],
    ['The option maxRate and more.', 'The option maxRate and more.'],
  ])('names flags where core names its options: %s', (message, shown) => {
    expect(errorText(new DumpError('INVALID_OPTION', message), quiet)).toBe(`dumpstream: ${shown}`);
  });
});

test('the text of a warning is one line, too', () => {
  expect(warningText('Grant "a\nb\u001b[31m".')).toBe(
    'dumpstream: warning: Grant "a b\\u{1b}[31m".',
  );
});
