/** What Linux tells of a process: the CPU time that it used, and its memory. */

import { readdirSync, readFileSync } from 'node:fs';

/** Of all its threads, from the scheduler, which counts nanoseconds. `undefined` outside of Linux. */
export function cpuMilliseconds(pid: number): number | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`).map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    );
    return threads.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6;
  } catch {
    return undefined;
  }
}

/** The largest resident set so far. `undefined` outside of Linux. */
export function residentPeakBytes(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
