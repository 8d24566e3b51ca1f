/** Memory limits by Linux control groups (cgroups), version 1 or 2, whichever is writable here. */

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guard } from './guardian.ts';

/** A limit on the memory of all processes that join it. The kernel kills one that exceeds it. */
export interface MemoryLimit {
  /** A process joins by writing its process id into this file. */
  readonly joinFile: string;
  /**
   * The most memory that was used at one time: the processes' own and the file pages read for
   * them. `undefined` where the kernel does not tell (cgroup version 2 before Linux 5.19).
   */
  peakBytes(): number | undefined;
  /** Removes the limit. No process may be left in it. */
  remove(): Promise<void>;
}

/** The two versions name the same things differently. */
interface CgroupVersion {
  readonly parents: readonly string[];
  readonly peakFile: string;
  prepare(parent: string): Promise<void>;
  limit(cgroup: string, bytes: number): Promise<void>;
}

/** @returns `undefined` where this process may not limit memory */
export async function createMemoryLimit(bytes: number): Promise<MemoryLimit | undefined> {
  for (const version of await cgroupVersions()) {
    for (const parent of version.parents) {
      const path = join(parent, `dumpstream-${process.pid}-${randomBytes(4).toString('hex')}`);
      try {
        await version.prepare(parent);
        await mkdir(path);
      } catch {
        continue;
      }
      try {
        await version.limit(path, bytes);
      } catch {
        await rmdir(path);
        continue;
      }
      return memoryLimit(path, version.peakFile);
    }
  }
  return undefined;
}

function memoryLimit(path: string, peakFile: string): MemoryLimit {
  const release = guard({ kind: 'cgroup', path });
  let lastPeak: number | undefined;
  const peakBytes = () => {
    const file = join(path, peakFile);
    if (existsSync(file)) lastPeak = Number(readFileSync(file, 'utf8'));
    return lastPeak;
  };
  return {
    joinFile: join(path, 'cgroup.procs'),
    peakBytes,
    async remove() {
      peakBytes();
      await removeCgroup(path);
      release();
    },
  };
}

/** A process that has ended stays in its cgroup for another moment. */
async function removeCgroup(path: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await rmdir(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      if (attempt === 100) throw error;
      await sleep(20);
    }
  }
}

async function cgroupVersions(): Promise<CgroupVersion[]> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  const versions: CgroupVersion[] = [];
  for (const line of mounts.split('\n')) {
    // "... mount point ... - type source options", see proc(5).
    const [before = '', after = ''] = line.split(' - ');
    const mountPoint = before.split(' ')[4] ?? '';
    const [type, , options = ''] = after.split(' ');
    if (type === 'cgroup' && options.split(',').includes('memory')) {
      versions.push(await cgroupVersion1(mountPoint));
    } else if (type === 'cgroup2') {
      versions.push(cgroupVersion2(mountPoint));
    }
  }
  return versions;
}

async function cgroupVersion1(mountPoint: string): Promise<CgroupVersion> {
  const groups = await readFile('/proc/self/cgroup', 'utf8');
  const own = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m.exec(groups)?.[1] ?? '/';
  return {
    // In a container the path of the own group may be that of the host, and not be there.
    parents: [join(mountPoint, own), mountPoint].filter((path) => existsSync(path)),
    peakFile: 'memory.max_usage_in_bytes',
    async prepare() {},
    async limit(cgroup, bytes) {
      await writeFile(join(cgroup, 'memory.limit_in_bytes'), String(bytes));
      const withSwap = join(cgroup, 'memory.memsw.limit_in_bytes');
      if (existsSync(withSwap)) await writeFile(withSwap, String(bytes));
    },
  };
}

function cgroupVersion2(mountPoint: string): CgroupVersion {
  return {
    // A group with processes in it, such as the own one, can't have limited children.
    parents: [mountPoint],
    peakFile: 'memory.peak',
    async prepare(parent) {
      const controllers = join(parent, 'cgroup.subtree_control');
      const enabled = (await readFile(controllers, 'utf8')).trim().split(' ');
      if (!enabled.includes('memory')) await writeFile(controllers, '+memory');
    },
    async limit(cgroup, bytes) {
      await writeFile(join(cgroup, 'memory.max'), String(bytes));
      const swap = join(cgroup, 'memory.swap.max');
      if (existsSync(swap)) await writeFile(swap, '0');
    },
  };
}
