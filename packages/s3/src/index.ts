export type { ObjectChecksum } from './checksum.ts';
export { UploadError, type UploadErrorCode } from './errors.ts';
export type { ObjectLocation } from './location.ts';
export type { ObjectLock } from './object-lock.ts';
export type { UploadOptions } from './options.ts';
export type { UploadProgress, UploadResult } from './result.ts';
export { parseS3Url } from './s3-url.ts';
export { uploadDump } from './upload.ts';
