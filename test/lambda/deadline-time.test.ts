/** The deadline of an invocation: how much time it keeps, and what happens when it is up. */

import { describe, expect, test, vi } from 'vitest';
import { Deadline, marginOf } from '../../packages/lambda/src/deadline.ts';
import { InvocationError } from '../../packages/lambda/src/errors.ts';
import { dumpPurpose } from '../../packages/lambda/src/purpose.ts';
import { Unfinished } from '../../packages/lambda/src/unfinished.ts';

const report = () => ({ progress: 'By then 1 of 2 tables.', advice: 'Give it more.' });

/** As Lambda's, with so much time from now on. */
function contextWith(milliseconds: number) {
  const end = Date.now() + milliseconds;
  return { awsRequestId: 'r-1', getRemainingTimeInMillis: () => end - Date.now() };
}

describe('the margin', () => {
  test('is ten seconds, and more where connecting took long', () => {
    expect(marginOf(900_000)).toBe(10_000);
    expect(marginOf(900_000, 3_000)).toBe(16_000);
    expect(marginOf(900_000, 600_000)).toBe(30_000);
  });

  test('is at most a fifth of the time', () => {
    expect(marginOf(20_000)).toBe(4_000);
    expect(marginOf(20_000, 60_000)).toBe(4_000);
  });
});

describe('a deadline', () => {
  test('ends the work with how far it came, and what would have helped', () => {
    withClock(() => {
      using deadline = new Deadline(contextWith(100_000), dumpPurpose, report);
      vi.advanceTimersByTime(89_999);
      expect(deadline.signal.aborted).toBe(false);
      vi.advanceTimersByTime(1);
      expect(deadline.signal.reason).toMatchObject({
        name: 'TimeoutError',
        code: 'DEADLINE',
        message:
          "The dump was not done after 90 s, so it was ended before the function's timeout. " +
          'By then 1 of 2 tables. Give it more.',
      });
    });
  });

  test('comes earlier once it is known that connecting takes long', () => {
    withClock(() => {
      using deadline = new Deadline(contextWith(100_000), dumpPurpose, report);
      vi.advanceTimersByTime(5_000);
      deadline.noteConnecting(5_000);
      expect(deadline.availableMs).toBe(75_000);
      vi.advanceTimersByTime(75_000);
      expect(deadline.signal.aborted).toBe(true);
    });
  });

  test('has a last word where the cleaning up does not end', async () => {
    const overdue = withClock(() => {
      const deadline = new Deadline(contextWith(100_000), dumpPurpose, report);
      vi.advanceTimersByTime(99_751);
      return deadline.overdue;
    });
    await expect(overdue).rejects.toMatchObject({
      code: 'DEADLINE',
      message: expect.stringMatching(/By then .* no time to clean up: .* lifecycle rule/),
    });
  });

  test('does not let an invocation begin that has no time', () => {
    for (const milliseconds of [-5, 0, 400]) {
      expect(() => new Deadline(contextWith(milliseconds), dumpPurpose, report)).toThrow(
        expect.objectContaining({ name: 'TimeoutError', code: 'DEADLINE' }),
      );
    }
    new Deadline(contextWith(3_000), dumpPurpose, report)[Symbol.dispose]();
  });

  test('counts the time for which the environment was frozen, in which no timer runs', () => {
    withClock(() => {
      using deadline = new Deadline(contextWith(100_000), dumpPurpose, report);
      deadline.check();
      expect(deadline.signal.aborted).toBe(false);
      vi.setSystemTime(Date.now() + 95_000);
      expect(deadline.signal.aborted).toBe(false);
      deadline.check();
      expect(deadline.signal.reason).toMatchObject({ code: 'DEADLINE' });
    });
  });

  test('does nothing after the end of the invocation', () => {
    withClock(() => {
      const deadline = new Deadline(contextWith(100_000), dumpPurpose, report);
      deadline[Symbol.dispose]();
      vi.advanceTimersByTime(200_000);
      expect(deadline.signal.aborted).toBe(false);
    });
  });
});

describe('what an invocation left', () => {
  test('is ended, and waited for, before the next one begins', async () => {
    const unfinished = new Unfinished(dumpPurpose);
    expect(await unfinished.endLeftovers('of a test', 10)).toBe('nothing');
    const deadline = new Deadline(contextWith(60_000), dumpPurpose, report);
    const cleaned: string[] = [];
    const work = new Promise<void>((_resolve, reject) => {
      deadline.signal.addEventListener('abort', () => {
        cleaned.push('upload aborted');
        setTimeout(() => reject(deadline.signal.reason), 5);
      });
    });
    unfinished.begin(deadline, work);
    deadline[Symbol.dispose]();
    expect(await unfinished.endLeftovers('the next invocation began', 60_000)).toBe('ended');
    expect(cleaned).toEqual(['upload aborted']);
    await expect(work).rejects.toThrow(InvocationError);
    await expect(work).rejects.toThrow('since the next invocation began');
    expect(await unfinished.endLeftovers('of a test', 10)).toBe('nothing');
  });

  test('is not what another invocation does at the same time, unless the environment ends', async () => {
    const unfinished = new Unfinished(dumpPurpose);
    using deadline = new Deadline(contextWith(60_000), dumpPurpose, report);
    const work = new Promise<void>((resolve) => {
      deadline.signal.addEventListener('abort', () => resolve());
    });
    unfinished.begin(deadline, work);
    expect(await unfinished.endLeftovers('the next invocation began', 60_000)).toBe('nothing');
    expect(deadline.signal.aborted).toBe(false);
    expect(await unfinished.endAll('Lambda ended the environment', 60_000)).toBe('ended');
  });

  test('is told to be still there where it can not be ended', async () => {
    const unfinished = new Unfinished(dumpPurpose);
    using deadline = new Deadline(contextWith(60_000), dumpPurpose, report);
    unfinished.begin(deadline, new Promise(() => {}));
    expect(await unfinished.endAll('of a test', 10)).toBe('running');
  });
});

/** Runs with a clock that only the test advances. */
function withClock<Result>(run: () => Result): Result {
  vi.useFakeTimers();
  try {
    return run();
  } finally {
    vi.useRealTimers();
  }
}
