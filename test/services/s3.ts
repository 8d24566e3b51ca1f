/** S3 in this process: fauxqs, on a port of 127.0.0.1. */

import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { buildApp } from 'fauxqs';

/** An object in a bucket. */
export interface StoredObject {
  readonly key: string;
  /** Size of the object. */
  readonly bytes: number;
}

/** A multipart upload that was neither completed nor aborted. */
export interface OpenUpload {
  readonly key: string;
  readonly uploadId: string;
}

/** A running S3, empty at first. It checks no signatures, so any credentials do. */
export interface S3Service {
  /** `http://127.0.0.1:port` */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Talks to it in path style; ends with the service. */
  readonly client: S3Client;
  /** @returns the bucket's name, by default a fresh one */
  createBucket(name?: string): Promise<string>;
  /** All objects of the bucket, sorted by key. */
  objects(bucket: string): Promise<readonly StoredObject[]>;
  /** Uploads to the bucket that would be billed until somebody aborts them. */
  openUploads(bucket: string): readonly OpenUpload[];
  stop(): Promise<void>;
}

const REGION = 'eu-central-1';
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Starts S3 on a free port. All is kept in memory. */
export async function startS3(): Promise<S3Service> {
  const app = buildApp({ logger: false, defaultRegion: REGION });
  const uploads = new Map<string, { readonly bucket: string; readonly key: string }>();
  // fauxqs has no ListMultipartUploads, so the uploads are followed as they come and go.
  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode >= 300) return;
    const url = new URL(request.url, 'http://127.0.0.1');
    const uploadId = url.searchParams.get('uploadId');
    if (request.method === 'POST' && url.searchParams.has('uploads')) {
      const started = /<UploadId>(.+?)<\/UploadId>/.exec(String(payload))?.[1];
      const [bucket = '', ...key] = url.pathname.slice(1).split('/').map(decodeURIComponent);
      if (started !== undefined) uploads.set(started, { bucket, key: key.join('/') });
    } else if (uploadId !== null && ['POST', 'DELETE'].includes(request.method)) {
      uploads.delete(uploadId);
    }
  });
  const endpoint = await app.listen({ host: '127.0.0.1', port: 0 });
  const client = new S3Client({
    endpoint,
    region: REGION,
    credentials: CREDENTIALS,
    forcePathStyle: true,
  });
  return {
    endpoint,
    region: REGION,
    credentials: CREDENTIALS,
    client,
    async createBucket(name = `bucket-${randomBytes(4).toString('hex')}`) {
      await client.send(new CreateBucketCommand({ Bucket: name }));
      return name;
    },
    async objects(bucket) {
      const objects: StoredObject[] = [];
      for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
        for (const { Key = '', Size = 0 } of page.Contents ?? []) {
          objects.push({ key: Key, bytes: Size });
        }
      }
      return objects.sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    openUploads: (bucket) =>
      [...uploads]
        .filter(([, upload]) => upload.bucket === bucket)
        .map(([uploadId, { key }]) => ({ key, uploadId })),
    async stop() {
      client.destroy();
      await app.close();
    },
  };
}
