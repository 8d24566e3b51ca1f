/** Splits a long text that repeats a short one: for memory that grows, and time that does. */

import { DumpError } from '../../packages/core/src/errors.ts';
import { StatementSplitter } from '../../packages/core/src/split/splitter.ts';
import { cpuMs } from './check-input.ts';
import type { FuzzInput } from './inputs.ts';

const streamBytes = 2 * 1024 * 1024;
const chunkLength = 16 * 1024;
/** Far more than it takes, for a machine that does other things as well. */
const slowestMs = 20_000;
/** Of a comment outside of statements; for the first bytes of what is too long, and a token. */
const commentBytes = 1024 * 1024;
const others = 4096;

/** @returns what is wrong; `undefined` where all is well */
export function checkStream({ text, modes, maxStatementBytes }: FuzzInput): string | undefined {
  if (text.length === 0) return undefined;
  const chunk = Buffer.alloc(chunkLength, text);
  const splitter = new StatementSplitter({ maxStatementBytes, modes, onComment: () => {} });
  const started = process.threadCpuUsage();
  const bound = maxStatementBytes + chunkLength + commentBytes + others;
  try {
    for (let bytes = 0; bytes < streamBytes; bytes += chunkLength) {
      for (const { bytes: part } of splitter.push(chunk)) {
        if (part.length > maxStatementBytes) return `a statement of ${part.length} bytes`;
      }
      if (splitter.keptBytes > bound) return `kept ${splitter.keptBytes} bytes`;
    }
  } catch (error) {
    // Whatever is wrong with the text is told soon, or at its end.
    if (!(error instanceof DumpError) || error.code === 'INTERNAL') throw error;
  }
  const ms = cpuMs(started);
  return ms > slowestMs ? `took ${Math.round(ms)} ms for a stream` : undefined;
}
