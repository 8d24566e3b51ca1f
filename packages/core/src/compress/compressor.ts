/** What makes one compressed file of pieces. */

/** Makes a single gzip member or zstd frame, piece by piece. */
export interface Compressor {
  /** How many pieces may be compressed at a time, at least 1. */
  readonly concurrency: number;

  /** How long a piece should be, in bytes. */
  readonly pieceBytes: number;

  /** Of zstd, once a piece is compressed: what the frame's header says of its window. */
  readonly window?: number | undefined;

  /**
   * Compresses the next piece, which is not empty and is read until the promise is settled. It can be
   * decompressed without those before it.
   *
   * @returns what follows the result of the piece before it in the file
   */
  compress(piece: Buffer): Promise<Buffer[]>;

  /**
   * Ends the file. To be called once, when all pieces are compressed.
   *
   * @param text - the last bytes, of which the end of the file shows a copy in the clear: not empty,
   *   and less than 64 KiB
   * @param checksum - CRC-32 of all pieces and the text
   */
  end(text: Buffer, checksum: number): Promise<Buffer[]>;

  /** Frees the memory, also before the end. No piece may be under way. */
  close(): void;
}
