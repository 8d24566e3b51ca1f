/** Dumps in every way that a dump can be made, and how one may end: whole, or with a clear error. */

import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  DumpError,
  type DumpErrorCode,
  type DumpOptions,
  type DumpStream,
  dump,
} from '@dumpstream/core';
import { expect } from 'vitest';
import { sectionsOf } from '../manifest/sections-of.ts';
import type { Random } from '../sample/random.ts';
import { chunkBytes } from './fault-database.ts';

/** What differs from one dump to the next. */
export type Manner = Pick<DumpOptions, 'parallel' | 'threads' | 'compress'>;

/** One connection twice as often as two; a thread is slow to start. */
export function mannerOf(random: Random): Manner {
  const parallel = random.pick([1, 1, 2]);
  return {
    parallel,
    threads: parallel === 2 && random.oneIn(3) ? 1 : 0,
    compress: random.pick(['none', 'none', 'gzip', 'zstd']),
  };
}

export function describeManner({ parallel, threads, compress }: Manner): string {
  return `${parallel} connections, ${threads} threads, compress ${compress}`;
}

/** How a dump has ended. */
export interface Outcome {
  /** What the stream gave, however it ended. */
  readonly bytes: Buffer;
  /** `undefined` where the dump is whole. */
  readonly error: unknown;
}

/** The options that all dumps of the fault suites share. */
export function faultDumpOptions(connection: DumpOptions['connection'], manner: Manner) {
  return { connection, ...manner, chunkBytes, skipDumpDate: true } satisfies DumpOptions;
}

/** A dump that is being read. */
export interface RunningDump {
  readonly stream: DumpStream;
  /** Resolves when the stream has closed. */
  readonly outcome: Promise<Outcome>;
}

export interface ReadingOptions {
  /** Awaited after each chunk of the stream, so that it holds the dump up. */
  readonly onChunk?: (count: number, chunk: Buffer) => Promise<unknown> | undefined;
}

/** Starts to read a dump. */
export function startDump(options: DumpOptions, reading: ReadingOptions = {}): RunningDump {
  const stream = dump(options);
  return { stream, outcome: readToEnd(stream, reading) };
}

/** Reads a dump to its end, and waits until it has closed. */
export function outcomeOf(options: DumpOptions, reading?: ReadingOptions): Promise<Outcome> {
  return startDump(options, reading).outcome;
}

async function readToEnd(stream: DumpStream, { onChunk }: ReadingOptions): Promise<Outcome> {
  const chunks: Buffer[] = [];
  const closed = new Promise<void>((resolve) => stream.once('close', resolve));
  let error: unknown;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      await onChunk?.(chunks.length, chunk as Buffer);
    }
    await stream.summary;
  } catch (failure) {
    error = await stream.summary.catch((reason: unknown) => reason);
    // A stream that is destroyed without an error has none of its own.
    if ((failure as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      expect(failure).toBe(error);
    }
  }
  await closed;
  return { bytes: Buffer.concat(chunks), error };
}

/** The SQL of a whole dump, without its manifest. */
export function unpacked(bytes: Buffer, compress: Manner['compress']): Buffer {
  if (compress === 'gzip') return sectionsOf(gunzipSync(bytes));
  return sectionsOf(compress === 'zstd' ? zstdDecompressSync(bytes) : bytes);
}

/** What an error must be like. */
export interface ExpectedError {
  readonly codes: readonly DumpErrorCode[];
  /** What the message must name. */
  readonly message: string | RegExp;
}

/**
 * Whole and equal to the reference, or an error as expected after bytes that are as far right.
 *
 * @param secret - must not be in the error
 */
export function expectRightOutcome(
  { bytes, error }: Outcome,
  reference: Buffer,
  { compress }: Manner,
  { codes, message }: ExpectedError,
  secret: string,
): void {
  if (error === undefined) {
    expectEqual(unpacked(bytes, compress), sectionsOf(reference));
    return;
  }
  expect(error).toBeInstanceOf(DumpError);
  const { code, message: told } = error as DumpError;
  expect(codes, `${code}: ${told}`).toContain(code);
  expect(told).toMatch(message);
  expect(`${told} ${(error as DumpError).stack}`).not.toContain(secret);
  if (compress === 'none') expectEqual(bytes, reference.subarray(0, bytes.length));
}

/** Without the bytes in the message. */
export function expectEqual(bytes: Buffer, reference: Buffer): void {
  if (bytes.equals(reference)) return;
  const first = bytes.findIndex((byte, index) => byte !== reference[index]);
  throw new Error(
    `The dump of ${bytes.length} bytes is not the reference of ${reference.length} bytes; the ` +
      `first difference is at byte ${first < 0 ? bytes.length : first}.`,
  );
}
