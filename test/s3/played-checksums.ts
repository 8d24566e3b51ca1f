/**
 * Plays S3's part in checksums, which the service of the tests knows for parts alone: refuses bytes
 * that differ from what the headers say of them, and answers with the CRC32 of the whole object.
 * That Amazon S3 does the same is its documentation's word, not proven by this.
 */

import type { IncomingMessage } from 'node:http';
import { crc32 } from 'node:zlib';
import type { Operation } from './faulty-s3.ts';

/** What has been sent of a multipart upload. */
interface Sent {
  readonly type: string | undefined;
  readonly parts: Map<number, Buffer>;
}

export class PlayedChecksums {
  /** `false` makes it a store that computes other checksums than it was sent. */
  honest = true;

  readonly #uploads = new Map<string, Sent>();
  readonly #objects = new Map<string, string>();

  /** @returns the code of S3's error where bytes are not as their checksum says */
  check({ name, key, headers, uploadId, partNumber }: Operation, sent: Buffer): string | undefined {
    const claimed = headers['x-amz-checksum-crc32'];
    if (name === 'PutObject' || name === 'UploadPart') {
      if (claimed !== undefined && claimed !== base64(sent)) return 'BadDigest';
      if (name === 'PutObject') this.#objects.set(key, base64(sent));
      else this.#uploads.get(uploadId ?? '')?.parts.set(partNumber ?? 0, sent);
    }
    if (name === 'CompleteMultipartUpload') {
      const whole = this.#wholeOf(uploadId);
      if (whole === undefined || headers['x-amz-checksum-type'] !== 'FULL_OBJECT') return undefined;
      const size = headers['x-amz-mp-object-size'];
      if (size !== undefined && size !== String(whole.length)) return 'InvalidRequest';
      if (claimed !== base64(whole)) return 'BadDigest';
      this.#objects.set(key, base64(whole));
    }
    return undefined;
  }

  /** Remembers what was begun, and puts the checksum of the whole object into S3's answers. */
  intoAnswer(operation: Operation, answer: IncomingMessage, body: Buffer): Buffer {
    const { name, key, headers, uploadId } = operation;
    if (answer.statusCode !== 200) return body;
    const checksum = this.honest ? this.#objects.get(key) : 'AAAAAA==';
    if (name === 'CreateMultipartUpload') {
      const id = /<UploadId>(.+?)<\/UploadId>/.exec(body.toString())?.[1] ?? '';
      const type = headers['x-amz-checksum-type'];
      this.#uploads.set(id, { type: type === undefined ? type : String(type), parts: new Map() });
    }
    if (name === 'CompleteMultipartUpload') {
      const isFull = this.#uploads.get(uploadId ?? '')?.type === 'FULL_OBJECT';
      this.#uploads.delete(uploadId ?? '');
      if (!isFull || checksum === undefined) return body;
      const ours = body
        .toString()
        .replace(/<Checksum.*<\/ChecksumType>/s, '')
        .replace(
          '</CompleteMultipartUploadResult>',
          `<ChecksumCRC32>${checksum}</ChecksumCRC32><ChecksumType>FULL_OBJECT</ChecksumType>$&`,
        );
      answer.headers['content-length'] = String(Buffer.byteLength(ours));
      return Buffer.from(ours);
    }
    if (name === 'HeadObject' && headers['x-amz-checksum-mode'] === 'ENABLED' && checksum) {
      answer.headers['x-amz-checksum-crc32'] = checksum;
      answer.headers['x-amz-checksum-type'] = 'FULL_OBJECT';
    }
    return body;
  }

  #wholeOf(uploadId: string | undefined): Buffer | undefined {
    const parts = this.#uploads.get(uploadId ?? '')?.parts;
    if (parts === undefined) return undefined;
    const inOrder = [...parts].sort(([a], [b]) => a - b);
    return Buffer.concat(inOrder.map(([, bytes]) => bytes));
  }
}

function base64(bytes: Buffer): string {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(bytes));
  return value.toString('base64');
}
