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
  const lettersOf = lettersFor(same);
  const original = text.length <= longestCompared ? tellingRows(text, lettersOf) : undefined;
  let replaced = '';
  let row = 0;
  let length = 0;
  for (const character of text) {
    const { members } = lettersOf(character);
    if (members === undefined) {
      replaced += character;
      length = 0;
      continue;
    }
    // One byte for each character, so that one with an accent takes as many as one without.
    const start = choices.byte() % members.length;
    let chosen = members[start] as Member;
    if (original !== undefined && ++length >= tellingLength) {
      for (let step = 1; original.has(rowWith(row, chosen.mark)); step++) {
        chosen = members[(start + step) % members.length] as Member;
        if (step === members.length) break;
      }
    }
    replaced += chosen.character;
    row = rowWith(row, chosen.mark);
  }
  return replaced;
}

/** Every four letters in a row; undefined where there is none. */
function tellingRows(text: string, lettersOf: LettersOf): ReadonlySet<number> | undefined {
  const rows = new Set<number>();
  let row = 0;
  let length = 0;
  for (const character of text) {
    const { mark, members } = lettersOf(character);
    if (members === undefined) {
      length = 0;
      continue;
    }
    row = rowWith(row, mark);
    if (++length >= tellingLength) rows.add(row);
  }
  return rows.size === 0 ? undefined : rows;
}

const markBits = 7;

/** The marks of four letters in one whole number. */
function rowWith(row: number, mark: number): number {
  return ((row << markBits) | mark) & (2 ** (markBits * tellingLength) - 1);
}

/** Two letters that are one without their case have the same mark. So may others have: no matter. */
function markOf(fold: string): number {
  let mark = 0;
  for (const character of fold) mark = mark * 31 + (character.codePointAt(0) ?? 0);
  return mark % 2 ** markBits;
}

/** A character that may stand for others. */
interface Member {
  readonly character: string;
  readonly mark: number;
}

/** What there is to know of a character of a text. */
interface Letter {
  readonly mark: number;
  /** Its kind without itself. Undefined where the character stays. */
  readonly members: readonly Member[] | undefined;
}

type LettersOf = (character: string) => Letter;

const lettersOfCollations = new WeakMap<SameValue, LettersOf>();

/** Remembered, as few characters make most of a text. */
function lettersFor(same: SameValue): LettersOf {
  const before = lettersOfCollations.get(same);
  if (before !== undefined) return before;
  const fold = (character: string): string => same(character).toLowerCase();
  const kindsOf = new Map<readonly string[], readonly Member[]>();
  const letterOf = (character: string): Letter => {
    const unlike = fold(character);
    const kind = sameKind(character);
    if (kind === undefined) return { mark: markOf(unlike), members: undefined };
    const all =
      kindsOf.get(kind) ??
      kind.map((member) => ({ character: member, mark: markOf(fold(member)) }));
    kindsOf.set(kind, all);
    const others = all.filter((member) => fold(member.character) !== unlike);
    // Most characters are none of those that stand for others: then they share one list.
    const isShared = others.length === all.length || others.length === 0;
    return { mark: markOf(unlike), members: isShared ? all : others };
  };
  const letters = new Map<string, Letter>();
  const lettersOf: LettersOf = (character) => {
    const found = letters.get(character);
    if (found !== undefined) return found;
    const letter = letterOf(character);
    if (letters.size < mostKnown) letters.set(character, letter);
    return letter;
  };
  lettersOfCollations.set(same, lettersOf);
  return lettersOf;
}
