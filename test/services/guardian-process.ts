/** The guardian's own program: waits for its standard input to end, then cleans up what is left. */

import { rmdirSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guarded, GuardianMessage } from './guardian.ts';

const left = new Map<number, Guarded>();

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line) as GuardianMessage;
  if ('guarded' in message) left.set(message.id, message.guarded);
  else left.delete(message.id);
}

const remaining = [...left.values()];
for (const guarded of remaining) {
  if (guarded.kind === 'process') kill(guarded.pid);
}
for (const guarded of remaining) {
  if (guarded.kind === 'folder') await retry(() => removeFolder(guarded.path));
  if (guarded.kind === 'cgroup') await retry(() => rmdirSync(guarded.path));
}

function kill(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/** A killed process needs a moment to let go of its files and its cgroup. */
async function retry(action: () => void): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      return action();
    } catch {
      await sleep(50);
    }
  }
}
