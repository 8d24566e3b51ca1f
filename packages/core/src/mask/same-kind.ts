/** Characters in exchange for others of the same kind, so that a text keeps its length and shape. */

import type { Choices } from './choices.ts';
import {
  consonants,
  cyrillic,
  digits,
  greek,
  hangul,
  kanji,
  katakana,
  latin,
  vowels,
} from './data/characters.ts';
import type { SameValue } from './same-value.ts';
import { toFullWidthDigits, toHalfWidth, toHiragana } from './script.ts';

const shifted = (members: readonly string[]): readonly string[] =>
  members.map((member) => String.fromCharCode(member.charCodeAt(0) + 0xfee0));
const upper = (members: readonly string[]): readonly string[] =>
  members.map((member) => member.toUpperCase());

/**
 * What may stand for a character: by order, the first pattern that fits decides. In no character set
 * does it take more bytes than what it stands for.
 */
const kinds: readonly (readonly [RegExp, readonly string[]])[] = [
  [/[aeiou]/, vowels],
  [/[AEIOU]/, upper(vowels)],
  [/[a-z]/, consonants],
  [/[A-Z]/, upper(consonants)],
  [/[0-9]/, digits],
  [/[\p{Script=Han}々〆]/u, kanji],
  [/\p{Script=Hiragana}/u, [...toHiragana(katakana.join(''))]],
  [/[\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff]/, katakana],
  [/[\uff66-\uff9f]/, [...toHalfWidth(katakana.join(''))]],
  [/[\uff10-\uff19]/, [...toFullWidthDigits('0123456789')]],
  [/[\uff21-\uff3a]/, shifted(upper(latin))],
  [/[\uff41-\uff5a]/, shifted(latin)],
  [/(?=\p{Script=Cyrillic})\p{Lu}/u, upper(cyrillic)],
  [/(?=\p{Script=Cyrillic})\p{L}/u, cyrillic],
  [/(?=\p{Script=Greek})\p{Lu}/u, upper(greek)],
  [/(?=\p{Script=Greek})\p{L}/u, greek],
  [/[\uac00-\ud7a3]/, hangul],
  // Variants of emoji are no letters, though Unicode has them among its marks.
  [/[\ufe00-\ufe0f]/, []],
  [/\p{Lu}/u, upper(latin)],
  [/[\p{L}\p{M}]/u, latin],
  [/\p{N}/u, digits],
];

/** Few characters make most of a text. */
const known = new Map<string, readonly string[] | undefined>();
const mostKnown = 4096;

/** The characters that may stand for one, or undefined where it stays: blanks, signs, emoji. */
export function sameKind(character: string): readonly string[] | undefined {
  const before = known.get(character);
  if (before !== undefined || known.has(character)) return before;
  // An accent must not matter, as it does not for many collations.
  const base = character < '\u0250' ? character.normalize('NFD').charAt(0) : character;
  const members = kinds.find(([pattern]) => pattern.test(base))?.[1];
  const found = members?.length === 0 ? undefined : members;
  if (known.size < mostKnown) known.set(character, found);
  return found;
}

/** Letters in a row that would tell something of the text they come from. */
const tellingLength = 4;

/** Texts beyond it have so many rows of letters that some are met by chance, which tells nothing. */
const longestCompared = 20_000;

/**
 * Replaces each letter and digit by another one of its kind, at its place. No four of them in a row
 * are in the text that they stand for, as far as there is a choice. Texts that the server takes for
 * the same one become the same one again.
 *
 * @param choices - of the text in the form that `same` gives it
 */
export function replaceSameKind(text: string, same: SameValue, choices: Choices): string {
  const fold = foldingOf(same);
  const original = text.length <= longestCompared ? tellingRows(text, fold) : new Set<string>();
  let replaced = '';
  let row = '';
  for (const character of text) {
    const members = sameKind(character);
    if (members === undefined) {
      replaced += character;
      row = '';
      continue;
    }
    const unlike = fold(character);
    // One byte for each character, so that one with an accent takes as many as one without.
    const start = choices.below(256);
    let chosen: string | undefined;
    for (let step = 0; step < members.length; step++) {
      const member = members[(start + step) % members.length] as string;
      if (fold(member) === unlike) continue;
      chosen ??= member;
      if (original.has(row + fold(member))) continue;
      chosen = member;
      break;
    }
    chosen ??= members[0] as string;
    replaced += chosen;
    row = (row + fold(chosen)).slice(1 - tellingLength);
  }
  return replaced;
}

/** Every four letters in a row. */
function tellingRows(text: string, fold: (character: string) => string): ReadonlySet<string> {
  const rows = new Set<string>();
  let row = '';
  for (const character of text) {
    row = sameKind(character) === undefined ? '' : (row + fold(character)).slice(-tellingLength);
    if (row.length === tellingLength) rows.add(row);
  }
  return rows;
}

const foldings = new WeakMap<SameValue, (character: string) => string>();

/** Without the case, whatever the collation is; remembered, as few characters make most of a text. */
function foldingOf(same: SameValue): (character: string) => string {
  const before = foldings.get(same);
  if (before !== undefined) return before;
  const folded = new Map<string, string>();
  const fold = (character: string): string => {
    const found = folded.get(character);
    if (found !== undefined) return found;
    const other = same(character).toLowerCase();
    if (folded.size < mostKnown) folded.set(character, other);
    return other;
  };
  foldings.set(same, fold);
  return fold;
}
