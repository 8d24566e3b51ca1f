/** The error that an invocation fails with. */

import { printable } from './printable.ts';

/**
 * Its name, which Lambda reports as `errorType` and which a Step Functions `Catch` can match.
 *
 * - `ConfigurationError`: a variable, an event field or the content of a parameter is wrong.
 * - `ParameterStoreError`: the parameters can't be read.
 * - `SecretsManagerError`: the secret can't be read, or is none.
 * - `MaskError`: the policy of masks can't be read, is wrong, or does not fit the database; or its key
 *   can't be used.
 * - `DumpError`: the database; `code` is that of `@dumpstream/core`.
 * - `VerifyError`: a dump was read back, and is not what was dumped (`VERIFY_FAILED`), or it could not be
 *   read back (`NOT_VERIFIED`).
 * - `RestoreError`: the dump, or the database that it is restored into; `code` is that of
 *   `@dumpstream/core`.
 * - `SourceError`: the dump to be restored can't be found or read.
 * - `UploadError`: S3; `code` is that of `@dumpstream/s3`.
 * - `FileError`: the file system; `code` is that of `@dumpstream/file`.
 * - `TimeoutError`: the function's time was nearly up, so the dump was ended cleanly before; `code`
 *   is `DEADLINE`.
 * - `ShutdownError`: Lambda ended the environment, or began another invocation in it.
 * - `UnexpectedError`: none of these. A fault of this package or of one that it uses.
 */
export type InvocationErrorName =
  | 'ConfigurationError'
  | 'ParameterStoreError'
  | 'SecretsManagerError'
  | 'MaskError'
  | 'DumpError'
  | 'VerifyError'
  | 'RestoreError'
  | 'SourceError'
  | 'UploadError'
  | 'FileError'
  | 'TimeoutError'
  | 'ShutdownError'
  | 'UnexpectedError';

/** What every failed invocation fails with. */
export class InvocationError extends Error {
  override readonly name: InvocationErrorName;

  /** Stable machine-readable code of what went wrong. */
  readonly code: string;

  /**
   * @param name - see {@link InvocationErrorName}
   * @param code - stable code
   * @param message - what happened, to what, where it is configured and what to do; no secret
   * @param origin - the error underneath. Only its stack is taken over: Lambda logs all of an
   *   error, and what drivers put on theirs is not ours to show.
   */
  constructor(name: InvocationErrorName, code: string, message: string, origin?: Error) {
    super(message);
    this.name = name;
    this.code = code;
    const frames = (origin?.stack ?? this.stack ?? '')
      .split('\n')
      .filter((l) => /^ {4}at /.test(l));
    this.stack = [`${name}: ${message}`, ...frames].join('\n');
  }
}

/**
 * What is thrown, as an error that can be shown: Lambda logs all that is on an error, and drivers
 * put statements, options and headers on theirs.
 */
export function asInvocationError(error: unknown): InvocationError {
  if (error instanceof InvocationError) return error;
  const origin = error instanceof Error ? error : undefined;
  const text = origin === undefined ? String(error) : `${origin.name}: ${origin.message}`;
  return new InvocationError('UnexpectedError', 'UNEXPECTED', printable(text), origin);
}
