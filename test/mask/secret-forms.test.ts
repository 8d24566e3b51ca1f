/** The search for originals finds them in each form, and nothing where there is none. */

import { expect, test } from 'vitest';
import { SecretSearch } from './generated/secret-forms.ts';

const secret = 'zqSecret3x7Wv';
const search = new SecretSearch([secret]);

const forms: Readonly<Record<string, string | Buffer>> = {
  plain: `INSERT (1,'a ${secret} b')`,
  'upper case': secret.toUpperCase(),
  'lower case': secret.toLowerCase(),
  hex: `0x00${Buffer.from(secret).toString('hex').toUpperCase()}00`,
  'UTF-16': Buffer.from(`x${secret}y`, 'utf16le'),
  'UTF-16 BE in hex': `0x${Buffer.from(secret, 'utf16le').swap16().toString('hex')}`,
  'base64 at its start': Buffer.from(`${secret} and more`).toString('base64'),
  'base64 one byte on': Buffer.from(`1${secret} and more`).toString('base64'),
  'base64 two bytes on': Buffer.from(`12${secret} and more`).toString('base64'),
  'base64 of upper case': Buffer.from(secret.toUpperCase()).toString('base64'),
  'escapes of JSON': [...secret].map((one) => `\\u00${one.charCodeAt(0).toString(16)}`).join(''),
  'escapes of URLs': [...secret].map((one) => `%${one.charCodeAt(0).toString(16)}`).join(''),
};

test.each(Object.entries(forms))('an original is found: %s', (_, text) => {
  expect(search.in(text)).not.toEqual([]);
});

test('a whole value is found by its bytes, as they are, in hex, and in base64', () => {
  const values = new SecretSearch([]);
  const bytes = Buffer.from('E88E93639198BE984E8DB68900FF', 'hex');
  values.addValue(bytes);
  for (const text of [
    bytes,
    bytes.toString('hex'),
    Buffer.concat([Buffer.alloc(4), bytes]).toString('base64'),
  ]) {
    expect(values.in(text)).not.toEqual([]);
  }
  expect(values.in(bytes.subarray(1))).toEqual([]);
});

test('nothing is found where nothing is', () => {
  expect(search.in("INSERT INTO t VALUES (1,'zqsecre x Wv')")).toEqual([]);
});
