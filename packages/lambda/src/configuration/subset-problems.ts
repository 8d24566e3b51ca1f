/** Finds what is wrong with the settings of a subset, as far as it can be seen before a dump. */

import { subsetSettings } from '../settings/subset.ts';
import { parseSample, parseSubset } from '../subset.ts';
import { type Entries, textOf } from './configuration.ts';

/** @returns a sentence for each problem */
export function subsetProblems(entries: Entries): string[] {
  const problems: string[] = [];
  const text = textOf(entries, 'subset');
  const subset = text === undefined ? {} : parseSubset(text);
  if (subset === undefined) {
    problems.push(
      `The ${entries.get('subset')?.place} must be a JSON object, as {"roots": {"customers": "id < 100"}}.`,
    );
  }
  const sample = textOf(entries, 'sample');
  if (sample !== undefined && parseSample(sample) === undefined) {
    problems.push(`The ${entries.get('sample')?.place} must be a part above 0% up to 100%, as 5%.`);
  }
  for (const name of ['sample', 'limit'] as const) {
    if (subset !== undefined && entries.has(name) && Object.hasOwn(subset, name)) {
      problems.push(
        `"${name}" is in ${subsetSettings.subset.variable}, and ${subsetSettings[name].variable} says it ` +
          'too: remove one.',
      );
    }
  }
  return problems;
}
