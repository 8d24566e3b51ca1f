/** Takes the values of one row out of an INSERT of ours, as literals. */

const backslash = 0x5c;
const quote = 0x27;
const open = 0x28;
const close = 0x29;
const comma = 0x2c;

/**
 * Our rows quote by `'` alone, with backslashes as escapes. Parentheses are those of the row, and of
 * functions that make a JSON value.
 *
 * @param row - from its opening parenthesis to the closing one
 * @param positions - of the values that are wanted, ascending or not
 * @returns the literals as they stand there; `undefined` where there is no such value
 */
export function tupleValues(
  row: Buffer,
  positions: readonly number[],
): readonly string[] | undefined {
  const last = Math.max(...positions);
  const found = new Map<number, string>();
  let depth = 0;
  let position = 0;
  let start = 1;
  for (let at = 0; at < row.length && position <= last; at++) {
    const byte = row[at];
    if (byte === quote) at = stringEnd(row, at);
    else if (byte === open) depth += 1;
    else if ((byte === comma && depth === 1) || (byte === close && --depth === 0)) {
      if (positions.includes(position)) found.set(position, row.toString('utf8', start, at).trim());
      position += 1;
      start = at + 1;
    }
  }
  const values = positions.flatMap((wanted) => found.get(wanted) ?? []);
  return values.length === positions.length ? values : undefined;
}

/** Where the closing quote of a string is. */
function stringEnd(row: Buffer, opening: number): number {
  for (let at = opening + 1; at < row.length; at++) {
    if (row[at] === backslash) at += 1;
    else if (row[at] === quote) return at;
  }
  return row.length;
}
