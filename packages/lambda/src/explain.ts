/** Adds to an error the place where the thing that it names was configured. */

import { DumpError } from '@dumpstream/core';
import { FileError } from '@dumpstream/file';
import { UploadError } from '@dumpstream/s3';
import type { Configuration } from './configuration/configuration.ts';
import type { DatabaseAccess } from './database/database-access.ts';
import { InvocationError } from './errors.ts';
import type { Mask } from './mask/read-mask.ts';

/** What was going on when an error came. */
export interface ErrorContext {
  readonly configuration: Configuration;
  readonly access: DatabaseAccess;
  /** The invocation's deadline. */
  readonly signal: AbortSignal;
  /** Of a dump that is masked. */
  readonly mask?: Mask | undefined;
}

/** @returns what the invocation fails with; an error that is not foreseen is returned as it is */
export function explain(error: unknown, context: ErrorContext): unknown {
  if (error instanceof DumpError) {
    // Of a dry run: a dump is ended by whoever reads it.
    if (error.code === 'ABORTED' && context.signal.aborted) return context.signal.reason;
    const told = context.mask?.located(error) ?? error;
    const text = told instanceof DumpError ? told.message : error.message;
    const message = `${text}${accessPlaces(error, context)}`;
    const isOfMasks = ['INVALID_MASK', 'UNMASKED_COLUMN'].includes(error.code);
    return new InvocationError(isOfMasks ? 'MaskError' : 'DumpError', error.code, message, error);
  }
  if (error instanceof UploadError) {
    const { reason }: { readonly reason: unknown } = context.signal;
    if (error.code === 'ABORTED' && reason instanceof InvocationError) {
      const left = error.leftUploadId === undefined ? '' : ` ${error.message}`;
      return new InvocationError(reason.name, reason.code, `${reason.message}${left}`, reason);
    }
    const message = `${error.message}${uploadPlaces(error, context)}`;
    return new InvocationError('UploadError', error.code, message, error);
  }
  if (error instanceof FileError) return explainFile(error, context);
  return error;
}

function explainFile(error: FileError, { configuration, signal }: ErrorContext): unknown {
  const { reason }: { readonly reason: unknown } = signal;
  if (error.code === 'ABORTED' && reason instanceof InvocationError) {
    const left = error.leftPath === undefined ? '' : ` ${error.message}`;
    return new InvocationError(reason.name, reason.code, `${reason.message}${left}`, reason);
  }
  const place =
    error.code === 'FILE_EXISTS'
      ? `The key is from the ${configuration.place('key')}, and may not replace a file.`
      : `The folder is from the ${configuration.place('fileFolder')}.`;
  return new InvocationError('FileError', error.code, `${error.message} ${place}`, error);
}

/** Of what is configured for the database, for a dump and for a restore. */
export function accessPlaces(error: DumpError, { configuration, access }: ErrorContext): string {
  switch (error.code) {
    case 'AUTHENTICATION_FAILED':
      if (access.usesToken) {
        return (
          ` The user name is from the ${access.place('dbUser')}: the account must be made for IAM ` +
          "(AWSAuthenticationPlugin), and the function's role needs rds-db:connect on it."
        );
      }
      return (
        ` The user name is from the ${access.place('dbUser')}, ` +
        `the password from the ${access.place('dbPassword')}.` +
        (access.passwordEndsWithLineBreak ? ' The password ends with a line break.' : '')
      );
    case 'CONNECT_FAILED':
      return ` The host is from the ${access.place('dbHost')}.`;
    case 'TLS_FAILED':
      return (
        ` The host is from the ${access.place('dbHost')}. Here it is NODE_EXTRA_CA_CERTS that adds ` +
        'authorities, and DUMPSTREAM_DB_TLS that switches encryption off.'
      );
    case 'UNKNOWN_DATABASE':
      return ` The name of the database is from the ${access.place('dbName')}.`;
    case 'MISSING_PRIVILEGE':
      return ` The account is from the ${access.place('dbUser')}.`;
    case 'UNKNOWN_TABLE': {
      const names = (['tables', 'ignoreTables'] as const).filter(
        (name) => configuration.list(name) !== undefined,
      );
      return names.map((name) => ` ${name} is from the ${configuration.place(name)}.`).join('');
    }
    default:
      return '';
  }
}

function uploadPlaces(error: UploadError, { configuration }: ErrorContext): string {
  const bucket = ` The bucket is from the ${configuration.place('bucket')}.`;
  switch (error.code) {
    case 'WRONG_REGION':
      return `${bucket} A function writes to buckets of the region that it runs in.`;
    case 'THROTTLED':
      return ' Here AWS_MAX_ATTEMPTS and AWS_RETRY_MODE (adaptive) set that.';
    case 'BUCKET_NOT_FOUND':
    case 'ACCESS_DENIED':
      return bucket;
    case 'OBJECT_EXISTS':
      return ` The key is from the ${configuration.place('key')}, and may not replace an object.`;
    default:
      return '';
  }
}
