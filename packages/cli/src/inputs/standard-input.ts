/** Standard input: a dump that comes through a pipe. */

import { UsageError } from '../errors.ts';
import type { StreamInput } from './input.ts';
import { inWordsWhileRead } from './reading.ts';

/** @throws UsageError where a person sits at the other end, who would wait for ever */
export function openStandardInput(): StreamInput {
  if (process.stdin.isTTY) {
    throw new UsageError(
      'standard input is a terminal: pipe a dump into it, or name a file or s3://bucket/key as <dump>',
    );
  }
  return {
    kind: 'stream',
    label: 'standard input',
    dump: inWordsWhileRead('standard input', process.stdin),
    async close() {
      // Whoever writes to it is told by a broken pipe, and nothing keeps this process alive.
      process.stdin.destroy();
    },
  };
}
