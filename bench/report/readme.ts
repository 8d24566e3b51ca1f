/** Puts figures into the README, each kind between two marks of its own. */

import type { Results } from '../results.ts';
import { memorySection } from './memory-section.ts';
import { restoreSection } from './restore-table.ts';
import { speedSection } from './speed-section.ts';

/**
 * The README with the figures that there are; the others are left as they stand.
 *
 * @throws Error where there are none, or the README has no place for them
 */
export function withFigures(readme: string, results: Results): string {
  const { comparison, memory, restore } = results;
  const sections = [
    ['speed', comparison && speedSection(comparison)],
    ['memory', memory && memorySection(memory)],
    ['restore', restore && restoreSection(restore)],
  ] as const;
  const measured = sections.filter((section) => section[1] !== undefined);
  if (measured.length === 0) throw new Error('There are no figures to put into the README.');
  return measured.reduce((text, [name, section]) => between(text, name, section ?? ''), readme);
}

function between(readme: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The README lacks the marks ${start} … ${end}.`);
  return `${readme.slice(0, from)}${start}\n\n${content}\n\n${readme.slice(to)}`;
}
