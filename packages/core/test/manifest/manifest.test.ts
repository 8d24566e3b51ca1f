/** The manifest's format: what is written is read, and what was altered is told. */

import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DumpError } from '../../src/errors.ts';
import { findLocator } from '../../src/manifest/find-locator.ts';
import type { Manifest, ManifestLocator } from '../../src/manifest/manifest.ts';
import { parseManifest } from '../../src/manifest/parse-manifest.ts';
import { anyManifest, written } from './samples.ts';

const damaged = expect.objectContaining({ name: 'DumpError', code: 'DAMAGED_DUMP' });

/** As if whoever altered it had also made its checksum anew. */
function parseLines(lines: readonly string[], text = 100, file = 50): Manifest {
  const block = Buffer.from(`\n${lines.join('\n')}\n`, 'latin1');
  const locator = { text, file, bytes: block.length, checksum: crc32(block) };
  return parseManifest(block, locator);
}

const facts = {
  format: 1,
  version: '0.1.0',
  server: { flavor: 'mysql', version: '8.4.0' },
  databases: ['shop'],
  namesDatabases: false,
  options: { hexBlob: true },
  longestStatementBytes: 10,
  longestRowStatementBytes: 5,
  text: { bytes: 100, checksum: '00000000' },
};
const wholeText = { kind: 'header', start: 0, bytes: 100, checksum: '00000000' };

function manifestLine(change: object = {}): string {
  return `-- dumpstream manifest ${JSON.stringify({ ...facts, ...change })}`;
}

function sectionLine(change: object = {}): string {
  return `-- section ${JSON.stringify({ ...wholeText, ...change })}`;
}

const rowsLine = sectionLine({ kind: 'tableRows', rows: 5, key: ['id'] });

function partLine(change: object): string {
  return `-- part ${JSON.stringify({ start: 10, rows: 5, firstKey: ['1'], lastKey: ['5'], ...change })}`;
}

function piecesLine(change: object): string {
  return `-- pieces ${JSON.stringify({ compression: 'gzip', text: [0, 50], file: [0, 20], ...change })}`;
}

describe('a manifest', () => {
  test('is read as it was written, whatever is in it', () => {
    fc.assert(
      fc.property(anyManifest, (manifest) => {
        const { block, locator } = written(manifest);
        expect(parseManifest(block, locator)).toEqual(manifest);
      }),
      { numRuns: 300 },
    );
  });

  test('is a block of comment lines in ASCII', () => {
    fc.assert(
      fc.property(anyManifest, (manifest) => {
        const { block, end } = written(manifest);
        const text = Buffer.concat([block, end]).toString('latin1');
        expect(text).toMatch(
          /^\n(-- [\x20-\x7e]+\n)+\n-- [\x20-\x7e]+\n-- Dump completed[^\n]*\n$/,
        );
      }),
    );
  });

  test('is not read where a bit of it is another one', () => {
    fc.assert(
      fc.property(anyManifest, fc.nat(), fc.nat(7), (manifest, place, bit) => {
        const { block, locator } = written(manifest);
        const altered = Buffer.from(block);
        const at = place % block.length;
        altered[at] = (altered[at] ?? 0) ^ (1 << bit);
        expect(() => parseManifest(altered, locator)).toThrow(damaged);
      }),
      { numRuns: 300 },
    );
  });

  test('is read with whatever stands behind it, and not without its end', () => {
    const [manifest] = fc.sample(anyManifest, { numRuns: 1, seed: 1 });
    if (manifest === undefined) throw new Error('No manifest was made.');
    const { block, locator, end } = written(manifest);
    expect(parseManifest(Buffer.concat([block, end]), locator)).toEqual(manifest);
    expect(() => parseManifest(block.subarray(0, -1), locator)).toThrow(damaged);
  });

  test('may have fields that are not known', () => {
    const read = parseLines([manifestLine({ later: [1] }), sectionLine({ later: { more: 1 } })]);
    expect(read).toEqual({
      ...facts,
      text: { bytes: 100, checksum: 0 },
      sections: [{ ...wholeText, checksum: 0 }],
    });
  });

  test('of another format is told by its number', () => {
    expect(() => parseLines([manifestLine({ format: 2 }), sectionLine()])).toThrow(
      /its format is 2, and this version of dumpstream knows format 1/,
    );
  });

  const impossible: Readonly<Record<string, readonly string[]>> = {
    'no line': [],
    'no first line': [sectionLine()],
    'two first lines': [manifestLine(), manifestLine(), sectionLine()],
    'an unknown line': [manifestLine(), sectionLine(), '-- else {}'],
    'a statement': [manifestLine(), sectionLine(), 'DROP TABLE t;'],
    'no JSON': ['-- dumpstream manifest {', sectionLine()],
    'deeply nested JSON': [manifestLine(), sectionLine(), `-- pieces ${'['.repeat(16e6)}`],
    'a list in place of an object': ['-- dumpstream manifest []', sectionLine()],
    'an unknown server': [
      manifestLine({ server: { flavor: 'other', version: '' } }),
      sectionLine(),
    ],
    'a time that is none': [manifestLine({ snapshot: { time: 'x' } }), sectionLine()],
    'an option that is none': [manifestLine({ options: { a: null } }), sectionLine()],
    'names that are none': [manifestLine({ databases: ['a', 1] }), sectionLine()],
    'a text of another length': [manifestLine({ text: { bytes: 99, checksum: '00000000' } })],
    'no section': [manifestLine()],
    'a section that is missing': [manifestLine(), sectionLine({ bytes: 99 })],
    'a section that is too long': [manifestLine(), sectionLine({ bytes: 101 })],
    'a negative length': [manifestLine(), sectionLine({ bytes: -1 })],
    'half a byte': [manifestLine(), sectionLine({ bytes: 0.5 }), sectionLine({ start: 0.5 })],
    'a number as text': [manifestLine(), sectionLine({ bytes: '100' })],
    'a number beyond all': [manifestLine(), sectionLine({ start: 2 ** 60 })],
    'a gap': [manifestLine(), sectionLine({ bytes: 50 }), sectionLine({ start: 51, bytes: 49 })],
    'an overlap': [
      manifestLine(),
      sectionLine({ bytes: 50 }),
      sectionLine({ start: 49, bytes: 51 }),
    ],
    'an unknown kind': [manifestLine(), sectionLine({ kind: 'virus' })],
    'a checksum that is none': [manifestLine(), sectionLine({ checksum: '0' })],
    'another checksum': [manifestLine(), sectionLine({ checksum: '00000001' })],
    'rows that are not told': [manifestLine(), sectionLine({ kind: 'tableRows' })],
    'more rows than bytes': [manifestLine(), sectionLine({ kind: 'tableRows', rows: 101 })],
    'a part of no rows': [manifestLine(), sectionLine(), partLine({})],
    'a part before its section': [manifestLine(), rowsLine, partLine({ start: 0 })],
    'a part behind its section': [manifestLine(), rowsLine, partLine({ start: 101 })],
    'parts in no order': [manifestLine(), rowsLine, partLine({ rows: 2 }), partLine({ rows: 3 })],
    'parts of fewer rows': [manifestLine(), rowsLine, partLine({ rows: 4 })],
    'a key with two values': [manifestLine(), rowsLine, partLine({ firstKey: ['1', '2'] })],
    'pieces of an unknown kind': [manifestLine(), sectionLine(), piecesLine({ compression: 'xz' })],
    'a piece without a place': [manifestLine(), sectionLine(), piecesLine({ file: [0] })],
    'pieces that begin later': [manifestLine(), sectionLine(), piecesLine({ text: [1, 50] })],
    'pieces in no order': [manifestLine(), sectionLine(), piecesLine({ file: [20, 0] })],
    'a piece that is empty': [manifestLine(), sectionLine(), piecesLine({ text: [0, 0] })],
    'a piece behind the text': [manifestLine(), sectionLine(), piecesLine({ text: [0, 101] })],
    'a piece behind the manifest': [manifestLine(), sectionLine(), piecesLine({ file: [0, 51] })],
    'zstd without a window': [manifestLine(), sectionLine(), piecesLine({ compression: 'zstd' })],
    'a window that is no byte': [
      manifestLine(),
      sectionLine(),
      piecesLine({ compression: 'zstd', window: 256 }),
    ],
  };
  for (const [what, lines] of Object.entries(impossible)) {
    test(`with ${what} is not believed`, () => {
      expect(() => parseLines(lines)).toThrow(damaged);
    });
  }

  test('whose options are called like what every object has is no trap', () => {
    const options = '{"__proto__":{"a":"b"},"constructor":"c"}';
    const line = manifestLine().replace('{"hexBlob":true}', options);
    const read = parseLines([line, sectionLine()]);
    expect(Object.entries(read.options)).toEqual([
      ['__proto__', { a: 'b' }],
      ['constructor', 'c'],
    ]);
    expect(Object.getPrototypeOf(read.options)).toBe(Object.prototype);
  });
});

describe('the locator', () => {
  const locator: ManifestLocator = { text: 3_000_000, file: 400_000, bytes: 5000, checksum: 42 };
  const [manifest] = fc.sample(anyManifest, { numRuns: 1, seed: 2 });
  if (manifest === undefined) throw new Error('No manifest was made.');
  const { block, end, locator: own } = written(manifest);
  const lines = end.toString();

  test('is found at the end of a text, of a gzip member and of a skippable frame', () => {
    const trailer = Buffer.from([0x0a, 0, 0x0a, 0x2d, 0x2d, 0x20, 0x44, 0x0a]);
    for (const tail of [
      Buffer.concat([block, end]),
      Buffer.concat([Buffer.from([0, 0, 0xff, 0xff, 1, 2, 3, 4, 5]), end, trailer]),
      Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 9, 9, 9, 9]), end]),
      Buffer.from(`\n${lines.trimStart()}`),
    ]) {
      expect(findLocator(tail)).toEqual(own);
    }
  });

  test('is not found where something stands behind it, or its end is missing', () => {
    for (const tail of [
      '',
      '\n',
      'x'.repeat(70_000),
      `${lines}\n`,
      `${lines}SELECT 1;\n`,
      lines.slice(0, -1),
      lines.slice(0, lines.indexOf('-- Dump')),
      `${lines.slice(0, lines.indexOf('-- Dump'))}\n-- Dump completed\n`,
      `INSERT INTO t VALUES ('${lines.trim().replaceAll('\n', '\\n')}');\n`,
      '-- Dump completed\n',
    ]) {
      expect(findLocator(Buffer.from(tail))).toBeUndefined();
    }
  });

  test('that can not be is told, not passed over', () => {
    const valid = `{"text":1,"file":2,"bytes":3,"checksum":"0000002a"}`;
    const end = (fields: string) =>
      Buffer.from(`\n-- dumpstream locator ${fields}\n-- Dump completed\n`);
    expect(findLocator(end(valid))).toEqual({ text: 1, file: 2, bytes: 3, checksum: 42 });
    for (const fields of [
      '{}',
      valid.replace('1', '-1'),
      valid.replace('1', '1.5'),
      valid.replace('1', '1e9'),
      valid.replace('1', '9999999999999999'),
      valid.replace('3', '999999999999'),
      valid.replace('0000002a', '2a'),
      `${valid} `,
    ]) {
      expect(() => findLocator(end(fields)), fields).toThrow(damaged);
    }
  });

  test('whose line ends were changed says so', () => {
    const text = Buffer.from(end.toString().replaceAll('\n', '\r\n'));
    expect(() => findLocator(text)).toThrow(/line ends were changed to CR LF/);
  });

  test('of another place or length is no way to a manifest', () => {
    const others = [
      { ...own, text: own.text + 1 },
      { ...own, bytes: own.bytes - 1 },
      { ...own, bytes: own.bytes + 1 },
      { ...own, checksum: own.checksum ^ 1 },
      { ...own, bytes: 0 },
      locator,
    ];
    for (const other of others) {
      expect(() => parseManifest(block, other)).toThrow(damaged);
    }
  });

  test('errors are of the class that all errors are of', () => {
    expect(() => parseManifest(block, locator)).toThrow(DumpError);
  });
});
