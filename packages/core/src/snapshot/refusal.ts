/** Why several connections can't begin at one moment, in the form that messages are made of. */

import { DumpError, type DumpErrorCode } from '../errors.ts';

/** One way that was tried, or the reason why none was. */
export interface Refusal {
  /** Code of the error where the caller insists on several connections. */
  readonly code: DumpErrorCode;
  /** Completes "can't begin at one moment: …". */
  readonly why: string;
  /** GRANT statements that help. */
  readonly grant?: string;
  /** Whether no other way is to be tried. */
  readonly final?: boolean;
  readonly cause?: unknown;
}

/**
 * ER_ACCESS_DENIED_ERROR, which speaks of the password: what Amazon RDS and Aurora say to FLUSH
 * TABLES WITH READ LOCK, whatever is granted. Elsewhere it is ER_SPECIFIC_ACCESS_DENIED_ERROR.
 * https://github.com/mydumper/mydumper/issues/467
 */
const deniedToAll = 1045;

/** ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK */
const waitEnded = new Set([1205, 1213]);

/** The server's number of the error, where it came from the server. */
function serverErrorNumber(error: unknown): number | undefined {
  const cause = error instanceof DumpError ? error.cause : error;
  if (!(cause instanceof Error) || !('errno' in cause)) return undefined;
  return typeof cause.errno === 'number' ? cause.errno : undefined;
}

/** Whether the account may not run the statement. */
export function isDenied(error: unknown): boolean {
  return (
    (error instanceof DumpError && error.code === 'MISSING_PRIVILEGE') ||
    serverErrorNumber(error) === deniedToAll
  );
}

/** Whether a lock was waited for in vain. */
export function isLockTimeout(error: unknown): boolean {
  return waitEnded.has(serverErrorNumber(error) ?? 0);
}

/**
 * A lock that the server does not give, for whatever reason, is no reason to end the dump.
 *
 * @param statement - what was refused
 * @param lockTimeout - seconds
 * @param grant - what an account needs for it
 * @throws the error itself, where the dump was stopped, or it is none of the server's
 */
export function lockRefusal(
  error: unknown,
  statement: string,
  lockTimeout: number,
  grant: string,
): Refusal {
  if (!(error instanceof DumpError) || error.code === 'ABORTED') throw error;
  const { cause } = error;
  if (serverErrorNumber(error) === deniedToAll) {
    const why = `the server allows ${statement} to no account, as Amazon RDS and Aurora`;
    return { code: 'MISSING_PRIVILEGE', why, cause };
  }
  if (isDenied(error)) {
    return { code: 'MISSING_PRIVILEGE', why: `the account may not run ${statement}`, grant, cause };
  }
  if (isLockTimeout(error)) {
    const why = `${statement} waited ${lockTimeout} seconds in vain for statements or transactions to end (lockTimeout)`;
    return { code: 'QUERY_FAILED', why, cause };
  }
  return { code: error.code, why: error.message, cause };
}
