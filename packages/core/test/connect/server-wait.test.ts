/** Which failures are waited for, and when a wait ends. */

import { expect, test } from 'vitest';
import { type AttemptLimits, noLimits } from '../../src/connect/open-connection.ts';
import { noWait, untilServerIsThere } from '../../src/connect/server-wait.ts';
import { prospectOf } from '../../src/connect/worth-waiting.ts';
import { DumpError, type DumpErrorCode } from '../../src/errors.ts';

function failure(fields: object, code: DumpErrorCode = 'CONNECT_FAILED'): DumpError {
  return new DumpError(code, 'No.', { cause: Object.assign(new Error('no'), fields) });
}

const never = new AbortController().signal;
const wait = { away: 60_000, crowded: 60_000 };

/** @returns how many attempts were made; the one after these failures works */
async function attemptsFor(failures: readonly DumpError[]): Promise<number> {
  let attempts = 0;
  return untilServerIsThere(
    () => {
      const failed = failures[attempts++];
      return failed === undefined ? Promise.resolve(attempts) : Promise.reject(failed);
    },
    wait,
    never,
  );
}

test.each([
  [{ code: 'ECONNREFUSED' }, 'away'],
  [{ code: 'EAI_AGAIN' }, 'away'],
  [{ code: 'ER_SERVER_SHUTDOWN', errno: 1053 }, 'away'],
  [{ code: 'ENOENT', syscall: 'connect', errno: -2 }, 'away'],
  [{ code: 'HANDSHAKE_SSL_ERROR', errno: -104 }, 'away'],
  [{ code: 'ER_CON_COUNT_ERROR', errno: 1040 }, 'crowded'],
  [{ code: 'ENOTFOUND', errno: -3008 }, 'unknownHost'],
  [{ code: 'HANDSHAKE_SSL_ERROR' }, 'none'],
  [{ code: 'ER_HOST_NOT_PRIVILEGED', errno: 1130 }, 'none'],
  [{ code: 'ER_HOST_IS_BLOCKED', errno: 1129 }, 'none'],
  [{ code: 'ERR_INVALID_ARG_TYPE' }, 'none'],
])('%j means %s', (fields, prospect) => {
  expect(prospectOf(failure(fields))).toBe(prospect);
});

test.each<DumpErrorCode>(['AUTHENTICATION_FAILED', 'TLS_FAILED', 'INVALID_OPTION', 'ABORTED'])(
  '%s is not waited for, whatever is underneath',
  (code) => {
    expect(prospectOf(failure({ code: 'ECONNREFUSED' }, code))).toBe('none');
  },
);

test('a host name that was never known is not waited for', async () => {
  await expect(attemptsFor([failure({ code: 'ENOTFOUND' })])).rejects.toThrow('No.');
});

test('a host name that was known before is waited for, as its record is being changed', async () => {
  const failures = [{ code: 'ECONNREFUSED' }, { code: 'ENOTFOUND' }, { code: 'ENOTFOUND' }];
  expect(await attemptsFor(failures.map((fields) => failure(fields)))).toBe(4);
});

test('a failure that no time mends ends the wait with itself', async () => {
  const denied = failure({}, 'AUTHENTICATION_FAILED');
  await expect(attemptsFor([failure({ code: 'ECONNRESET' }), denied])).rejects.toBe(denied);
});

test('the limit of a login is what is left of the time, but a second at the least', async () => {
  const limits: AttemptLimits[] = [];
  const attempt = (limit: AttemptLimits): Promise<never> => {
    limits.push(limit);
    return Promise.reject(failure({ code: 'ETIMEDOUT' }));
  };
  const waiting = untilServerIsThere(attempt, { away: 1_200, crowded: 0 }, never);
  await expect(waiting).rejects.toMatchObject({
    code: 'CONNECT_FAILED',
    message: expect.stringMatching(/^Tried \d+ times in \d\.\d seconds .*at last: No\.$/),
  });
  const logins = limits.map(({ login }) => login);
  expect(logins[0]).toBe(Number.POSITIVE_INFINITY);
  expect(logins.every((login) => login >= 1_000)).toBe(true);
  expect(logins.at(-1)).toBe(1_000);
  expect(limits.every(({ firstStatement }) => firstStatement <= 600)).toBe(true);
});

test('without a wait an attempt has no limits but its own', async () => {
  const attempt = (limits: AttemptLimits): Promise<AttemptLimits> => Promise.resolve(limits);
  expect(await untilServerIsThere(attempt, noWait, never)).toBe(noLimits);
});

test('too many connections are waited for only as long as that is said for', async () => {
  const attempt = (): Promise<never> => Promise.reject(failure({ errno: 1040 }));
  const waiting = untilServerIsThere(attempt, { away: 900_000, crowded: 1 }, never);
  await expect(waiting).rejects.toThrow(/^Tried/);
});
