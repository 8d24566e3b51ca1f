/** The CPU time of all child processes that have ended, as Linux counts it for their parent. */

import { readFileSync } from 'node:fs';

/** USER_HZ: what /proc counts in, on every Linux of today. */
const TICKS_PER_SECOND = 100;

/**
 * Seconds of user and system time of all processes that this one and its children have waited for.
 * The difference of two calls is what ran and ended in between.
 */
export function childrenCpuSeconds(): number {
  return parseChildrenCpu(readFileSync('/proc/self/stat', 'latin1'));
}

/** @param stat - the text of `/proc/<pid>/stat`, see proc(5): `cutime` and `cstime` */
export function parseChildrenCpu(stat: string): number {
  // The second field is the program's name in parentheses, which may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}
