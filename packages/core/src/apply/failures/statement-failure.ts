/** Translates what a server says of a statement of the dump into a `DumpError` that says what to do. */

import { asDriverError, isConnectionLost, isInterrupted } from '../../connect/server-errors.ts';
import { DumpError, type DumpErrorCode, type FailedStatement } from '../../errors.ts';

export interface FailureContext {
  /** `host:port` or socket path. */
  readonly address: string;
  readonly statement: FailedStatement;
}

interface KnownError {
  readonly code?: DumpErrorCode;
  /** One or two sentences. */
  readonly advice: string;
}

const grant =
  'Grant the account that privilege. Where it is about a definer (SUPER, SET_USER_ID, SET USER, ' +
  'SET_ANY_DEFINER), the option skipDefiner makes the restoring account the definer.';

/** Of what a server does not understand: it may be no SQL at all. */
const notUnderstood =
  'Either the dump is from a newer server or one of another kind: restore into such a one. Or that is not what ' +
  'was written: it was cut off, or changed.';

const otherServer =
  'The dump comes from a newer server or one of another kind: restore into such a one, or make the ' +
  'dump again from tables that have been converted to what both servers know.';

/** Server error numbers: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html */
const knownErrors = new Map<number, KnownError>([
  [1044, { code: 'MISSING_PRIVILEGE', advice: grant }], // ER_DBACCESS_DENIED_ERROR
  [1142, { code: 'MISSING_PRIVILEGE', advice: grant }], // ER_TABLEACCESS_DENIED_ERROR
  [1143, { code: 'MISSING_PRIVILEGE', advice: grant }], // ER_COLUMNACCESS_DENIED_ERROR
  [1227, { code: 'MISSING_PRIVILEGE', advice: grant }], // ER_SPECIFIC_ACCESS_DENIED_ERROR
  [1370, { code: 'MISSING_PRIVILEGE', advice: grant }], // ER_PROCACCESS_DENIED_ERROR
  [1410, { code: 'MISSING_PRIVILEGE', advice: grant }], // ER_CANT_CREATE_USER_WITH_GRANT
  [
    1419, // ER_BINLOG_CREATE_ROUTINE_NEED_SUPER
    {
      code: 'MISSING_PRIVILEGE',
      advice:
        'Set log_bin_trust_function_creators = 1 on the server (on RDS in the parameter group), or ' +
        'restore as an account with SUPER.',
    },
  ],
  [1115, { advice: otherServer }], // ER_UNKNOWN_CHARACTER_SET
  [1273, { advice: otherServer }], // ER_UNKNOWN_COLLATION
  [1286, { advice: otherServer }], // ER_UNKNOWN_STORAGE_ENGINE
  [1193, { advice: otherServer }], // ER_UNKNOWN_SYSTEM_VARIABLE
  [1231, { advice: otherServer }], // ER_WRONG_VALUE_FOR_VAR
  [1064, { advice: notUnderstood }], // ER_PARSE_ERROR
  [
    1153, // ER_NET_PACKET_TOO_LARGE
    {
      code: 'STATEMENT_TOO_LARGE',
      advice: 'Set max_allowed_packet of the server to more than the bytes of that statement.',
    },
  ],
  [
    1050, // ER_TABLE_EXISTS_ERROR
    {
      advice:
        'The dump does not drop it first. Drop it yourself, or restore into an empty database.',
    },
  ],
  [
    1033, // ER_NOT_FORM_FILE
    {
      advice:
        'A crash of the server has left an empty file of that table, which no statement removes. Drop ' +
        'the database, make it again, and restore anew.',
    },
  ],
  [
    1813, // ER_TABLESPACE_EXISTS
    {
      advice:
        'A crash of the server has left a file of a table of that name, which the server itself does not ' +
        'know. The option resume removes it, where it was this restore that was broken off; else have it ' +
        "removed from the server's folder, or restore into another database.",
    },
  ],
  [
    1114, // ER_RECORD_FILE_FULL
    { advice: 'The server has no room left for it.' },
  ],
  [
    1062, // ER_DUP_ENTRY
    { advice: 'The dump holds that key twice, or the table holds rows already.' },
  ],
  [
    1205, // ER_LOCK_WAIT_TIMEOUT
    {
      advice:
        'Somebody else keeps that locked; SHOW FULL PROCESSLIST tells who. Nobody should use the ' +
        'database while it is restored.',
    },
  ],
  [1290, { advice: 'The server takes no writes with that option (read_only is a replica).' }],
]);

const foreignKey: KnownError = {
  advice:
    'A table that its foreign key refers to is there from before, with other columns or keys, and the dump ' +
    'makes it anew only later. Drop that one first, or restore into an empty database.',
};

/** ER_CANNOT_ADD_FOREIGN, ER_FK_NO_INDEX_PARENT, ER_FK_NO_COLUMN_PARENT, ER_FK_INCOMPATIBLE_COLUMNS */
const foreignKeyErrors = new Set([1215, 1822, 3734, 3780]);

/** MariaDB tells it by the number of its engine, in the words of ER_CANT_CREATE_TABLE. */
function isForeignKeyError(errno: number | undefined, message: string): boolean {
  if (errno === 1005) return /errno: 150\b/.test(message);
  return errno !== undefined && foreignKeyErrors.has(errno);
}

/** Whether the server ended a transaction that may be run again: a deadlock or a wait for a lock. */
export function mayBeRunAgain(error: unknown): boolean {
  const { errno } = asDriverError(error);
  return errno === 1213 || errno === 1205;
}

/** ER_TABLE_EXISTS_ERROR, ER_SP_ALREADY_EXISTS, ER_TRG_ALREADY_EXISTS, ER_EVENT_ALREADY_EXISTS */
export function saysItExists(error: unknown): boolean {
  const { errno } = asDriverError(error);
  return errno === 1050 || errno === 1304 || errno === 1359 || errno === 1537;
}

/** @param error - what a statement of the dump failed with */
export function statementFailure(error: unknown, context: FailureContext): DumpError {
  if (error instanceof DumpError) return error;
  const { address, statement } = context;
  const { errno, message } = asDriverError(error);
  const where = describe(statement);
  const details = { cause: error, statement };
  if (isConnectionLost(error)) {
    return new DumpError(
      'CONNECTION_LOST',
      `The connection to ${address} was lost in ${where}: ${message}.`,
      details,
    );
  }
  if (isInterrupted(error)) {
    return new DumpError(
      'STATEMENT_FAILED',
      `The server at ${address} was told to stop (by KILL QUERY, or by a time limit of its own) in ` +
        `${where}: ${message}.`,
      details,
    );
  }
  const known = isForeignKeyError(errno, message) ? foreignKey : knownErrors.get(errno ?? 0);
  const advice = known === undefined ? '' : ` ${known.advice}`;
  return new DumpError(
    known?.code ?? 'STATEMENT_FAILED',
    `The server at ${address} refused ${where}: ${message}.${advice}`,
    details,
  );
}

/** For messages: which statement, where it is, and how it begins. */
export function describe({ number, offset, text, object }: FailedStatement): string {
  const about = object === undefined ? '' : `, ${object}`;
  return `statement ${number} (at byte ${offset}${about}; it begins: ${oneLine(text)})`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/**
 * The same error, with a last sentence about what is in the target by now. What the system says of an
 * input that can't be read on becomes `READ_FAILED`; an error of another class stays of that class.
 */
export function withState(given: unknown, state: string): unknown {
  const error = given instanceof DumpError ? given : readFailure(given);
  if (state === '') return error;
  if (!(error instanceof DumpError)) return withSentence(error, state);
  return new DumpError(error.code, `${error.message} ${state}`, {
    ...(error.cause === undefined ? {} : { cause: error.cause }),
    ...(error.statement === undefined ? {} : { statement: error.statement }),
  });
}

/** Node.js puts the name of the call on errors of the system, as in `EIO: i/o error, read`. */
function readFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || 'sql' in error) return error;
  return new DumpError('READ_FAILED', `The dump can't be read further: ${error.message}.`, {
    cause: error,
  });
}

/** Of an input's own error: it was made for this reading, and nobody else has it yet. */
function withSentence(error: unknown, sentence: string): unknown {
  if (error instanceof Error && Object.isExtensible(error)) {
    error.message = `${error.message.replace(/([^.!?])$/, '$1.')} ${sentence}`;
  }
  return error;
}

/** What a statement of our own fails with, told as {@link statementFailure} does. */
export function actionFailure(error: unknown, address: string, action: string): DumpError {
  if (error instanceof DumpError) return error;
  const { errno, message } = asDriverError(error);
  if (isConnectionLost(error)) {
    return new DumpError(
      'CONNECTION_LOST',
      `The connection to ${address} was lost while trying to ${action}: ${message}.`,
      { cause: error },
    );
  }
  const known = errno === undefined ? undefined : knownErrors.get(errno);
  const advice = known === undefined ? '' : ` ${known.advice}`;
  return new DumpError(
    known?.code ?? 'QUERY_FAILED',
    `The server at ${address} refused to ${action}: ${message}.${advice}`,
    { cause: error },
  );
}
