/** Translates the errors of statements into `DumpError`s that say what to do. */

import { DumpError, type DumpErrorCode } from '../errors.ts';

/** The fields that mysql2 and Node put on their errors. */
interface DriverError extends Error {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlMessage?: string;
  /** mysql2: the connection can't be used any more. */
  readonly fatal?: boolean;
}

/** Server error numbers: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html */
export const serverErrors = new Map<number, DumpErrorCode>([
  [1044, 'MISSING_PRIVILEGE'], // ER_DBACCESS_DENIED_ERROR
  [1142, 'MISSING_PRIVILEGE'], // ER_TABLEACCESS_DENIED_ERROR
  [1143, 'MISSING_PRIVILEGE'], // ER_COLUMNACCESS_DENIED_ERROR
  [1227, 'MISSING_PRIVILEGE'], // ER_SPECIFIC_ACCESS_DENIED_ERROR
  [1370, 'MISSING_PRIVILEGE'], // ER_PROCACCESS_DENIED_ERROR
  [1045, 'AUTHENTICATION_FAILED'], // ER_ACCESS_DENIED_ERROR
  [1698, 'AUTHENTICATION_FAILED'], // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
  [1049, 'UNKNOWN_DATABASE'], // ER_BAD_DB_ERROR
  [1051, 'UNKNOWN_TABLE'], // ER_BAD_TABLE_ERROR
  [1146, 'SCHEMA_CHANGED'], // ER_NO_SUCH_TABLE: it was there when the catalog was read
  [1412, 'SCHEMA_CHANGED'], // ER_TABLE_DEF_CHANGED
  [1305, 'SCHEMA_CHANGED'], // ER_SP_DOES_NOT_EXIST, as above
  [1360, 'SCHEMA_CHANGED'], // ER_TRG_DOES_NOT_EXIST
  [1539, 'SCHEMA_CHANGED'], // ER_EVENT_DOES_NOT_EXIST
  [1356, 'BROKEN_VIEW'], // ER_VIEW_INVALID
]);

const lostCodes = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_PACKETS_OUT_OF_ORDER', // ours
  'ECONNRESET',
  'EPIPE',
  // Nobody answers any more: keep-alive probes, or a router on the way, found out.
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ECONNABORTED',
  'ER_SERVER_SHUTDOWN',
  'ER_CONNECTION_KILLED',
  'ER_CLIENT_INTERACTION_TIMEOUT',
  'ER_NEW_ABORTING_CONNECTION',
]);

/** ER_QUERY_INTERRUPTED, ER_QUERY_TIMEOUT (MySQL), ER_STATEMENT_TIMEOUT (MariaDB). */
const interruptions = new Set([1317, 3024, 1969]);

/** ER_LOCK_WAIT_TIMEOUT */
const lockWaitTimeout = 1205;

/** Whether KILL QUERY, KILL or a time limit ended the statement. */
export function isInterrupted(error: unknown): boolean {
  const { errno } = asDriverError(error);
  return errno !== undefined && interruptions.has(errno);
}

/** Whether there is no connection any more: all that mysql2 calls fatal, and what servers say of it. */
export function isConnectionLost(error: unknown): boolean {
  const { code } = asDriverError(error);
  if (code !== undefined && lostCodes.has(code)) return true;
  return error instanceof Error && (error as DriverError).fatal === true;
}

/** What was being done, and where, for the message. */
export interface ErrorContext {
  /** `host:port` or socket path. */
  readonly address: string;
  /** Completes "The server at … refused to …". */
  readonly action: string;
}

/** An error that came from a statement, or that ended the connection in the middle of one. */
export function statementError(error: unknown, context: ErrorContext): DumpError {
  if (error instanceof DumpError) return error;
  const { errno, message } = asDriverError(error);
  if (isConnectionLost(error)) {
    return new DumpError(
      'CONNECTION_LOST',
      `The connection to ${context.address} was lost while trying to ${context.action}: ` +
        `${message}. The dump is incomplete; run it again.`,
      { cause: error },
    );
  }
  if (isInterrupted(error)) {
    return new DumpError(
      'QUERY_FAILED',
      `The server at ${context.address} was told to stop (by KILL QUERY, or by a time limit of its ` +
        `own) while it was to ${context.action}: ${message}. The dump is incomplete; run it again.`,
      { cause: error },
    );
  }
  if (errno === lockWaitTimeout) {
    return new DumpError(
      'QUERY_FAILED',
      `The server at ${context.address} was to ${context.action}, and waited in vain for somebody ` +
        `else who keeps that locked (ALTER TABLE, LOCK TABLES … WRITE): ${message}. SHOW FULL ` +
        'PROCESSLIST tells who. Run the dump again when that has ended.',
      { cause: error },
    );
  }
  const known = errno === undefined ? undefined : serverErrors.get(errno);
  return new DumpError(
    known ?? 'QUERY_FAILED',
    `The server at ${context.address} refused to ${context.action}: ${message}.${hintFor(known)}`,
    { cause: error },
  );
}

function hintFor(code: DumpErrorCode | undefined): string {
  switch (code) {
    case 'MISSING_PRIVILEGE':
      return ' Grant the account that privilege, or leave the object out of the dump.';
    case 'SCHEMA_CHANGED':
      return ' It was altered or dropped while the dump ran; run the dump again.';
    case 'BROKEN_VIEW':
      return ' Repair or drop the view, or leave it out with ignoreTables.';
    default:
      return '';
  }
}

/** What mysql2, Node.js and servers tell, as far as it is there. */
export function asDriverError(error: unknown): { code?: string; errno?: number; message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, errno, sqlMessage, message } = error as DriverError;
  const text = (sqlMessage ?? message).replace(/\.$/, '');
  return {
    message: text,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof errno === 'number' ? { errno } : {}),
  };
}
