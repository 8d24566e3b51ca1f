/** "Did you mean": the known name that a misspelt one is closest to. */

import { closestMatch } from 'leven';

/**
 * @returns ` Did you mean "ignoreTables"?`, or an empty string where nothing is near
 */
export function didYouMean(unknown: string, known: readonly string[]): string {
  const match = closestMatch(
    unknown.toLowerCase(),
    known.map((name) => name.toLowerCase()),
    { maxDistance: Math.max(2, Math.floor(unknown.length / 3)) },
  );
  const name = known.find((candidate) => candidate.toLowerCase() === match);
  return name === undefined ? '' : ` Did you mean "${name}"?`;
}
