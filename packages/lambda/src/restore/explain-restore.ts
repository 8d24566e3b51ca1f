/** Adds to an error of a restore the place where the thing that it names was configured. */

import { DumpError } from '@dumpstream/core';
import { FileError } from '@dumpstream/file';
import { UploadError } from '@dumpstream/s3';
import { InvocationError } from '../errors.ts';
import { accessPlaces, type ErrorContext } from '../explain.ts';

/** What was going on when an error came. */
export interface RestoreErrorContext extends ErrorContext {
  /** Of the dump; `undefined` before it is found. */
  readonly key: string | undefined;
}

/** By what the next event names the same dump. */
interface DumpFields {
  readonly key: string | undefined;
  readonly versionId: string | undefined;
}

/** @returns what the invocation fails with; an error that is not foreseen is returned as it is */
export function explainRestore(error: unknown, context: RestoreErrorContext): unknown {
  const { configuration, signal, key } = context;
  const fields = { key, versionId: configuration.text('sourceVersionId') };
  const { reason }: { readonly reason: unknown } = signal;
  const isEnded =
    signal.aborted && (!(error instanceof Error && 'code' in error) || error.code === 'ABORTED');
  if (isEnded && reason instanceof InvocationError) {
    const state = error instanceof DumpError ? stateOf(error, fields) : '';
    const message = `${reason.message}${state}`;
    return new InvocationError(reason.name, reason.code, message, reason);
  }
  if (error instanceof DumpError) {
    // The dump is the wrong one, and the database has not even been asked for anything.
    const name = error.code === 'NOT_MASKED' ? 'SourceError' : 'RestoreError';
    const message = `${inOwnWords(error.message, fields)}${restorePlaces(error, context)}`;
    return new InvocationError(name, error.code, message, error);
  }
  if (error instanceof UploadError || error instanceof FileError) {
    const message = `${error.message}${sourcePlaces(context)}`;
    return new InvocationError('SourceError', error.code, message, error);
  }
  return error;
}

/** Core says that its signal ended it, and then what is in the database by now. */
function stateOf(error: DumpError, fields: DumpFields): string {
  const state = error.message.replace(/^The \w+ .*?was aborted by its signal\.\s*/, '');
  return state === '' ? '' : ` ${inOwnWords(state, fields)}`;
}

/** Core speaks of its options, which are a field of the event and a variable here. */
function inOwnWords(message: string, fields: DumpFields): string {
  return message
    .replaceAll('the option resume', `the event ${JSON.stringify({ ...fields, resume: true })}`)
    .replaceAll('the option skipDefiner', 'DUMPSTREAM_SKIP_DEFINER')
    .replaceAll('the option force', 'DUMPSTREAM_FORCE')
    .replaceAll('the option requireMask', 'DUMPSTREAM_REQUIRE_MASK')
    .replaceAll('begin anew with force', 'begin anew with DUMPSTREAM_FORCE');
}

function restorePlaces(error: DumpError, context: RestoreErrorContext): string {
  return error.code === 'TARGET_NOT_EMPTY'
    ? ` The name of the database is from the ${context.access.place('dbName')}.`
    : accessPlaces(error, context);
}

function sourcePlaces({ configuration }: ErrorContext): string {
  return configuration.text('sourceKey') === undefined
    ? ''
    : ` The key is from the ${configuration.place('sourceKey')}.`;
}
