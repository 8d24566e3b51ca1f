/** What a place for a dump has to do. */

import type { CompressionName, DumpStream } from '@dumpstream/core';

/** The stream to write, and what is known about it. */
export interface OutgoingDump {
  readonly stream: DumpStream;
  readonly compression: CompressionName;
  /** Triggered by SIGINT, SIGTERM and SIGHUP. */
  readonly signal: AbortSignal;
}

/** A place for one dump. Nothing is to be seen there before {@link write} has ended well. */
export interface Output {
  /** How messages call it. */
  readonly label: string;
  /** Writes the whole dump. Rejects, and leaves nothing, when the stream or the place fails. */
  write(dump: OutgoingDump): Promise<void>;
  /** Gives up what was opened, where {@link write} is never called. */
  close(): Promise<void>;
}
