/** The machine and the software that figures come from, without names or paths of the machine. */

import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

/** What a figure depends on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  /** Load average of the minute before the bench began. */
  readonly loadBefore: number;
}

/** Tells of this machine; call it before anything is measured. */
export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: systemName(),
    node: process.versions.node,
    loadBefore: loadavg()[0] ?? 0,
  };
}

function systemName(): string {
  try {
    const release = readFileSync('/etc/os-release', 'utf8');
    return /^PRETTY_NAME="?(.+?)"?$/m.exec(release)?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}
