/** The one error class of this package, and the stable codes it carries. */

/**
 * Stable codes of {@link FileError}. A code never changes its meaning; new ones may be added.
 *
 * - `INVALID_OPTION`: an option is unknown, missing, or of the wrong type.
 * - `IS_FOLDER`: the path is that of a folder.
 * - `FOLDER_NOT_FOUND`: the folder of the file does not exist.
 * - `ACCESS_DENIED`: the user of this process may not write there, or not read the file.
 * - `READ_ONLY`: the file system is mounted read-only.
 * - `DISK_FULL`: no space is left, or the user's quota is used up.
 * - `FILE_TOO_LARGE`: the file system, or a limit of the process, takes no file of this size.
 * - `FILE_EXISTS`: there is a file already and `overwrite` is `false`.
 * - `SOURCE_ENDED_EARLY`: the stream was closed before its end without saying why.
 * - `ABORTED`: the caller's `AbortSignal` was triggered.
 * - `CLEANUP_FAILED`: the stream failed, and the temporary file could not be removed after it.
 * - `WRITE_FAILED`: the operating system refused or failed for another reason; see `cause`.
 * - `FILE_NOT_FOUND`: there is no file to read.
 * - `NOT_A_FILE`: what is to be read by ranges is a pipe, a device or a socket.
 * - `FILE_CHANGED`: the file was written to while it was read.
 * - `READ_FAILED`: as `WRITE_FAILED`, of a file that is read.
 */
export type FileErrorCode =
  | 'INVALID_OPTION'
  | 'IS_FOLDER'
  | 'FOLDER_NOT_FOUND'
  | 'ACCESS_DENIED'
  | 'READ_ONLY'
  | 'DISK_FULL'
  | 'FILE_TOO_LARGE'
  | 'FILE_EXISTS'
  | 'SOURCE_ENDED_EARLY'
  | 'ABORTED'
  | 'CLEANUP_FAILED'
  | 'WRITE_FAILED'
  | 'FILE_NOT_FOUND'
  | 'NOT_A_FILE'
  | 'FILE_CHANGED'
  | 'READ_FAILED';

/** Every error of this package's own; a stream that fails surfaces its own error instead. */
export class FileError extends Error {
  override readonly name = 'FileError';

  /** Stable machine-readable code, see {@link FileErrorCode}. */
  readonly code: FileErrorCode;

  /** Path of the temporary file that could not be removed; `undefined` where nothing is left. */
  readonly leftPath: string | undefined;

  /**
   * @param code - stable code
   * @param message - what happened, to which file, and what to do about it
   * @param options - `cause`: the error underneath; `leftPath`: what could not be cleaned up
   */
  constructor(
    code: FileErrorCode,
    message: string,
    options?: { readonly cause?: unknown; readonly leftPath?: string },
  ) {
    super(message, options);
    this.code = code;
    this.leftPath = options?.leftPath;
  }
}
