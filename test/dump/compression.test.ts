/** Who reads a compressed dump: the stock programs, Python, Node.js and HTTP clients. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable, type Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { dump } from '@dumpstream/core';
import { afterAll, beforeAll, expect, onTestFinished, type TestContext, test } from 'vitest';
import { createTemporaryFolder, type TemporaryFolder } from '../services/index.ts';
import { runProgram } from '../services/process.ts';
import { describeEachFlavor } from '../services/vitest.ts';

type Format = 'gzip' | 'zstd';

/** Programs that write what the file they are given holds. */
const programs: readonly (readonly [Format, string, readonly string[]])[] = [
  ['gzip', 'gunzip', ['-c']],
  ['gzip', 'zcat', []],
  ['gzip', 'python3', ['-c', pythonReading('gzip')]],
  ['zstd', 'zstd', ['-d', '-c', '-q']],
  ['zstd', 'zstdcat', []],
  ['zstd', 'python3', ['-c', pythonReading('compression.zstd')]],
];

/** Programs that only tell whether the file is whole. */
const checks: readonly (readonly [Format, string, readonly string[]])[] = [
  ['gzip', 'gzip', ['-t']],
  ['zstd', 'zstd', ['-t', '-q']],
];

function pythonReading(module: string): string {
  return `import sys, shutil, ${module}
shutil.copyfileobj(${module}.open(sys.argv[1]), sys.stdout.buffer)`;
}

const decompressors: Record<Format, readonly (readonly [string, () => Transform])[]> = {
  gzip: [
    ['createGunzip', zlib.createGunzip],
    ['createUnzip', zlib.createUnzip],
  ],
  zstd: [['createZstdDecompress', zlib.createZstdDecompress]],
};

/** Skips the running test where the program, or what it needs, is not there. */
async function needs(
  context: TestContext,
  program: string,
  programArguments: readonly string[],
): Promise<void> {
  const source = programArguments[1];
  const check = program === 'python3' && source !== undefined ? source.split('\n')[0] : undefined;
  const trial = await runProgram(
    program,
    check === undefined ? ['--version'] : ['-c', check],
  ).catch(() => undefined);
  context.skip(trial?.exitCode !== 0, `needs ${program}${check ? ` with "${check}"` : ''}`);
}

async function outputOf(program: string, programArguments: readonly string[]): Promise<Buffer> {
  const child = spawn(program, programArguments, { stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  const [output, errors] = await Promise.all([buffer(child.stdout), buffer(child.stderr), closed]);
  expect({ exitCode: child.exitCode, errors: errors.toString() }).toEqual({
    exitCode: 0,
    errors: '',
  });
  return output;
}

describeEachFlavor('a compressed dump', (server) => {
  const files: Record<Format, Buffer> = { gzip: Buffer.alloc(0), zstd: Buffer.alloc(0) };
  /** CRC-32 of the text of each: its manifest tells where its own pieces are. */
  const checksums: Record<Format, string> = { gzip: '', zstd: '' };
  let folder: TemporaryFolder;
  /** The same in all of them. */
  let plain = Buffer.alloc(0);

  function expectWhole(output: Buffer, format: Format): void {
    expect(output.subarray(0, plain.length).equals(plain)).toBe(true);
    expect(zlib.crc32(output).toString(16).padStart(8, '0')).toBe(checksums[format]);
  }

  const path = (format: Format): string =>
    join(folder.path, format === 'gzip' ? 'dump.sql.gz' : 'dump.sql.zst');

  beforeAll(async () => {
    folder = await createTemporaryFolder('compression');
    const database = await server.createDatabase('compression');
    const digits = '(SELECT 0 a UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4)';
    const numbers = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((alias) => `${digits} ${alias}`).join();
    await server.restore(
      database,
      `CREATE TABLE items (id INT PRIMARY KEY AUTO_INCREMENT, name TEXT, code BLOB);
       INSERT INTO items (name, code)
         SELECT 'an item, 日本 🍣', UNHEX(CONCAT(SHA2(@n := @n + 1, 512), SHA2(-@n, 512)))
         FROM (SELECT @n := 0) start, ${numbers};`,
    );
    const options = { connection: server.url(database), skipDumpDate: true };
    const text = await buffer(dump(options));
    plain = text.subarray(0, text.lastIndexOf('\n-- dumpstream manifest '));
    for (const format of ['gzip', 'zstd'] as const) {
      const stream = dump({ ...options, compress: format });
      files[format] = await buffer(stream);
      checksums[format] = (await stream.summary).checksum;
      await writeFile(path(format), files[format]);
    }
  });

  afterAll(() => folder.remove());

  test('is made of several pieces, and smaller', () => {
    expect(plain.length).toBeGreaterThan(4 * 1024 * 1024);
    expect(files.gzip.length).toBeLessThan(plain.length / 1.2);
    expect(files.zstd.length).toBeLessThan(plain.length / 1.2);
  });

  for (const [format, program, programArguments] of programs) {
    test(`of ${format} is read by ${program}`, async (context) => {
      await needs(context, program, programArguments);
      const output = await outputOf(program, [...programArguments, path(format)]);
      expectWhole(output, format);
    });
  }

  for (const [format, program, programArguments] of checks) {
    test(`of ${format} is whole for ${program} -t`, async (context) => {
      await needs(context, program, programArguments);
      const { exitCode } = await runProgram(program, [...programArguments, path(format)]);
      expect(exitCode).toBe(0);
      const cut = join(folder.path, `cut-${program}`);
      await writeFile(cut, files[format].subarray(0, -1));
      const ofCut = await runProgram(program, [...programArguments, cut]);
      expect(ofCut.exitCode).not.toBe(0);
    });
  }

  test('is read by the functions of node:zlib that take it in one piece', () => {
    expectWhole(zlib.gunzipSync(files.gzip), 'gzip');
    expectWhole(zlib.unzipSync(files.gzip), 'gzip');
    expectWhole(zlib.zstdDecompressSync(files.zstd), 'zstd');
  });

  for (const format of ['gzip', 'zstd'] as const) {
    for (const [name, create] of decompressors[format]) {
      for (const chunkBytes of [1000, 64 * 1024, 16 * 1024 * 1024]) {
        test(`of ${format} is read by ${name} in chunks of ${chunkBytes} bytes`, async () => {
          const chunks = [];
          for (let start = 0; start < files[format].length; start += chunkBytes) {
            chunks.push(files[format].subarray(start, start + chunkBytes));
          }
          const decompressor = create();
          const output = buffer(decompressor);
          await pipeline(Readable.from(chunks), decompressor);
          expectWhole(await output, format);
        });
      }
    }

    test(`of ${format} is read by an HTTP client as the encoding of a response`, async () => {
      const web = createServer((_request, response) => {
        response.setHeader('Content-Encoding', format);
        response.end(files[format]);
      });
      onTestFinished(() => void web.close());
      await once(web.listen(0, '127.0.0.1'), 'listening');
      const { port } = web.address() as AddressInfo;
      const response = await fetch(`http://127.0.0.1:${port}/`);
      expectWhole(Buffer.from(await response.arrayBuffer()), format);
    });
  }

  test('of gzip is read as browsers read it, who take no second member', async () => {
    const stream = new Blob([new Uint8Array(files.gzip)])
      .stream()
      .pipeThrough(new DecompressionStream('gzip'));
    const output = Buffer.from(await new Response(stream).arrayBuffer());
    expectWhole(output, 'gzip');
  });
});
