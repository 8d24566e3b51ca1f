import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { startS3 } from './index.ts';

async function startedS3() {
  const s3 = await startS3();
  onTestFinished(() => s3.stop());
  return s3;
}

test('S3 shows an object that was put, with its size', async () => {
  const s3 = await startedS3();
  const bucket = await s3.createBucket();
  expect(await s3.objects(bucket)).toEqual([]);
  await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: 'a/b', Body: 'twelve bytes' }));
  expect(await s3.objects(bucket)).toEqual([{ key: 'a/b', bytes: 12 }]);
});

test('S3 tells of a multipart upload until it is aborted', async () => {
  const s3 = await startedS3();
  const Bucket = await s3.createBucket();
  const Key = 'folder/a key 寿司';
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  await s3.client.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'part' }),
  );
  expect(s3.openUploads(Bucket)).toEqual([{ key: Key, uploadId: UploadId }]);
  expect(s3.openUploads('another-bucket')).toEqual([]);
  await s3.client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  expect(s3.openUploads(Bucket)).toEqual([]);
  expect(await s3.objects(Bucket)).toEqual([]);
});

test('S3 tells of a multipart upload until it is completed', async () => {
  const s3 = await startedS3();
  const Bucket = await s3.createBucket();
  const Key = 'whole';
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const part = { Bucket, Key, UploadId, PartNumber: 1, Body: 'part' };
  const { ETag } = await s3.client.send(new UploadPartCommand(part));
  await s3.client.send(
    new CompleteMultipartUploadCommand({
      Bucket,
      Key,
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    }),
  );
  expect(s3.openUploads(Bucket)).toEqual([]);
  expect(await s3.objects(Bucket)).toEqual([{ key: 'whole', bytes: 4 }]);
});

test('S3 listens on 127.0.0.1 alone, and no longer after it was stopped', async () => {
  const s3 = await startS3();
  expect(new URL(s3.endpoint).hostname).toBe('127.0.0.1');
  await s3.stop();
  await expect(fetch(s3.endpoint)).rejects.toThrow('fetch failed');
});
