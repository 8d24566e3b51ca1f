/** Turns what the operating system refuses into a `FileError` that says what to do. */

import { getSystemErrorMessage } from 'node:util';
import { FileError, type FileErrorCode } from './errors.ts';

const codes: Readonly<Record<string, FileErrorCode>> = {
  EISDIR: 'IS_FOLDER',
  ENOENT: 'FOLDER_NOT_FOUND',
  ENOTDIR: 'FOLDER_NOT_FOUND',
  EACCES: 'ACCESS_DENIED',
  EPERM: 'ACCESS_DENIED',
  EROFS: 'READ_ONLY',
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EFBIG: 'FILE_TOO_LARGE',
  EEXIST: 'FILE_EXISTS',
};

const advice: Partial<Record<FileErrorCode, string>> = {
  IS_FOLDER: 'It is a folder: add the name of the file.',
  FOLDER_NOT_FOUND: 'Create the folder, or correct the path.',
  ACCESS_DENIED: 'Give the user of this process the right to create files in the folder.',
  READ_ONLY: 'Choose a folder on a file system that is mounted for writing.',
  DISK_FULL: 'Free some space, raise the quota, or compress the dump.',
  FILE_TOO_LARGE:
    'Raise the limit of the process (ulimit -f), choose another file system, or compress the dump.',
  FILE_EXISTS: 'Choose another name, remove that file, or allow it to be replaced.',
};

/**
 * @param failure - what a call of `node:fs` threw
 * @returns the failure itself if it is a {@link FileError} already
 */
export function fileErrorFrom(failure: unknown, path: string): FileError {
  if (failure instanceof FileError) {
    return failure;
  }
  const code = (isSystemError(failure) && codes[failure.code ?? '']) || 'WRITE_FAILED';
  return fileError(code, path, { reason: reasonOf(failure), cause: failure });
}

/** An error of a code that has its own advice. */
export function fileError(
  code: FileErrorCode,
  path: string,
  { reason, cause }: { readonly reason?: string; readonly cause?: unknown } = {},
): FileError {
  const what = `Could not write ${printable(path)}${reason === undefined ? '' : `: ${reason}`}.`;
  const sentences = [what, advice[code]].filter((sentence) => sentence !== undefined);
  return new FileError(code, sentences.join(' '), { cause });
}

/** An error of the operating system; those of a stream of rows carry no `syscall` of files. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && typeof error.syscall === 'string';
}

/** For example `no space left on device (ENOSPC)`. */
export function reasonOf(failure: unknown): string {
  if (isSystemError(failure) && failure.errno !== undefined) {
    return `${getSystemErrorMessage(failure.errno)} (${failure.code})`;
  }
  return failure instanceof Error ? failure.message : String(failure);
}

/** Escapes control characters, line breaks among them: a path is hostile input to a log. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
