/** Reads a stored dump back and checks it; removes one that is not what was dumped. */

import { DumpError, type DumpSummary, type VerifyProgress, verify } from '@dumpstream/core';
import type { Stored } from '../destination/delivery.ts';
import { InvocationError } from '../errors.ts';
import { type Collector, collectWhileReading } from '../memory.ts';
import { printable } from '../printable.ts';
import { differenceOf } from './compare.ts';

/** What a stored dump is checked against, and who is told. */
export interface ReadBackOptions {
  readonly summary: DumpSummary;
  readonly signal: AbortSignal;
  readonly collector: Collector | undefined;
  readonly onProgress: (progress: VerifyProgress) => void;
}

/** What a dump is told to be when its bytes are wrong. All else says nothing about it. */
const damages: readonly string[] = ['NOT_A_DUMP', 'TRUNCATED_DUMP', 'DAMAGED_DUMP', 'NO_MANIFEST'];

/**
 * @throws InvocationError `VERIFY_FAILED` where it is not what was dumped, and then it was removed, or
 *   the message says why not; `NOT_VERIFIED` where it could not be read; the deadline's. In both
 *   of these cases it stays.
 */
export async function readBack(stored: Stored, options: ReadBackOptions): Promise<void> {
  let problem: string | undefined;
  try {
    problem = await problemOf(stored, options);
  } catch (error) {
    throw unread(stored, error, options.signal);
  }
  if (problem !== undefined) throw await removed(stored, problem);
}

/** @returns what is wrong with it, as a sentence */
async function problemOf(stored: Stored, options: ReadBackOptions): Promise<string | undefined> {
  const { summary, signal, collector, onProgress } = options;
  const collect = collectWhileReading(collector);
  const source = await stored.open(signal);
  try {
    if (source.bytes !== stored.bytes) {
      return `It has ${source.bytes} bytes, where ${stored.bytes} were written.`;
    }
    const report = await verify(source, {
      signal,
      onProgress: (progress) => {
        collect(progress.bytes);
        onProgress(progress);
      },
    });
    return differenceOf(report, summary);
  } catch (error) {
    if (error instanceof DumpError && damages.includes(error.code)) return error.message;
    throw error;
  } finally {
    await source[Symbol.asyncDispose]?.();
  }
}

async function removed(stored: Stored, problem: string): Promise<InvocationError> {
  const { name, permissions } = stored;
  const outcome = await stored.remove().then(
    (wasThere) =>
      wasThere ? 'It was removed.' : 'It was not removed, as another one has taken its place.',
    (error: unknown) =>
      `It could not be removed (${wordsOf(error)}), for which the function needs ` +
      `${permissions.remove}: remove it, and do not restore it.`,
  );
  return new InvocationError(
    'VerifyError',
    'VERIFY_FAILED',
    `${name} was read back, and is not what was dumped. ${problem} ${outcome} Invoke the function again.`,
  );
}

function unread(stored: Stored, error: unknown, signal: AbortSignal): InvocationError {
  const { name, permissions } = stored;
  const { reason }: { readonly reason: unknown } = signal;
  if (signal.aborted && reason instanceof InvocationError) {
    return new InvocationError(
      reason.name,
      reason.code,
      `${reason.message} ${name} stays: it was stored whole, and not read back to its end.`,
      reason,
    );
  }
  const hint = isDenied(error)
    ? `The function needs ${permissions.read}: allow it on the dumps, or switch DUMPSTREAM_VERIFY off.`
    : 'Look whether it can be read, and verify it before you rely on it.';
  return new InvocationError(
    'VerifyError',
    'NOT_VERIFIED',
    `${name} was stored, but could not be read back (${wordsOf(error)}). It stays. ${hint}`,
    error instanceof Error ? error : undefined,
  );
}

function isDenied(error: unknown): boolean {
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
  return code === 'ACCESS_DENIED' || name === 'AccessDenied' || code === 'EACCES';
}

function wordsOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return printable(message === '' || message === name ? name : `${name}: ${message}`);
}
