/** What makes one compressed file of pieces. */

/** Makes a single gzip member or zstd frame, piece by piece. */
export interface Compressor {
  /** How many pieces may be compressed at a time, at least 1. */
  readonly concurrency: number;

  /** How long a piece should be, in bytes. */
  readonly pieceBytes: number;

  /**
   * Compresses the next piece, which is not empty and is read until the promise is settled.
   *
   * @returns what follows the result of the piece before it in the file
   */
  compress(piece: Buffer): Promise<Buffer[]>;

  /** Ends the file. To be called once, when all pieces are compressed. */
  end(): Promise<Buffer[]>;

  /** Frees the memory, also before the end. No piece may be under way. */
  close(): void;
}
