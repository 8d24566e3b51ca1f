/** Remembers what values of a column became, for columns in which the same values come again and again. */

import type { MaskValue } from './rule.ts';

/** Characters of values and what they became, in each of two halves. */
const mostCharacters = 32 * 1024;

/** What a value costs besides. */
const entryCharacters = 32;

const longestValue = 256;

/** So many values show whether they repeat. */
const trial = 1024;

/** Where fewer come again, looking costs more than it saves, and the next ones are not looked for. */
const leastShare = 1 / 8;
const unseen = 32 * trial;

/**
 * The half that values go to becomes the old one when it is full, and the old one is forgotten: what is
 * met again goes to the new one, as in a list of the least recently used, at a fraction of its cost.
 *
 * @param mask - of a value alone, not of others in its row
 */
export function rememberingMask(mask: MaskValue): MaskValue {
  let recent = new Map<string, string | Buffer | null>();
  let old: typeof recent = new Map();
  let characters = 0;
  let asked = 0;
  let found = 0;
  return (value, row) => {
    if (asked < 0 || typeof value !== 'string' || value.length > longestValue) {
      if (asked < 0) asked++;
      return mask(value, row);
    }
    if (++asked > trial) {
      const share = found / asked;
      asked = 0;
      found = 0;
      if (share < leastShare) {
        asked = -unseen;
        recent = new Map();
        old = new Map();
        characters = 0;
      }
    }
    const known = recent.get(value);
    if (known !== undefined) {
      found++;
      return known;
    }
    let masked = old.get(value);
    if (masked === undefined) masked = mask(value, row);
    else found++;
    if (characters > mostCharacters) {
      old = recent;
      recent = new Map();
      characters = 0;
    }
    recent.set(value, masked);
    characters += entryCharacters + value.length + (masked?.length ?? 0);
    return masked;
  };
}
