/** "Did you mean": the known name that a misspelt one is closest to. */

import { closestMatch } from 'leven';

/**
 * @param unknown - the name that was given
 * @param known - the names there are
 * @returns ` Did you mean "partSize"?`, or an empty string where nothing is near
 */
export function didYouMean(unknown: string, known: readonly string[]): string {
  const match = closestMatch(
    unknown.toLowerCase(),
    known.map((name) => name.toLowerCase()),
    {
      maxDistance: Math.max(2, Math.floor(unknown.length / 3)),
    },
  );
  const name = known.find((candidate) => candidate.toLowerCase() === match);
  return name === undefined ? '' : ` Did you mean "${name}"?`;
}
