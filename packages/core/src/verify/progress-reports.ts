/** Tells how far the reading has come, at a bearable pace. */

import type { OpenedDump } from '../decompress/opened-dump.ts';
import type { VerifyProgress } from '../verify-options.ts';
import type { TextReading } from './text-reading.ts';

/** Milliseconds between two reports. */
const pace = 100;

export class ProgressReports {
  readonly #opened: OpenedDump;
  readonly #listener: ((progress: VerifyProgress) => void) | undefined;
  #reported = 0;

  constructor(opened: OpenedDump, listener: ((progress: VerifyProgress) => void) | undefined) {
    this.#opened = opened;
    this.#listener = listener;
  }

  update(reading: TextReading): void {
    if (this.#listener === undefined) return;
    const now = performance.now();
    if (now - this.#reported < pace) return;
    this.#reported = now;
    this.report(reading);
  }

  report({ bytes, rows }: TextReading): void {
    const { inputBytes, inputBytesTotal } = this.#opened;
    this.#listener?.({ inputBytes, inputBytesTotal, bytes, rows });
  }
}
