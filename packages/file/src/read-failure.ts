/** Turns what stands in the way of reading a file into a `FileError` that says what to do. */

import { FileError, type FileErrorCode } from './errors.ts';
import { isSystemError, printable, reasonOf } from './failure.ts';

const codes: Readonly<Record<string, FileErrorCode>> = {
  EISDIR: 'IS_FOLDER',
  ENOENT: 'FILE_NOT_FOUND',
  ENOTDIR: 'FILE_NOT_FOUND',
  EACCES: 'ACCESS_DENIED',
  EPERM: 'ACCESS_DENIED',
  ENXIO: 'NOT_A_FILE',
};

const advice: Partial<Record<FileErrorCode, string>> = {
  IS_FOLDER: 'It is a folder: give the file that is in it.',
  FILE_NOT_FOUND: 'Correct the path.',
  ACCESS_DENIED:
    'Give the user of this process the right to read the file, and to enter the folders it is in.',
  NOT_A_FILE:
    'It is a pipe, a device or a socket, which is read once from its beginning: give it as a stream.',
  FILE_CHANGED: 'It was written to meanwhile: wait until it is whole, and begin anew.',
  READ_FAILED: 'Check the disk, or the connection to the file server.',
};

/**
 * @param failure - what a call of `node:fs` threw
 * @returns the failure itself if it is a {@link FileError} already
 */
export function readErrorFrom(failure: unknown, path: string): FileError {
  if (failure instanceof FileError) return failure;
  const code = (isSystemError(failure) && codes[failure.code ?? '']) || 'READ_FAILED';
  return readError(code, path, { reason: reasonOf(failure), cause: failure });
}

/** An error of a code, with the advice of the code in place of a better one. */
export function readError(
  code: FileErrorCode,
  path: string,
  options: { readonly reason?: string; readonly advice?: string; readonly cause?: unknown } = {},
): FileError {
  const reason = options.reason === undefined ? '' : `: ${options.reason}`;
  const sentences = [`Could not read ${printable(path)}${reason}.`, options.advice ?? advice[code]];
  return new FileError(code, sentences.filter((sentence) => sentence !== undefined).join(' '), {
    cause: options.cause,
  });
}
