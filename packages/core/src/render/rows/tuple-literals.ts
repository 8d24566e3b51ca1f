/** Finds the literals of some columns in a tuple that was rendered here. */

import { isUtf8 } from 'node:buffer';

const quote = 0x27;
const backslash = 0x5c;
const comma = 0x2c;
const openParenthesis = 0x28;
const closeParenthesis = 0x29;

/** Characters of all literals of a key. Longer ones would make the manifest large. */
const mostCharacters = 512;

const binaryStart = "_binary '";

/** By the character behind a backslash. See `escapes` in write-value.ts. */
const escaped: Readonly<Record<string, string>> = { 0: '\0', n: '\n', r: '\r', Z: '\x1a' };

/**
 * @param tuple - `(…)`, as written by `TupleRenderer`
 * @param columns - positions among the columns
 * @returns `undefined` where they are too long, or text that is not valid
 */
export function tupleLiterals(
  tuple: Buffer,
  columns: readonly number[],
): readonly string[] | undefined {
  const last = Math.max(...columns);
  const literals = new Map<number, string>();
  let characters = 0;
  let start = 1;
  for (let column = 0; column <= last && start < tuple.length; column++) {
    const end = literalEnd(tuple, start);
    if (columns.includes(column)) {
      characters += end - start;
      if (characters > mostCharacters) return undefined;
      const literal = literalText(tuple.subarray(start, end));
      if (literal === undefined) return undefined;
      literals.set(column, literal);
    }
    start = end + 1;
  }
  const found = columns.flatMap((column) => literals.get(column) ?? []);
  return found.length === columns.length ? found : undefined;
}

/** The position of the comma or parenthesis behind the literal that begins there. */
function literalEnd(tuple: Buffer, start: number): number {
  let depth = 0;
  for (let i = start; i < tuple.length; i++) {
    switch (tuple[i]) {
      case quote:
        i = closingQuote(tuple, i);
        break;
      case openParenthesis:
        depth++;
        break;
      case closeParenthesis:
        if (depth === 0) return i;
        depth--;
        break;
      case comma:
        if (depth === 0) return i;
        break;
    }
  }
  return tuple.length;
}

function closingQuote(tuple: Buffer, opening: number): number {
  let i = opening + 1;
  while (i < tuple.length && tuple[i] !== quote) i += tuple[i] === backslash ? 2 : 1;
  return i;
}

/** Bytes that are no text are written by their digits. */
function literalText(literal: Buffer): string | undefined {
  if (isUtf8(literal)) return literal.toString();
  const text = literal.toString('latin1');
  if (!text.startsWith(binaryStart)) return undefined;
  const bytes = text
    .slice(binaryStart.length, -1)
    .replace(/\\(.)/gs, (_, character: string) => escaped[character] ?? character);
  return `0x${Buffer.from(bytes, 'latin1').toString('hex').toUpperCase()}`;
}
