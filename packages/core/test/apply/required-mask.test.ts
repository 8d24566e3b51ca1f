/** A restore that demands a masked dump, up to where it would connect. */

import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { restore } from '../../src/restore.ts';
import type { RestoreOptions } from '../../src/restore-options.ts';
import type { DumpInput } from '../../src/source/dump-source.ts';
import { BytesSource, dumpOf } from '../decompress/dumps.ts';

const digest = '5e1c'.repeat(16);
const other = '0'.repeat(64);
const text = Buffer.from('CREATE TABLE a (id INT);\nINSERT INTO a VALUES (1);\n');
/** Nobody listens there: a dump that is not refused ends with `CONNECT_FAILED`. */
const connection = 'mysql://writer:pw@127.0.0.1:1/staging';

async function failureOf(
  input: DumpInput,
  requireMask: RestoreOptions['requireMask'] | undefined,
): Promise<unknown> {
  const demand = requireMask === undefined ? {} : { requireMask };
  return await restore(input, { connection, ...demand }).then(
    () => expect.fail('it should have failed'),
    (error: unknown) => error,
  );
}

describe.for(['none', 'gzip', 'zstd'] as const)('a dump (%s)', (format) => {
  const source = async (mask?: string): Promise<BytesSource> =>
    new BytesSource(await dumpOf(text, format, 1, 1, mask === undefined ? {} : { mask }));

  test.for([true, digest, [other, digest]] as const)(
    'that is masked is taken where %j is demanded',
    async (demand) => {
      expect(await failureOf(await source(digest), demand)).toMatchObject({
        code: 'CONNECT_FAILED',
      });
    },
  );

  test.for([true, digest, [other, digest]] as const)(
    'that is not masked is refused where %j is demanded, and nothing is connected to',
    async (demand) => {
      expect(await failureOf(await source(), demand)).toMatchObject({
        code: 'NOT_MASKED',
        message:
          'bytes of a test is not masked, or does not tell that it is, and the option requireMask ' +
          'wants masked dumps alone. Nothing was written to the database.',
      });
    },
  );

  test.for([other, [other]] as const)(
    'that was masked by another policy is refused where %j is demanded',
    async (demand) => {
      expect(await failureOf(await source(digest), demand)).toMatchObject({
        code: 'NOT_MASKED',
        message: expect.stringContaining(`its digest is ${digest}. Nothing was written`),
      });
    },
  );

  test.for([undefined, false] as const)('is taken where %j is demanded', async (demand) => {
    expect(await failureOf(await source(), demand)).toMatchObject({ code: 'CONNECT_FAILED' });
  });
});

test('a dump of another program, which tells nothing, is refused', async () => {
  const foreign = new BytesSource(Buffer.from('-- masked\nCREATE TABLE a (id INT);\n'));
  expect(await failureOf(foreign, true)).toMatchObject({ code: 'NOT_MASKED' });
});

test.for(['none', 'gzip', 'zstd'] as const)(
  'a masked dump (%s) behind an unmasked one in the same file is refused',
  async (format) => {
    const plain = await dumpOf(text, format);
    const masked = await dumpOf(text, format, 1, 1, { mask: digest });
    const joined = new BytesSource(Buffer.concat([plain, masked]));
    expect(await failureOf(joined, true)).toMatchObject({ code: 'DAMAGED_DUMP' });
  },
);

test('a stream is refused unread, with what to do', async () => {
  let wasRead = false;
  const stream = Readable.from(
    (function* read() {
      wasRead = true;
      yield text;
    })(),
  );
  expect(await failureOf(stream, true)).toMatchObject({
    code: 'INVALID_OPTION',
    message: expect.stringMatching(/requireMask.*Store the stream/),
  });
  expect(wasRead).toBe(false);
});

test.for([[], '', 'any', digest.toUpperCase(), [digest, 'any'], 1, null])(
  'the demand %j is none',
  async (demand) => {
    const source = new BytesSource(text);
    expect(await failureOf(source, demand as never)).toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringContaining('requireMask must be true, or the SHA-256'),
    });
    expect(source.reads).toEqual([]);
  },
);
