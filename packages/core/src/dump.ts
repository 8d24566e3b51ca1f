/** `dump()`: the public door. */

import type { Readable } from 'node:stream';
import type { DumpOptions } from './options.ts';
import type { DumpEstimate, DumpProgress, DumpSummary } from './summary.ts';

/** What `dump()` returns: an ordinary `Readable` of bytes that also tells about itself. */
export interface DumpStream extends Readable {
  /** Resolves before the first row is read. Rejects with the stream's error. */
  readonly estimate: Promise<DumpEstimate>;
  /** Resolves when the last byte has been made. Rejects with the stream's error. */
  readonly summary: Promise<DumpSummary>;
  on(event: 'progress', listener: (progress: DumpProgress) => void): this;
  // biome-ignore lint/suspicious/noExplicitAny: the signature of Node's own EventEmitter
  on(event: string | symbol, listener: (...args: any[]) => void): this;
}

export function dump(options: DumpOptions): DumpStream {
  throw new Error(`not built yet: ${Object.keys(options).length}`);
}
