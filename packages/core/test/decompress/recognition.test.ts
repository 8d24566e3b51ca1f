/** What is no dump is refused by its content, with what it is and what to do. */

import { execFileSync } from 'node:child_process';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DumpError } from '../../src/errors.ts';
import { gzip, sample, skippable, textOf, zstd } from './samples.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

function tar(): Buffer {
  const header = Buffer.alloc(1024);
  header.write('shop.sql');
  header.write('ustar', 257);
  return Buffer.concat([header, sample]);
}

const foreign: Readonly<Record<string, readonly [Buffer, string]>> = {
  'nothing at all': [Buffer.alloc(0), 'is empty'],
  'gzip of nothing': [gzip(''), 'nothing but an empty text'],
  'zstd of nothing': [zstd(''), 'nothing but an empty text'],
  'a zstd frame that is passed over': [skippable('hello'), 'nothing but an empty text'],
  'UTF-16 of PowerShell': [Buffer.from(`\ufeff${sample}`, 'utf16le'), '--result-file'],
  'UTF-16 without a mark': [Buffer.from('-- MySQL dump', 'utf16le'), '--result-file'],
  'UTF-16, high bytes first': [Buffer.from('-- MySQL dump', 'utf16le').swap16(), '--result-file'],
  'a dump of PostgreSQL': [bytes('--\n-- PostgreSQL database dump\n--\n'), 'PostgreSQL'],
  'a custom dump of PostgreSQL': [bytes('PGDMP\x01\x0e\0\x04\x08'), 'pg_dump -Fc'],
  xz: [bytes('\xfd7zXZ\0\0\x04'), 'xz -dc'],
  bzip2: [bytes('BZh91AY&SY'), 'bzip2 -dc'],
  lz4: [bytes('\x04\x22\x4d\x18\x64\x40\xa7'), 'lz4 -dc'],
  'lz4 behind a frame that is passed over': [
    Buffer.concat([skippable('x'), bytes('\x04\x22\x4d\x18\x64\x40\xa7')]),
    'lz4 -dc',
  ],
  'zstd of its first days': [bytes('\x25\xb5\x2f\xfd\0\0\0'), 'older than 1.0'],
  zip: [bytes('PK\x03\x04\x14\0'), 'zip archive'],
  '7z': [bytes('7z\xbc\xaf\x27\x1c\0\x04'), '7z archive'],
  tar: [tar(), 'tar archive'],
  'tar.gz': [gzip(tar()), 'tar archive'],
  'gzip in gzip': [gzip(gzip(sample)), 'compressed twice'],
  'zstd in gzip': [gzip(zstd(sample)), 'compressed twice'],
  'xz in zstd': [zstd(bytes('\xfd7zXZ\0\0\x04')), 'xz -dc'],
  SQLite: [bytes('SQLite format 3\0\x10\0'), 'SQLite'],
  'a binary log': [bytes('\xfebin\x1b\x8e'), 'mysqlbinlog'],
  'an encrypted file': [bytes('Salted__\x01\x02\x03'), 'encrypted'],
  'a message of PGP': [bytes('-----BEGIN PGP MESSAGE-----\n'), 'encrypted'],
  'base64 of gzip': [Buffer.from(gzip(sample).toString('base64')), 'base64 -d'],
  'a message before the dump': [
    bytes(
      'mysqldump: [Warning] Using a password on the command line interface can be insecure.\n-- My',
    ),
    '2>&1',
  ],
  "S3's error document": [
    bytes(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied' +
        '</Message></Error>',
    ),
    'S3 answered with ("AccessDenied")',
  ],
  'an HTML page': [bytes('\n<!DOCTYPE html><html>'), 'HTML'],
  'a dump as XML': [bytes('<?xml version="1.0"?>\n<mysqldump xmlns:xsi="'), 'without --xml'],
  JSON: [bytes(' {"error":"not found"}'), 'JSON'],
  'a pointer of Git LFS': [
    bytes('version https://git-lfs.github.com/spec/v1\noid'),
    'git lfs pull',
  ],
  'a file of mydumper': [bytes('[config]\nquote-character = BACKTICK\n'), 'mydumper'],
  CSV: [bytes('"id","name"\n1,"a"\n'), 'does not begin as SQL does'],
  rubbish: [bytes('x\x01\x02\x03\xff\xee'), 'no SQL text'],
  zeros: [Buffer.alloc(5000), 'no SQL text'],
};

test.for(Object.entries(foreign))('%s is no dump, and is named', async ([, [stored, advice]]) => {
  for (const sizes of [[65_536], [1, 2, 3]]) {
    const error = await textOf(stored, sizes).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(DumpError);
    expect(error).toMatchObject({
      code: 'NOT_A_DUMP',
      message: expect.stringContaining(advice),
    });
  }
});

test.for([
  '-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n',
  '/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19\n',
  '/*!40101 SET NAMES binary*/;\n',
  '# a comment\nSET NAMES utf8mb4;\n',
  '\n\n   CREATE TABLE t (a INT);',
  "INSERT INTO t VALUES (_binary '\x01\x02\x1f');",
  "(SELECT 'x');",
  'ÄÖ'.replace(/^/, '-- '),
  'DELIMITER ;;\n',
  ';',
])('%j begins as a dump may', async (text) => {
  expect((await textOf(Buffer.from(text))).toString()).toBe(text);
});

test('a frame of zstd that needs much memory is refused before it is decompressed', async () => {
  const window = (byte: number): Buffer => Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, byte, 1, 0, 0]);
  // 2^27 bytes are the limit; the next larger window is an eighth more.
  await expect(textOf(Buffer.concat([window(17 << 3), zstd(sample)]))).resolves.toEqual(sample);
  await expect(textOf(window((17 << 3) | 1))).rejects.toMatchObject({
    code: 'NOT_A_DUMP',
    message: expect.stringMatching(/144 MiB.*--long=31/),
  });
});

test('a frame of zstd that needs a dictionary is refused', async () => {
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 0, 77, 1, 0, 0]);
  await expect(textOf(frame)).rejects.toMatchObject({
    code: 'NOT_A_DUMP',
    message: expect.stringContaining('dictionary (number 77)'),
  });
});

describe('whatever the bytes', () => {
  test('they are text, or an error of ours', async () => {
    const start = fc.constantFrom('', '\x1f\x8b', '\x28\xb5\x2f\xfd', '-- ', '\x50\x2a\x4d\x18');
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), async (first, rest) => {
        const stored = Buffer.concat([bytes(first), rest]);
        const result = await textOf(stored).catch((failure: unknown) => failure);
        if (Buffer.isBuffer(result)) expect(stored.includes(result.subarray(0, 3))).toBe(true);
        else expect(result).toBeInstanceOf(DumpError);
      }),
      { numRuns: 2000 },
    );
  });
});

test.for(['xz', 'bzip2', 'lz4', 'compress'])(
  'what %s makes is named',
  async (program, { skip }) => {
    let stored: Buffer;
    try {
      stored = execFileSync(program, ['-c'], { input: sample });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      return skip(`there is no program ${program} here`);
    }
    await expect(textOf(stored)).rejects.toMatchObject({
      code: 'NOT_A_DUMP',
      message: expect.stringContaining(`compressed with ${program}`),
    });
  },
);

test('deflate without a header is no dump', async () => {
  await expect(textOf(zlib.deflateRawSync(sample))).rejects.toMatchObject({ code: 'NOT_A_DUMP' });
});
