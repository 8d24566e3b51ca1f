/** Reads statements on for nobody: whoever asks for them has learnt what there was to learn. */

import { freeOwn } from '../source/passed-memory.ts';
import type { Statement } from './statement.ts';

/** @param statements - of a splitter that was made with `passing` */
export function drain(statements: Iterable<Statement>): void {
  for (const { bytes, continues } of statements) {
    // A part of a statement that was cut is a copy, of many megabytes.
    if (continues) freeOwn(bytes);
  }
}
