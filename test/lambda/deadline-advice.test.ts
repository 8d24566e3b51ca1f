/** What the function tells of its time: forecasts and advice, as calculations. */

import { describe, expect, test } from 'vitest';
import { adviceFor, type Effort, lessToDump } from '../../packages/lambda/src/deadline-advice.ts';
import {
  andReadingBack,
  fitOf,
  forecast,
  readingForecast,
} from '../../packages/lambda/src/progress-forecast.ts';
import { ProgressPace } from '../../packages/lambda/src/progress-pace.ts';

describe('a forecast', () => {
  const half = {
    elapsedMs: 60_000,
    rows: 500,
    estimatedRows: 1000,
    bytes: 5e6,
    estimatedBytes: 10e6,
  };

  test('is as much time for the second half as for the first', () => {
    expect(forecast(half)).toEqual({ fractionDone: 0.5, remainingMs: 60_000 });
  });

  test('takes the mean of rows and bytes, and what there is where one is not known', () => {
    expect(forecast({ ...half, bytes: 2.5e6 })?.fractionDone).toBe(0.375);
    expect(forecast({ ...half, estimatedBytes: 0, rows: 250 })?.fractionDone).toBe(0.25);
  });

  test('is not made too early, without statistics, or against them', () => {
    expect(forecast({ ...half, elapsedMs: 1_000 })).toBeUndefined();
    expect(forecast({ ...half, rows: 1, bytes: 1 })).toBeUndefined();
    expect(forecast({ ...half, estimatedRows: 0, estimatedBytes: 0 })).toBeUndefined();
    expect(forecast({ ...half, rows: 1001, bytes: 11e6 })).toBeUndefined();
  });

  test('adds the time for reading the dump back, which is a share of what making it takes', () => {
    const making = { fractionDone: 0.5, remainingMs: 60_000 };
    expect(andReadingBack(making, 60_000, 0)).toEqual(making);
    expect(andReadingBack(making, 60_000, 0.5)).toEqual({
      fractionDone: 1 / 3,
      remainingMs: 120_000,
    });
  });

  test('of what is read back, or restored, is by its size', () => {
    const time = { elapsedMs: 10_000, beforeMs: 70_000 };
    expect(readingForecast(0.5, time)).toEqual({ fractionDone: 80 / 90, remainingMs: 10_000 });
    expect(readingForecast(0.5, { elapsedMs: 1_000, beforeMs: 0 })).toBeUndefined();
    expect(readingForecast(0.001, time)).toBeUndefined();
    expect(readingForecast(1, time)).toBeUndefined();
    expect(readingForecast(Number.NaN, time)).toBeUndefined();
  });

  test('does not change its mind around the limit', () => {
    expect(fitOf('fits', 105, 100)).toBe('fits');
    expect(fitOf('fits', 111, 100)).toBe('does not fit');
    expect(fitOf('does not fit', 95, 100)).toBe('does not fit');
    expect(fitOf('does not fit', 89, 100)).toBe('fits');
  });
});

describe('progress', () => {
  test('is told after half a minute or 5%, whichever is later', () => {
    const pace = new ProgressPace();
    expect(pace.isDue(29_000, 0.5)).toBe(false);
    expect(pace.isDue(31_000, 0.04)).toBe(false);
    expect(pace.isDue(40_000, 0.05)).toBe(true);
    expect(pace.isDue(41_000, 0.9)).toBe(false);
    expect(pace.isDue(71_000, 0.09)).toBe(false);
    expect(pace.isDue(72_000, 0.11)).toBe(true);
  });

  test('is told by time alone where the share is not known', () => {
    const pace = new ProgressPace();
    expect(pace.isDue(30_000, undefined)).toBe(true);
    expect(pace.isDue(59_000, undefined)).toBe(false);
    expect(pace.isDue(60_000, undefined)).toBe(true);
  });
});

describe('advice', () => {
  /** Half of a vCPU, all of which was used, and twice the time needed that there is. */
  const busy: Effort = {
    expectedMs: 600_000,
    timeoutMs: 300_000,
    cpuMs: 100_000,
    wallMs: 200_000,
    memoryMegabytes: 885,
    parallel: 1,
    hasMaxRate: false,
    otherwise: lessToDump,
  };
  const idle: Effort = { ...busy, cpuMs: 20_000 };

  test('names the timeout that would have done', () => {
    expect(adviceFor(busy)).toContain('A timeout of 720 s would do; it is 300 s.');
  });

  test('says that no timeout would do where the dump takes longer than the longest', () => {
    const advice = adviceFor({ ...busy, expectedMs: 1_000_000 });
    expect(advice).toContain('The longest timeout, 900 s, would not do alone.');
  });

  test('does not speak of a timeout that is the longest already', () => {
    expect(adviceFor({ ...busy, timeoutMs: 899_800 })).not.toContain('timeout');
  });

  test('names the memory that would have done where the CPU was busy', () => {
    expect(adviceFor(busy)).toContain('2176 MB of memory would do: 100% of the CPU');
  });

  test('names connections where the memory brings more cores than one connection can use', () => {
    const advice = adviceFor({ ...busy, cpuMs: 200_000, memoryMegabytes: 1769 });
    expect(advice).toContain('4288 MB of memory with DUMPSTREAM_PARALLEL 2 would do');
  });

  test('says that even the most memory would not do', () => {
    const advice = adviceFor({ ...busy, expectedMs: 9_000_000 });
    expect(advice).toContain('Even 10240 MB of memory would not do');
    expect(advice).toContain('fewer tables');
    const most = { ...busy, memoryMegabytes: 10_240, cpuMs: 1_200_000 };
    expect(adviceFor(most)).toContain('The function has all the CPU there is');
  });

  test('says that memory would not help where the function was waiting', () => {
    const advice = adviceFor(idle);
    expect(advice).toContain('More memory would not help: 20% of the CPU that comes with 885 MB');
    expect(advice).toContain('DUMPSTREAM_PARALLEL');
    expect(advice).not.toContain('MB of memory would do');
    expect(adviceFor({ ...idle, parallel: 4 })).not.toContain('DUMPSTREAM_PARALLEL');
  });

  test('names the rate that holds the dump back', () => {
    expect(adviceFor({ ...idle, hasMaxRate: true })).toContain('DUMPSTREAM_MAX_RATE');
  });

  test('is general where nothing was measured', () => {
    const unknown = { ...busy, expectedMs: undefined, cpuMs: 0, wallMs: 0 };
    const advice = adviceFor(unknown);
    expect(advice).toContain('Raise the timeout of the function, which is 300 s, up to 900 s.');
    expect(advice).not.toContain('memory');
    expect(adviceFor({ ...busy, memoryMegabytes: undefined })).not.toContain('NaN');
  });
});
