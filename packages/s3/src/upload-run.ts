/** One upload from its first byte to its result. */

import type { Readable } from 'node:stream';
import { bodyOf, endedEarly, type UploadBody } from './body.ts';
import { contradicts, RunningCrc32 } from './checksum.ts';
import { cleanUp } from './cleanup.ts';
import { Commit } from './commit.ts';
import { UploadError } from './errors.ts';
import { reasonOf, uploadErrorFrom } from './failure.ts';
import { FirstFailure } from './first-failure.ts';
import { gatherParts, type Part } from './gather-parts.ts';
import { describeLocation } from './location.ts';
import { isByteCount, type UploadOptions } from './options.ts';
import { PartBuffers } from './part-buffers.ts';
import { equalPartSizes, growingPartSizes, type PartSizes } from './part-size.ts';
import { PartsUnderWay } from './parts-under-way.ts';
import { type ArrivedPart, type ObjectAnswer, UploadRequests } from './requests.ts';
import type { UploadResult } from './result.ts';

const defaultQueueSize = 2;

/** Runs once. */
export class UploadRun {
  readonly #source: Readable;
  readonly #options: UploadOptions;
  readonly #failure = new FirstFailure();
  readonly #buffers = new PartBuffers();
  readonly #total = new RunningCrc32();
  readonly #commit = new Commit();
  readonly #underWay: PartsUnderWay;
  readonly #arrived: ArrivedPart[] = [];
  readonly #body: UploadBody;
  #uploadId: string | undefined;
  #partsDone = 0;
  #bytesDone = 0;

  constructor(source: Readable, options: UploadOptions) {
    this.#source = source;
    this.#options = options;
    this.#underWay = new PartsUnderWay(options.queueSize ?? defaultQueueSize);
    this.#body = bodyOf(source, options, this.#failure);
    for (const stream of [source, this.#body]) {
      stream.on('error', () => {});
    }
  }

  async run(): Promise<UploadResult> {
    const { signal } = this.#options;
    const withChecksum = await this.#usesChecksum();
    const onAbort = () => this.#stop(aborted(this.#options));
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) {
      onAbort();
    }
    const requests = new UploadRequests(this.#options, withChecksum);
    let answer: ObjectAnswer;
    try {
      answer = await this.#send(requests);
    } catch (error) {
      const failure = this.#stop(uploadErrorFrom(error, this.#options));
      this.#source.destroy();
      answer = await cleanUp(failure, {
        requests,
        options: this.#options,
        underWay: this.#underWay,
        uploadId: this.#uploadId,
        commit: this.#commit,
        object: { bytes: this.#body.bytes, checksum: this.#total.value, parts: this.#arrived },
      });
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#buffers.end();
    }
    if (withChecksum && contradicts(answer.checksum, this.#total.value)) {
      throw await this.#removeWrong(requests, answer);
    }
    return this.#result(answer, withChecksum);
  }

  /** A client that is told to leave out checksums talks to a store that refuses them. */
  async #usesChecksum(): Promise<boolean> {
    const { checksum, client, objectLock } = this.#options;
    if (checksum !== undefined || objectLock !== undefined) return checksum ?? true;
    try {
      return (await client.config.requestChecksumCalculation?.()) !== 'WHEN_REQUIRED';
    } catch (error) {
      // A mistake in the AWS configuration.
      this.#source.destroy();
      throw this.#stop(uploadErrorFrom(error, this.#options));
    }
  }

  async #send(requests: UploadRequests): Promise<ObjectAnswer> {
    const sizes = await this.#chooseSizes();
    const parts = gatherParts(this.#body, {
      location: this.#options,
      sizes,
      buffers: this.#buffers,
      total: this.#total,
      releaseChunks: this.#options.releaseChunks ?? false,
    });
    for await (const part of parts) {
      this.#checkWhole(part.last);
      if (this.#uploadId === undefined) {
        if (part.last) {
          return await this.#commit.make(() => requests.put(part));
        }
        this.#uploadId = await requests.create();
      }
      const uploadId = this.#uploadId;
      await this.#failure.orSooner(this.#underWay.slot());
      this.#underWay.start((signal) => this.#sendPart(requests, uploadId, part, signal));
    }
    await this.#failure.orSooner(this.#underWay.settled());
    this.#checkWhole(true);
    const { bytes } = this.#body;
    const object = { bytes, checksum: this.#total.value };
    const id = this.#uploadId ?? '';
    return await this.#commit.make(() => requests.complete(id, this.#arrived, object));
  }

  /** Does not reject: a failure ends the upload at once, however long the stream is still open. */
  async #sendPart(
    requests: UploadRequests,
    uploadId: string,
    part: Part,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      this.#arrived[part.number - 1] = await requests.uploadPart(uploadId, part, signal);
    } catch (error) {
      this.#stop(uploadErrorFrom(error, this.#options));
      return;
    }
    this.#buffers.give(part.buffer);
    this.#partsDone += 1;
    this.#bytesDone += part.bytes.byteLength;
    const progress = {
      bytes: this.#bytesDone,
      parts: this.#partsDone,
      partSize: part.bytes.byteLength,
    };
    try {
      this.#options.onProgress?.(progress);
    } catch (error) {
      this.#stop(error);
    }
  }

  #stop(error: unknown): unknown {
    const first = this.#failure.report(error);
    this.#body.destroy(first instanceof Error ? first : new Error(String(first), { cause: first }));
    return first;
  }

  #checkWhole(atItsEnd: boolean): void {
    this.#failure.throwIfAny();
    if (atItsEnd && !this.#body.sourceEnded) {
      throw endedEarly(this.#options);
    }
  }

  async #chooseSizes(): Promise<PartSizes> {
    this.#failure.throwIfAny();
    const { partSize, plannedBytes } = this.#options;
    if (partSize !== undefined) {
      return equalPartSizes(partSize);
    }
    // A plan is a hint: one that fails is none. If its stream failed too, that is told anyway.
    const plan = Promise.resolve(plannedBytes).catch(() => undefined);
    const planned = await this.#failure.orSooner(plan);
    return growingPartSizes(isByteCount(planned) ? planned : undefined);
  }

  #result({ etag, versionId }: ObjectAnswer, withChecksum: boolean): UploadResult {
    return {
      bucket: this.#options.bucket,
      key: this.#options.key,
      bytes: this.#body.bytes,
      etag,
      ...(versionId !== undefined && { versionId }),
      ...(withChecksum && { checksum: { algorithm: 'CRC32', value: this.#total.value } }),
    };
  }

  /** S3 refuses what differs from its checksum; here is a store that says it kept something else. */
  async #removeWrong(requests: UploadRequests, answer: ObjectAnswer): Promise<UploadError> {
    const outcome = await requests.remove(answer).then(
      () => 'It was removed.',
      (error: unknown) =>
        `It could not be removed (${reasonOf(error)}): remove it, and do not restore it.`,
    );
    return new UploadError(
      'CHECKSUM_MISMATCH',
      `The store made ${describeLocation(this.#options)} with the CRC32 ${answer.checksum}, where ` +
        `${this.#total.value} was sent: the object is not the dump. ${outcome}`,
    );
  }
}

function aborted(options: UploadOptions): UploadError {
  return new UploadError(
    'ABORTED',
    `The upload to ${describeLocation(options)} was aborted by its caller; no object was made.`,
    { cause: options.signal?.reason },
  );
}
