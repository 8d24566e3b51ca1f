/** Where the bytes of a dump come from when it is read: in one pass, or by byte ranges. */

/** How a range of a source is read. */
export interface SourceReadOptions {
  /**
   * Whether each buffer is its reader's only until the next one is asked for, so that its memory may be
   * used again then. Default `false`: the buffers are the reader's.
   */
  readonly passing?: boolean;
}

/**
 * A dump that can be read from any byte on: a file (`openDumpSource` of `@dumpstream/file`), an S3
 * object (`openS3DumpSource` of `@dumpstream/s3`), or your own. What is read must not change meanwhile.
 */
export interface DumpSource {
  /** Bytes of the whole, as stored: compressed or not. */
  readonly bytes: number;
  /** Names it in messages, for example `s3://bucket/key` or a path; never a secret. */
  readonly label: string;
  /**
   * Reads the bytes from `start` up to and without `end`, `0 <= start <= end <= bytes`. May be called
   * several times, also at the same time.
   *
   * @param options - may be left alone: a hint for sources that have memory to use again
   * @throws (while it is read) whatever the place throws; a short read is an error
   */
  read(
    start: number,
    end: number,
    signal: AbortSignal,
    options?: SourceReadOptions,
  ): AsyncIterable<Uint8Array>;
}

/** A dump to be read: a `Readable` or another iterable of bytes is read once, from its beginning. */
export type DumpInput = AsyncIterable<Uint8Array> | DumpSource;

/** Whether byte ranges can be asked for. */
export function isDumpSource(input: DumpInput): input is DumpSource {
  return 'read' in input && 'label' in input && typeof input.bytes === 'number';
}
