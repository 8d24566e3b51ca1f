/** Adds to an error of a restore the place where the thing that it names was configured. */

import { DumpError } from '@dumpstream/core';
import { FileError } from '@dumpstream/file';
import { UploadError } from '@dumpstream/s3';
import { InvocationError } from '../errors.ts';
import { accessPlaces, type ErrorContext } from '../explain.ts';

/** @returns what the invocation fails with; an error that is not foreseen is returned as it is */
export function explainRestore(error: unknown, context: ErrorContext): unknown {
  const { reason }: { readonly reason: unknown } = context.signal;
  if (error instanceof DumpError) {
    if (error.code === 'ABORTED' && context.signal.aborted) return reason;
    const message = `${error.message}${restorePlaces(error, context)}`;
    return new InvocationError('RestoreError', error.code, message, error);
  }
  if (error instanceof UploadError || error instanceof FileError) {
    if (error.code === 'ABORTED' && context.signal.aborted) return reason;
    const message = `${error.message}${sourcePlaces(error, context)}`;
    return new InvocationError('SourceError', error.code, message, error);
  }
  return error;
}

function restorePlaces(error: DumpError, context: ErrorContext): string {
  switch (error.code) {
    case 'TARGET_NOT_EMPTY':
      return (
        ` The name of the database is from the ${context.access.place('dbName')}. Here it is ` +
        'DUMPSTREAM_FORCE that allows to replace what is there.'
      );
    default:
      return accessPlaces(error, context);
  }
}

function sourcePlaces(error: UploadError | FileError, { configuration }: ErrorContext): string {
  switch (error.code) {
    case 'ACCESS_DENIED':
      return " The function's role needs s3:GetObject on it, and kms:Decrypt where it has a key of its own.";
    default:
      return configuration.text('sourceKey') === undefined
        ? ''
        : ` The key is from the ${configuration.place('sourceKey')}.`;
  }
}
