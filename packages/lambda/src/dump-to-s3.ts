/** One attempt: a dump from the database into S3. */

import { finished } from 'node:stream/promises';
import type { S3Client, StorageClass } from '@aws-sdk/client-s3';
import { type CompressionName, type DumpOptions, type DumpStream, dump } from '@dumpstream/core';
import { type UploadOptions, uploadDump } from '@dumpstream/s3';
import type { Configuration } from './configuration/configuration.ts';
import type { DatabaseAccess } from './database/database-access.ts';
import { contentTypeOf } from './destination/object-key.ts';
import type { Collector } from './memory.ts';

/** What the handler returns. */
export interface DumpResult {
  readonly bucket: string;
  readonly key: string;
  /** Size of the object. */
  readonly bytes: number;
  readonly tables: number;
  readonly rows: number;
  /** Views that are in the dump as comments; absent where there are none. */
  readonly brokenViews?: number;
  /** What was asked for and not given, in sentences; absent where there is nothing to tell. */
  readonly warnings?: readonly string[];
  readonly durationMs: number;
}

/** What an attempt is made of. */
export interface Attempt {
  readonly configuration: Configuration;
  readonly access: DatabaseAccess;
  readonly client: S3Client;
  readonly key: string;
  readonly signal: AbortSignal;
  /** Keeps memory low; `undefined` where there is enough of it. */
  readonly collector: Collector | undefined;
}

/**
 * @throws `DumpError` or `UploadError`, once nothing is left in S3 and the connection is closed
 */
export async function dumpToS3(attempt: Attempt): Promise<Omit<DumpResult, 'durationMs'>> {
  const stream = dump(dumpOptions(attempt));
  const { collector } = attempt;
  if (collector !== undefined) stream.on('progress', () => collector.whileReading());
  try {
    const { bucket, key, bytes } = await uploadDump(stream, uploadOptions(attempt, stream));
    const { tables, rows, brokenViews, warnings } = await stream.summary;
    return {
      ...{ bucket, key, bytes, tables: tables.length, rows },
      ...(brokenViews.length > 0 && { brokenViews: brokenViews.length }),
      ...(warnings.length > 0 && { warnings: warnings.map(({ message }) => message) }),
    };
  } catch (error) {
    // The stream closes only once its connection has: nothing may run on into the next invocation.
    stream.destroy();
    if (!stream.closed) {
      await finished(stream).catch(() => {});
    }
    throw error;
  }
}

/** The compression chosen. */
export function compressionOf(configuration: Configuration): CompressionName {
  const name = configuration.text('compress');
  return name === 'zstd' || name === 'none' ? name : 'gzip';
}

function dumpOptions({ configuration, access }: Attempt): DumpOptions {
  const level = configuration.integer('compressionLevel');
  // A level is chosen for a method; an event that chooses the method gets that one's default.
  const hasLevel = level !== undefined && !configuration.isFromEvent('compress');
  const options = {
    tables: configuration.list('tables'),
    ignoreTables: configuration.list('ignoreTables'),
    where: configuration.text('where'),
    noData: configuration.flag('noData'),
    triggers: configuration.flag('triggers'),
    views: configuration.flag('views'),
    routines: configuration.flag('routines'),
    events: configuration.flag('events'),
    allDatabases: configuration.flag('allDatabases'),
    addDropDatabase: configuration.flag('addDropDatabase'),
    noCreateDb: configuration.flag('noCreateDb'),
    skipDefiner: configuration.flag('skipDefiner'),
    users: configuration.flag('users'),
    brokenViews: configuration.text('brokenViews') as DumpOptions['brokenViews'],
    sourceData: configuration.integer('sourceData') as DumpOptions['sourceData'],
    setGtidPurged: configuration.text('setGtidPurged') as DumpOptions['setGtidPurged'],
    compressionLevel: hasLevel ? level : undefined,
    parallel: configuration.integer('parallel'),
    parallelFallback: configuration.text('parallelFallback') as DumpOptions['parallelFallback'],
  };
  return {
    connection: access.connection,
    compress: compressionOf(configuration),
    ...given(options),
  };
}

function uploadOptions(attempt: Attempt, stream: DumpStream): UploadOptions {
  const { configuration, client, key, signal, collector } = attempt;
  const kmsKeyId = configuration.text('kmsKeyId');
  const options = {
    storageClass: configuration.text('storageClass') as StorageClass | undefined,
    kmsKeyId,
    serverSideEncryption: kmsKeyId === undefined ? undefined : ('aws:kms' as const),
    expectedBucketOwner: configuration.text('bucketOwner'),
    onProgress: collector?.afterPart,
  };
  return {
    client,
    bucket: configuration.text('bucket') ?? '',
    key,
    contentType: contentTypeOf(compressionOf(configuration)),
    // Who may only invoke the function must not be able to replace a dump.
    overwrite: !configuration.isFromEvent('key'),
    plannedBytes: stream.estimate.then(({ bytes }) => bytes),
    signal,
    ...given(options),
  };
}

type Given<Options> = { [Name in keyof Options]?: Exclude<Options[Name], undefined> };

/** Without the options that are undefined, which exact optional properties do not allow. */
function given<Options extends object>(options: Options): Given<Options> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Given<Options>;
}
