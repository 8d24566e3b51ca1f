/** A bucket for the command, whose answers are counted on the wire. */

import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { uploadDump } from '@dumpstream/s3';
import { onTestFinished } from 'vitest';
import { startS3 } from '../services/index.ts';

export interface S3Place {
  /** `s3://bucket/folder/name` */
  url(name: string): string;
  /** What the command needs to find it. */
  readonly flags: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Puts a file there, without being counted. */
  put(name: string, path: string): Promise<void>;
  /** Bytes that the service has sent to the command, with all that is around them. */
  sentBytes(): number;
}

/** A place for the running test. */
export async function s3Place(): Promise<S3Place> {
  const s3 = await startS3();
  onTestFinished(() => s3.stop());
  const bucket = await s3.createBucket();
  const counting = await countingProxy(Number(new URL(s3.endpoint).port));
  return {
    url: (name) => `s3://${bucket}/backups/${name}`,
    flags: ['--endpoint-url', `http://127.0.0.1:${counting.port}`],
    env: {
      AWS_REGION: s3.region,
      AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    },
    async put(name, path) {
      await uploadDump(createReadStream(path), {
        ...{ client: s3.client, bucket, key: `backups/${name}`, contentType: 'application/gzip' },
      });
    },
    sentBytes: counting.sentBytes,
  };
}

/** Passes connections on, and counts what comes back. */
async function countingProxy(target: number) {
  let sent = 0;
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    far.on('data', (bytes) => {
      sent += bytes.length;
    });
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sentBytes: () => sent };
}
