/** The peak memory of a running program and all its children, from Linux's /proc. */

import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MILLISECONDS = 20;

/** Watches a process tree. */
export interface MemoryWatch {
  /**
   * Ends the watch.
   *
   * @returns the largest sum, at any moment, of the peak resident sizes (`VmHWM`) of the processes
   * that ran then; file pages such as the program itself are counted. 0 where /proc does not tell
   */
  stop(): number;
}

/** @param pid - the process at the top of the tree */
export function watchMemory(pid: number): MemoryWatch {
  let peak = 0;
  const sample = () => {
    peak = Math.max(peak, treePeakBytes(pid));
  };
  const timer = setInterval(sample, SAMPLE_MILLISECONDS);
  sample();
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}

function treePeakBytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const own = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
    return children(pid).reduce((sum, child) => sum + treePeakBytes(child), own);
  } catch {
    // It has just ended.
    return 0;
  }
}

/** A child belongs to the thread that started it. */
function children(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1')
      .split(' ')
      .filter((child) => child !== '')
      .map(Number),
  );
}
