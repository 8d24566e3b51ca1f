/** A dump that has been looked at, and can be read as SQL text. */

import type { Manifest } from '../manifest/manifest.ts';
import type { CompressionName } from '../options.ts';

/** How a text is read. */
export interface TextOptions {
  /**
   * A buffer is its reader's only until the next one is asked for, and may be empty then: memory that
   * was decompressed into is given back at once. Default `false`.
   */
  readonly passing?: boolean;
}

export interface OpenedDump {
  readonly compression: CompressionName;
  /** Known before the text is read, where the input is a `DumpSource` and its end holds one. */
  readonly manifest: Manifest | undefined;
  /** Names the input in messages. */
  readonly label: string;
  /**
   * The SQL text, to be read once. A UTF-8 byte order mark is not part of it: offset 0 is the byte
   * behind it. The buffers belong to the reader, who may change them (see {@link TextOptions} for how
   * long); memory is shared between them, so none may be transferred to another thread.
   *
   * @throws DumpError (while it is read) `TRUNCATED_DUMP`, `DAMAGED_DUMP`, `ABORTED`; `NOT_A_DUMP` for
   *   something else that was compressed; what the input throws
   */
  text(options?: TextOptions): AsyncIterable<Buffer>;
  /**
   * The bytes of the text from `start` up to and without `end`. Only with a manifest. Whole sections in
   * it are checked by their checksums; what is of a section in part can't be.
   *
   * @throws DumpError (while it is read) `DAMAGED_DUMP`, `ABORTED`; what the input throws
   */
  range(start: number, end: number, options?: TextOptions): AsyncIterable<Buffer>;
  /** Bytes of the input that have been read so far, in whichever way. */
  readonly inputBytes: number;
  /** Bytes of all of the input; `undefined` where nobody knows. */
  readonly inputBytesTotal: number | undefined;
  /**
   * Lets go of an input that is not read to its end: a stream is destroyed. Not needed behind a
   * `text()` that was read, or given up, nor after an abort; does nothing the second time.
   */
  close(): void;
}
