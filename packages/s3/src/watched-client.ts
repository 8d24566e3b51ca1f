/** The caller's S3 client, watched: failures are known at once, and nothing is committed too early. */

import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** What is told while requests are made. */
export interface ClientWatcher {
  /** Throws where no more requests may be made. */
  beforeRequest(): void;
  /** Throws where the object must not appear yet. */
  beforeCommit(): void;
  onUploadId(uploadId: string): void;
  onPart(bytes: number): void;
  /** @returns the error to throw in place of the SDK's */
  onFailure(error: unknown, commit: boolean): unknown;
}

type Send = (command: object, ...rest: readonly unknown[]) => Promise<object>;

/**
 * lib-storage tells of a failed part only once its other parts are done, which with a slow stream
 * may be never, and does not tell the id of the upload. Both are seen from the requests it makes.
 *
 * @param client - is left as it is, so that it can serve other uploads at the same time
 */
export function watchClient(client: S3Client, watcher: ClientWatcher): S3Client {
  const send = client.send.bind(client) as Send;
  const watchedSend: Send = async (command, ...rest) => {
    const commit =
      command instanceof CompleteMultipartUploadCommand || command instanceof PutObjectCommand;
    watcher.beforeRequest();
    if (commit) {
      watcher.beforeCommit();
    }
    let output: object;
    try {
      output = await send(command, ...rest);
    } catch (error) {
      throw watcher.onFailure(error, commit);
    }
    if (command instanceof CreateMultipartUploadCommand) {
      watcher.onUploadId(String(Reflect.get(output, 'UploadId')));
    }
    if (command instanceof UploadPartCommand && command.input.Body instanceof Uint8Array) {
      watcher.onPart(command.input.Body.byteLength);
    }
    return output;
  };
  return new Proxy(client, {
    get: (target, property) =>
      property === 'send' ? watchedSend : Reflect.get(target, property, target),
  });
}
