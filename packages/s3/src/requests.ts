/** The requests of one upload, with what all of them carry. */

import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Part } from './gather-parts.ts';
import { objectLockFields } from './object-lock.ts';
import type { UploadOptions } from './options.ts';
import { sendInSlices } from './send-in-slices.ts';
import { taggingHeader } from './tags.ts';

/** What S3 says of an object that it has made, or holds. */
export interface ObjectAnswer {
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
  /** CRC32 in base64; see `contradicts()` for its other forms. */
  readonly checksum: string | undefined;
  /** Size in bytes, where S3 was asked for it. */
  readonly bytes?: number | undefined;
}

/** A part that has arrived. */
export type ArrivedPart = CompletedPart;

/** Makes the requests; each method throws what the SDK throws. */
export class UploadRequests {
  readonly #options: UploadOptions;
  readonly #withChecksum: boolean;
  readonly #place: {
    readonly Bucket: string;
    readonly Key: string;
    readonly ExpectedBucketOwner: string | undefined;
  };

  constructor(options: UploadOptions, withChecksum: boolean) {
    this.#options = options;
    this.#withChecksum = withChecksum;
    this.#place = {
      Bucket: options.bucket,
      Key: options.key,
      ExpectedBucketOwner: options.expectedBucketOwner,
    };
  }

  /** Makes an object of the only part. */
  async put(part: Part): Promise<ObjectAnswer> {
    const command = new PutObjectCommand({
      ...this.#place,
      ...this.#objectFields(),
      ...this.#conditions(),
      ...this.#partChecksum(part),
      Body: part.bytes,
    });
    sendInSlices(command.middlewareStack);
    const output = await this.#options.client.send(command);
    return answerOf(output);
  }

  /** @returns the id of the upload */
  async create(): Promise<string> {
    const command = new CreateMultipartUploadCommand({
      ...this.#place,
      ...this.#objectFields(),
      ...(this.#withChecksum && { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' }),
    });
    const { UploadId } = await this.#options.client.send(command);
    if (UploadId === undefined) {
      throw new Error('S3 answered without the id of the multipart upload');
    }
    return UploadId;
  }

  /** @param signal - gives the part up */
  async uploadPart(uploadId: string, part: Part, signal: AbortSignal): Promise<ArrivedPart> {
    const checksum = this.#partChecksum(part);
    const command = new UploadPartCommand({
      ...this.#place,
      ...checksum,
      UploadId: uploadId,
      PartNumber: part.number,
      Body: part.bytes,
    });
    sendInSlices(command.middlewareStack);
    const { ETag } = await this.#options.client.send(command, { abortSignal: signal });
    return { PartNumber: part.number, ETag, ...checksum };
  }

  /** Makes an object of the parts. */
  async complete(
    uploadId: string,
    parts: readonly ArrivedPart[],
    object: { readonly bytes: number; readonly checksum: string },
  ): Promise<ObjectAnswer> {
    const output = await this.#options.client.send(
      new CompleteMultipartUploadCommand({
        ...this.#place,
        ...this.#conditions(),
        ...(this.#withChecksum && {
          ChecksumType: 'FULL_OBJECT',
          ChecksumCRC32: object.checksum,
          MpuObjectSize: object.bytes,
        }),
        UploadId: uploadId,
        MultipartUpload: { Parts: [...parts] },
      }),
    );
    return answerOf(output);
  }

  async abort(uploadId: string): Promise<void> {
    await this.#options.client.send(
      new AbortMultipartUploadCommand({ ...this.#place, UploadId: uploadId }),
    );
  }

  /** What there is under the key now. Needs `s3:GetObject`, which an upload does otherwise not. */
  async head(): Promise<ObjectAnswer> {
    const output = await this.#options.client.send(
      new HeadObjectCommand({ ...this.#place, ChecksumMode: 'ENABLED' }),
    );
    return { ...answerOf(output), bytes: output.ContentLength };
  }

  /** Removes an object that this upload has made, and none that has replaced it since. */
  async remove({ etag, versionId }: ObjectAnswer): Promise<void> {
    await this.#options.client.send(
      new DeleteObjectCommand({
        ...this.#place,
        ...(versionId === undefined ? { IfMatch: etag } : { VersionId: versionId }),
      }),
    );
  }

  #objectFields() {
    const options = this.#options;
    return {
      ContentType: options.contentType,
      ContentEncoding: options.contentEncoding,
      Metadata: options.metadata === undefined ? undefined : { ...options.metadata },
      StorageClass: options.storageClass,
      ServerSideEncryption: options.serverSideEncryption,
      SSEKMSKeyId: options.kmsKeyId,
      BucketKeyEnabled: options.bucketKeyEnabled,
      Tagging: taggingHeader(options.tags),
      ...objectLockFields(options.objectLock),
    };
  }

  #conditions() {
    return { IfNoneMatch: this.#options.overwrite === false ? '*' : undefined };
  }

  #partChecksum({ checksum }: Part) {
    return this.#withChecksum ? { ChecksumCRC32: checksum } : {};
  }
}

function answerOf(output: {
  readonly ETag?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly ChecksumCRC32?: string | undefined;
}): ObjectAnswer {
  return { etag: output.ETag, versionId: output.VersionId, checksum: output.ChecksumCRC32 };
}
