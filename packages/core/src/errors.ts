/** The one error class of this package, and the stable codes it carries. */

/**
 * Stable codes of {@link DumpError}. A code never changes its meaning; new ones may be added.
 *
 * - `INVALID_OPTION`: an option is unknown, of the wrong type, or contradicts another one.
 * - `CONNECT_FAILED`: the server can't be reached, or refused the connection.
 * - `AUTHENTICATION_FAILED`: the server refused the user name or password, or there is no password
 *   that could be sent: its function failed, or the way of the account to log in is not known.
 * - `TLS_FAILED`: the encrypted connection could not be made or the certificate is not trusted.
 * - `UNKNOWN_DATABASE`: a named database does not exist or the account can't see it.
 * - `UNKNOWN_TABLE`: a named table does not exist or the account can't see it.
 * - `UNKNOWN_ACCOUNT`: an account that the option `users` names does not exist.
 * - `MISSING_PRIVILEGE`: the account may not read something that belongs to the dump.
 * - `BROKEN_VIEW`: a view refers to something that no longer exists.
 * - `UNSUPPORTED`: the database holds something that can't be dumped exactly.
 * - `INVALID_TEXT`: a text holds bytes that are not valid in its character set, and that a server
 *   would change when the dump is restored.
 * - `SCHEMA_CHANGED`: a table was altered while the dump ran.
 * - `CONNECTION_LOST`: the connection ended in the middle of the dump.
 * - `QUERY_FAILED`: the server refused a statement for another reason.
 * - `READ_FAILED`: the system can't read the dump further.
 * - `NOT_A_DUMP`: what was to be read is something else, or compressed in a way that is not known.
 * - `TRUNCATED_DUMP`: the dump ends too early.
 * - `DAMAGED_DUMP`: the dump is not what was written: compression or a checksum says so.
 * - `NO_MANIFEST`: the dump does not tell what it holds, where that is needed.
 * - `TARGET_NOT_EMPTY`: the database to restore into holds something already.
 * - `REFUSED_STATEMENT`: the dump holds something that is not run: a command of the client programs,
 *   or a statement that would write elsewhere.
 * - `STATEMENT_TOO_LARGE`: the target's `max_allowed_packet` is too small for a single row, or for a
 *   statement that can't be cut.
 * - `STATEMENT_FAILED`: the target refused a statement of the dump for another reason.
 * - `CANNOT_RESUME`: there is nothing to go on with, or it belongs to another dump.
 * - `INVALID_MASK`: the policy of masks is wrong, does not fit the columns, or lacks its key.
 * - `UNMASKED_COLUMN`: there are columns that a strict policy of masks does not name.
 * - `NOT_MASKED`: a dump is not masked, or by another policy, where masked ones alone are restored.
 * - `TEMPORARY_FILE_FAILED`: the system refuses a temporary file for the keys of a subset.
 * - `ABORTED`: the caller's `AbortSignal` was triggered, or the stream was destroyed.
 * - `INTERNAL`: a bug in this package.
 */
export type DumpErrorCode =
  | 'INVALID_OPTION'
  | 'CONNECT_FAILED'
  | 'AUTHENTICATION_FAILED'
  | 'TLS_FAILED'
  | 'UNKNOWN_DATABASE'
  | 'UNKNOWN_TABLE'
  | 'UNKNOWN_ACCOUNT'
  | 'MISSING_PRIVILEGE'
  | 'BROKEN_VIEW'
  | 'UNSUPPORTED'
  | 'INVALID_TEXT'
  | 'SCHEMA_CHANGED'
  | 'CONNECTION_LOST'
  | 'QUERY_FAILED'
  | 'READ_FAILED'
  | 'NOT_A_DUMP'
  | 'TRUNCATED_DUMP'
  | 'DAMAGED_DUMP'
  | 'NO_MANIFEST'
  | 'TARGET_NOT_EMPTY'
  | 'REFUSED_STATEMENT'
  | 'STATEMENT_TOO_LARGE'
  | 'STATEMENT_FAILED'
  | 'CANNOT_RESUME'
  | 'INVALID_MASK'
  | 'UNMASKED_COLUMN'
  | 'NOT_MASKED'
  | 'TEMPORARY_FILE_FAILED'
  | 'ABORTED'
  | 'INTERNAL';

/** A statement of a dump that an error is about. */
export interface FailedStatement {
  /** Counted from 1. */
  readonly number: number;
  /** Where it begins in the SQL text, in bytes. */
  readonly offset: number;
  /** Its first 200 characters, without passwords. */
  readonly text: string;
  /** The table, view, ... that it is about, where that is known. */
  readonly object?: string;
}

/**
 * Where a member stands in a policy of masks: names of members and numbers of elements, from its top.
 * For example `['columns', 'shop.customers.email', 'domain']`.
 */
export type PolicyPath = readonly (string | number)[];

/** Every error that this package throws, rejects with or destroys a stream with. */
export class DumpError extends Error {
  override readonly name = 'DumpError';

  /** Stable machine-readable code, see {@link DumpErrorCode}. */
  readonly code: DumpErrorCode;

  /** The statement of a dump that it is about, when one is restored or verified. */
  readonly statement?: FailedStatement;

  /**
   * Of `INVALID_MASK` and `UNMASKED_COLUMN`: the members of the policy that it is about, where there are
   * any. `@dumpstream/mask` knows their lines.
   */
  readonly policyPaths?: readonly PolicyPath[];

  /**
   * @param code - stable code
   * @param message - what happened, to what, and what to do about it; never a secret
   * @param options - `cause`: the error underneath, if there is one; `statement`, `policyPaths`: see
   *   the properties
   */
  constructor(
    code: DumpErrorCode,
    message: string,
    options?: {
      readonly cause?: unknown;
      readonly statement?: FailedStatement;
      readonly policyPaths?: readonly PolicyPath[];
    },
  ) {
    super(printable(message), options);
    this.code = code;
    if (options?.statement !== undefined) this.statement = options.statement;
    if (options?.policyPaths !== undefined) this.policyPaths = options.policyPaths;
  }
}

/** Names and texts of servers stand in messages: none of them gives a terminal orders. */
function printable(message: string): string {
  return message.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    character === '\n' ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
