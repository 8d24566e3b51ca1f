/** What figures come from, in words. */

import type { Machine } from '../machine.ts';
import type { Comparison } from '../results.ts';

/** `AMD EPYC, 2 cores, 24 GiB, Debian GNU/Linux 12 (bookworm), Node.js 24.21.0` */
export function machineText(machine: Machine): string {
  return [
    machine.processor,
    `${machine.cores} cores`,
    `${Math.round(machine.memoryBytes / 2 ** 30)} GiB`,
    machine.system,
    `Node.js ${machine.node}`,
  ].join(', ');
}

/** The programs with their versions. */
export function versionsText({ families }: Comparison): string {
  return families
    .filter(({ name }) => name !== 'drain')
    .map(({ name, version }) => `${name} ${version}`)
    .join(', ');
}
