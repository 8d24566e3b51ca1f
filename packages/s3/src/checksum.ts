/** CRC32 as S3 takes it: of each part, and of the whole object. */

import { crc32 } from 'node:zlib';

/** Checksum of the whole object. */
export interface ObjectChecksum {
  readonly algorithm: 'CRC32';
  /** Four bytes, big-endian, in base64, as S3 shows it. */
  readonly value: string;
}

/** A CRC32 that is computed while bytes come along. */
export class RunningCrc32 {
  #value = 0;

  add(bytes: Uint8Array): void {
    this.#value = crc32(bytes, this.#value);
  }

  /** In base64. */
  get value(): string {
    const bytes = Buffer.allocUnsafe(4);
    bytes.writeUInt32BE(this.#value);
    return bytes.toString('base64');
  }
}

/**
 * Whether S3's answer names another checksum than was sent.
 *
 * @param answered - `undefined` from stores that compute none; with the number of parts after a
 *   hyphen where it is one of the parts' checksums, which says nothing about the object
 */
export function contradicts(answered: string | undefined, sent: string | undefined): boolean {
  return (
    answered !== undefined && sent !== undefined && !answered.includes('-') && answered !== sent
  );
}
