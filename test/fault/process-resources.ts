/** What this process holds open, and that a fault leaves nothing of it behind. */

import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How many of each kind there are. */
type Counts = ReadonlyMap<string, number>;

/** Handles of Node.js, file descriptors and threads, each kind counted. */
export interface ProcessResources {
  readonly counts: Counts;
}

/** Milliseconds in which what is being closed must be closed. */
const patience = 60_000;

/** @param processId - by default this process, of which Node.js tells more */
export function resourcesNow(processId?: number): ProcessResources {
  const counts = new Map<string, number>();
  const add = (kind: string) => counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (processId === undefined) {
    for (const name of process.getActiveResourcesInfo()) add(`handle ${name}`);
  }
  const folder = `/proc/${processId ?? 'self'}`;
  if (existsSync(folder)) {
    for (const name of readdirSync(`${folder}/fd`)) add(descriptorKind(`${folder}/fd/${name}`));
    for (const _thread of readdirSync(`${folder}/task`)) add('thread');
  }
  return { counts };
}

/** More of each kind of the two: what a process may hold that has done either. */
export function mostOf(one: ProcessResources, other: ProcessResources): ProcessResources {
  const kinds = new Set([...one.counts.keys(), ...other.counts.keys()]);
  const most = (kind: string) => Math.max(one.counts.get(kind) ?? 0, other.counts.get(kind) ?? 0);
  return { counts: new Map([...kinds].map((kind) => [kind, most(kind)])) };
}

/**
 * Waits until there is no more of anything than before.
 *
 * @throws Error that names what is left
 */
export async function expectNothingLeft(
  before: ProcessResources,
  processId?: number,
): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    const left = [...resourcesNow(processId).counts].filter(
      ([kind, count]) => count > (before.counts.get(kind) ?? 0),
    );
    if (left.length === 0) return;
    if (Date.now() > deadline) {
      const told = left.map(([kind, count]) => `${kind}: ${count}, was ${before.counts.get(kind)}`);
      throw new Error(`The process holds more than before: ${told.join('; ')}`);
    }
    await sleep(5);
  }
}

/** A path, or what kind of thing it is: numbers differ from one to the next. */
function descriptorKind(path: string): string {
  try {
    return `descriptor ${readlinkSync(path).replace(/:\[\d+\]$/, '')}`;
  } catch {
    // Closed while we looked; one that reads the folder always is.
    return 'descriptor of a moment';
  }
}
