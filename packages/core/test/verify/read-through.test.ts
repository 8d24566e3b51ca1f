/** A dump that is read through: what was written passes, whatever else does not. */

import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DumpError } from '../../src/errors.ts';
import type { DumpSource, SourceReadOptions } from '../../src/source/dump-source.ts';
import { verify } from '../../src/verify.ts';
import type { VerifyReport } from '../../src/verify-report.ts';
import { makeDump, tableOf } from './dump.ts';

const dump = makeDump([
  ...tableOf('items', [
    ["(1,'a')", "(2,'it\\'s (here); -- no')"],
    ["(3,'\\n-- dumpstream manifest {}')"],
  ]),
  ...tableOf('empty', []),
  ...tableOf('orders', [["(1,'日本')", '(2,NULL)', "(3,'x')"]]),
]);

/** In chunks of a few bytes, so that their borders are anywhere. */
function streamOf(bytes: Buffer, chunkBytes = 4099): Readable {
  const chunks: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    chunks.push(Buffer.from(bytes.subarray(start, start + chunkBytes)));
  }
  return Readable.from(chunks);
}

/** Uses one memory for all that it reads, where its reader has allowed that. */
class ReusingSource implements DumpSource {
  readonly label = 'a source that uses its memory again';
  readonly allowed: (boolean | undefined)[] = [];
  readonly #stored: Buffer;
  readonly #chunkBytes: number;

  constructor(stored: Buffer, chunkBytes: number) {
    this.#stored = stored;
    this.#chunkBytes = chunkBytes;
  }

  get bytes(): number {
    return this.#stored.length;
  }

  async *read(
    start: number,
    end: number,
    _signal: AbortSignal,
    { passing }: SourceReadOptions = {},
  ): AsyncGenerator<Buffer> {
    this.allowed.push(passing);
    const room = Buffer.alloc(this.#chunkBytes);
    for (let at = start; at < end; ) {
      const bytes = this.#stored.copy(room, 0, at, Math.min(end, at + room.length));
      const given = room.subarray(0, bytes);
      yield passing === true ? given : Buffer.from(given);
      at += bytes;
      room.fill(0x27);
    }
  }
}

async function errorOf(bytes: Buffer, chunkBytes?: number): Promise<DumpError> {
  try {
    await verify(streamOf(bytes, chunkBytes));
  } catch (error) {
    if (error instanceof DumpError) return error;
    throw error;
  }
  throw new Error('It passed.');
}

const expected: Partial<VerifyReport> = {
  producer: 'dumpstream',
  manifest: true,
  endMark: true,
  rows: 6,
  bytes: dump.bytes.length,
  differences: [],
};

describe('a dump of ours', () => {
  test('passes whole, in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (chunkBytes) => {
        expect(await verify(streamOf(dump.bytes, chunkBytes))).toMatchObject(expected);
      }),
      { numRuns: 40 },
    );
  });

  test('passes where its source uses its memory again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (chunkBytes) => {
        const source = new ReusingSource(dump.bytes, chunkBytes);
        expect(await verify(source)).toMatchObject(expected);
        expect(source.allowed.at(-1)).toBe(true);
      }),
      { numRuns: 40 },
    );
    const zipped = new ReusingSource(gzipSync(dump.bytes.subarray(0, dump.end)), 7);
    await expect(verify(zipped)).rejects.toMatchObject({ code: 'TRUNCATED_DUMP' });
    expect(zipped.allowed).not.toContain(true);
  });

  test('is told of by table', async () => {
    const { tables, compression } = await verify(streamOf(dump.bytes));
    expect(compression).toBe('none');
    expect(tables).toMatchObject([
      { database: 'shop', table: 'items', rows: 3 },
      { database: 'shop', table: 'empty', rows: 0 },
      { database: 'shop', table: 'orders', rows: 3 },
    ]);
  });

  test('passes without a date', async () => {
    const { bytes } = makeDump(tableOf('items', [["(1,'a')"]]), undefined);
    expect(await verify(streamOf(bytes))).toMatchObject({ manifest: true, rows: 1 });
  });

  test('passes through gzip and zstd', async () => {
    for (const compress of [gzipSync, zstdCompressSync]) {
      const compressed = compress(dump.bytes);
      expect(await verify(streamOf(compressed))).toMatchObject({
        ...expected,
        inputBytes: compressed.length,
      });
    }
  });

  test('is damaged by any bit that is another one', async () => {
    // Up to the first quote, control characters tell that it is no dump at all.
    const head = dump.bytes.toString('latin1').search(/['"`]/);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: dump.bytes.length * 8 - 1 }),
        fc.constantFrom(17, 1024, 65536),
        async (bit, chunkBytes) => {
          const bytes = Buffer.from(dump.bytes);
          bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          const { code } = await errorOf(bytes, chunkBytes);
          const allowed = bit < head * 8 ? ['DAMAGED_DUMP', 'NOT_A_DUMP'] : ['DAMAGED_DUMP'];
          expect(allowed).toContain(code);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('is truncated wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 20, max: dump.bytes.length - 1 }), async (length) => {
        expect((await errorOf(dump.bytes.subarray(0, length))).code).toBe('TRUNCATED_DUMP');
      }),
      { numRuns: 300 },
    );
  });

  test('that lacks its last line alone is truncated', async () => {
    const end = dump.bytes.lastIndexOf('-- Dump completed');
    expect((await errorOf(dump.bytes.subarray(0, end))).code).toBe('TRUNCATED_DUMP');
    expect((await errorOf(dump.bytes.subarray(0, -1))).code).toBe('TRUNCATED_DUMP');
  });

  test('is damaged where a row is missing, and the section is named', async () => {
    const text = dump.bytes.toString('latin1');
    const bytes = Buffer.from(text.replace('(2,NULL),\n', ''), 'latin1');
    const { code, message } = await errorOf(bytes);
    expect(code).toBe('DAMAGED_DUMP');
    const section = dump.manifest.sections.find(
      ({ kind, name }) => kind === 'tableRows' && name === 'orders',
    );
    const { start = 0, bytes: length = 0 } = section ?? {};
    expect(message).toContain(
      `the rows of table \`shop\`.\`orders\`, bytes ${start} to ${start + length}`,
    );
    expect(message).toContain('10 bytes are missing');
  });

  test.each([
    ["(1,'a')", "(1,'b')", 'the rows of table `shop`.`items`'],
    ["(1,'a')", "(1,'a", 'the rows of table `shop`.`items`'],
    ["(3,'x')", "(3,'x'", 'the rows of table `shop`.`orders`'],
    ['SET SQL_MODE', 'SET SQL_MODF', 'the footer'],
    ['-- Database: shop', '-- Database: shoq', 'the header'],
  ])('names the section in which %s has become %s', async (before, after, section) => {
    const text = dump.bytes.toString('latin1').replace(before, after);
    const { code, message } = await errorOf(Buffer.from(text, 'latin1'));
    expect({ code, message }).toMatchObject({
      code: 'DAMAGED_DUMP',
      message: expect.stringContaining(section),
    });
  });

  test('is damaged where two rows have changed places', async () => {
    const text = dump.bytes.toString('latin1');
    const bytes = Buffer.from(
      text.replace("(1,'a'),\n(2,'it\\'s (here); -- no')", "(2,'it\\'s (here); -- no'),\n(1,'a')"),
      'latin1',
    );
    expect(bytes.length).toBe(dump.bytes.length);
    expect(await errorOf(bytes)).toMatchObject({
      code: 'DAMAGED_DUMP',
      message: expect.stringContaining('`items`'),
    });
  });

  test.each([
    ['a line feed', '\n'],
    ['a comment', '-- a comment\n'],
    ['a statement', 'DROP TABLE `items`;\n'],
    ['garbage', "\0\xff\x80 '"],
    ['spaces', '   '],
  ])('is damaged where %s was appended', async (_, appended) => {
    const bytes = Buffer.concat([dump.bytes, Buffer.from(appended, 'latin1')]);
    expect(await errorOf(bytes)).toMatchObject({
      code: 'DAMAGED_DUMP',
      message: expect.stringContaining(
        `goes on behind its end, which is at byte ${dump.bytes.length}`,
      ),
    });
  });

  test('is damaged where another one follows', async () => {
    const bytes = Buffer.concat([dump.bytes, dump.bytes]);
    expect(await errorOf(bytes)).toMatchObject({
      code: 'DAMAGED_DUMP',
      message: expect.stringContaining('two dumps were joined'),
    });
  });

  test('is damaged where the line feed before its last line is another character', async () => {
    const bytes = Buffer.from(dump.bytes);
    bytes.write('\v', bytes.lastIndexOf('\n-- Dump completed'));
    expect((await errorOf(bytes)).code).toBe('DAMAGED_DUMP');
  });

  test('is damaged where its manifest was cut out, and its end mark was not', async () => {
    const bytes = Buffer.concat([
      dump.bytes.subarray(0, dump.end),
      dump.bytes.subarray(dump.bytes.lastIndexOf('-- Dump completed')),
    ]);
    expect(await errorOf(bytes)).toMatchObject({
      code: 'DAMAGED_DUMP',
      message: expect.stringContaining('the manifest before its end mark is missing'),
    });
  });

  test('may hold the text of a whole manifest in a program', async () => {
    const hostile = dump.bytes.subarray(dump.end).toString('latin1');
    const made = makeDump([
      {
        kind: 'procedure',
        database: 'shop',
        name: 'p',
        text: `\n--\n-- Procedure \`p\`\n--\n\nDELIMITER ;;\nCREATE PROCEDURE p()\nBEGIN\n/*${hostile}*/\nEND\n;;\nDELIMITER ;\nSET sql_mode=@SAVED_SQL_MODE;\n`,
      },
      ...tableOf('items', [["(1,'a')"]]),
    ]);
    expect(await verify(streamOf(made.bytes))).toMatchObject({ manifest: true, rows: 1 });
    expect((await errorOf(made.bytes.subarray(0, made.end))).code).toBe('TRUNCATED_DUMP');
  });
});

const foreign = `-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------

/*!50503 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS \`items\`;
CREATE TABLE \`items\` (\`id\` int NOT NULL);
LOCK TABLES \`items\` WRITE;
INSERT INTO \`items\` VALUES (1),(2);
INSERT INTO \`items\` VALUES (3);
UNLOCK TABLES;
CREATE TABLE \`none\` (\`id\` int NOT NULL);
/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;

-- Dump completed on 2026-11-24  1:02:03
`;

describe('a dump of another program', () => {
  test('is checked by what it has', async () => {
    const report = await verify(streamOf(Buffer.from(foreign)));
    expect(report).toMatchObject({
      producer: 'mysqldump',
      manifest: false,
      endMark: true,
      rows: 3,
      tables: [
        { table: 'items', rows: 3 },
        { table: 'none', rows: 0 },
      ],
    });
  });

  test('is truncated where its end mark is missing', async () => {
    const end = foreign.indexOf('\n-- Dump completed');
    for (const length of [end, end + 30, foreign.indexOf('(2)')]) {
      const { code } = await errorOf(Buffer.from(foreign.slice(0, length)));
      expect(code).toBe('TRUNCATED_DUMP');
    }
  });

  test.each(['hello\n', '{"a": 1}', "Dear customer; it's late.", '\\! ls\n'])(
    'is none where no statement is one: %j',
    async (text) => {
      expect((await errorOf(Buffer.from(text))).code).toBe('NOT_A_DUMP');
    },
  );

  test('may have others behind it', async () => {
    expect(await verify(streamOf(Buffer.from(foreign + foreign)))).toMatchObject({ rows: 6 });
  });

  test('of a program that writes no end mark is not missed one, and that is told', async () => {
    const report = await verify(streamOf(Buffer.from('INSERT INTO `t` VALUES (1);\n')));
    expect(report).toMatchObject({ producer: 'unknown', endMark: false, rows: 1 });
    const mydumper = '/*!40101 SET NAMES binary*/;\nINSERT INTO `t` VALUES (1),(2);\n';
    const byMydumper = await verify(streamOf(Buffer.from(mydumper)));
    expect(byMydumper).toMatchObject({ producer: 'mydumper', endMark: false, rows: 2 });
  });

  test('can not be compared with a database', async () => {
    const source = {
      bytes: foreign.length,
      label: 'dump.sql',
      read: (start: number, end: number) =>
        Readable.from([Buffer.from(foreign).subarray(start, end)]),
    };
    const options = { connection: 'mysql://nobody@127.0.0.1:1/shop' };
    await expect(verify(source, options)).rejects.toMatchObject({ code: 'NO_MANIFEST' });
    await expect(verify(streamOf(dump.bytes), options)).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });
});

describe('verify()', () => {
  test('reports its progress', async () => {
    const reports: unknown[] = [];
    await verify(streamOf(dump.bytes), { onProgress: (progress) => reports.push(progress) });
    expect(reports.at(-1)).toEqual({
      inputBytes: dump.bytes.length,
      inputBytesTotal: undefined,
      bytes: dump.bytes.length,
      rows: 6,
    });
  });

  test('ends with ABORTED, and lets go of its input', async () => {
    const controller = new AbortController();
    const endless = Readable.from(
      (async function* () {
        yield Buffer.from('SELECT 1;\n');
        for (;;) {
          await new Promise((resolve) => setImmediate(resolve));
          yield Buffer.alloc(65536, ' ');
        }
      })(),
    );
    const running = verify(endless, { signal: controller.signal });
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(running).rejects.toMatchObject({ code: 'ABORTED' });
    expect(endless.destroyed).toBe(true);
  });

  test.each([
    ['conection', { conection: 'mysql://localhost/shop' }],
    ['database', { database: 'shop' }],
    ['waitForServer', { waitForServer: 5 }],
    ['signal', { signal: 'soon' }],
  ])('refuses a wrong option: %s', async (name, options) => {
    await expect(verify(streamOf(dump.bytes), options as object)).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringContaining(name),
    });
  });
});
