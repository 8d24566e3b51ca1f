/** Keys that lie close together: they are found sooner by a scan of their range than by a lookup each. */

/** Numbers in a range for each that is looked for: no more rows than that are read in vain. */
const widestGap = 16;

const fewestKeys = 16;

/**
 * InnoDB of MySQL 5.7 and 8.0 makes an adaptive hash index of each page that several lookups in a row fall
 * into, and throws it away with the page: that takes several times as long as the lookups. A page gets one
 * from a sixteenth of its rows on (`BTR_SEARCH_PAGE_BUILD_LIMIT`).
 *
 * @param name - quoted, of an integer column that has each value once
 * @param isUnsigned - whether the column is
 * @param keys - as they stand in SQL
 * @returns `undefined` where they are few, or too far from each other
 */
export function denseCondition(
  name: string,
  isUnsigned: boolean,
  keys: readonly string[],
): string | undefined {
  if (keys.length < fewestKeys) return undefined;
  const numbers = keys.map(Number);
  // A reference to what can't be there, and no number of an unsigned column.
  if (!numbers.every((key) => Number.isSafeInteger(key) && (key >= 0 || !isUnsigned))) {
    return undefined;
  }
  const first = Math.min(...numbers);
  const last = Math.max(...numbers);
  if (last - first > keys.length * widestGap) return undefined;
  // A sum is no column: the list is a filter then, and not a lookup for each of its values.
  return `${name} >= ${first} AND ${name} <= ${last} AND ${name} + 0 IN (${keys.join(', ')})`;
}
