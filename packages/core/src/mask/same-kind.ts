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
import { NumberSet } from './number-set.ts';
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
  // Letters in circles and squares, which are no letters to Unicode, and Braille.
  [/\p{Uppercase}/u, upper(latin)],
  [/[\p{Alphabetic}\u2801-\u28ff]/u, latin],
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

/** Whether there is anything in a text that others may stand for. */
export function holdsLetters(text: string): boolean {
  for (const character of text) if (sameKind(character) !== undefined) return true;
  return false;
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
  const letters = lettersFor(same).of(text);
  const compared = text.length <= longestCompared && noteTellingRows(letters);
  let replaced = '';
  let row = 0;
  let length = 0;
  for (const { character, members } of letters) {
    if (members === undefined) {
      replaced += character;
      length = 0;
      continue;
    }
    // One byte for each character, so that one with an accent takes as many as one without.
    const start = choices.byte() % members.length;
    let chosen = members[start] as Member;
    if (compared && ++length >= tellingLength) {
      for (let step = 1; tellingRows.has(rowWith(row, chosen.mark)); step++) {
        chosen = members[(start + step) % members.length] as Member;
        if (step === members.length) break;
      }
    }
    replaced += chosen.character;
    row = rowWith(row, chosen.mark);
  }
  return replaced;
}

/** Of the text that is being replaced: one at a time, so one set does for all. */
const tellingRows = new NumberSet();

/** Every four letters in a row. @returns whether there are any */
function noteTellingRows(letters: readonly Letter[]): boolean {
  tellingRows.clear(letters.length);
  let any = false;
  let row = 0;
  let length = 0;
  for (const { mark, members } of letters) {
    if (members === undefined) {
      length = 0;
      continue;
    }
    row = rowWith(row, mark);
    if (++length < tellingLength) continue;
    tellingRows.add(row);
    any = true;
  }
  return any;
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
  readonly character: string;
  readonly mark: number;
  /** Its kind without itself. Undefined where the character stays. */
  readonly members: readonly Member[] | undefined;
}

const lettersOfCollations = new WeakMap<SameValue, Letters>();

function lettersFor(same: SameValue): Letters {
  const before = lettersOfCollations.get(same);
  if (before !== undefined) return before;
  const letters = new Letters(same);
  lettersOfCollations.set(same, letters);
  return letters;
}

/** Letters as one collation takes them, remembered, as few characters make most of a text. */
class Letters {
  readonly #same: SameValue;
  /** By their codes, as the others. */
  readonly #ascii: Letter[] = [];
  readonly #others = new Map<number, Letter>();
  readonly #kinds = new Map<readonly string[], readonly Member[]>();

  constructor(same: SameValue) {
    this.#same = same;
    for (let code = 0; code < 0x80; code++) {
      this.#ascii.push(this.#made(String.fromCharCode(code)));
    }
  }

  of(text: string): readonly Letter[] {
    const letters: Letter[] = [];
    for (let at = 0; at < text.length; at++) {
      const letter = this.#ascii[text.charCodeAt(at)] ?? this.#other(text.codePointAt(at) ?? 0);
      if (letter.character.length > 1) at++;
      letters.push(letter);
    }
    return letters;
  }

  #other(code: number): Letter {
    const known = this.#others.get(code);
    if (known !== undefined) return known;
    const letter = this.#made(String.fromCodePoint(code));
    if (this.#others.size < mostKnown) this.#others.set(code, letter);
    return letter;
  }

  #made(character: string): Letter {
    const unlike = this.#fold(character);
    const mark = markOf(unlike);
    const kind = sameKind(character);
    if (kind === undefined) return { character, mark, members: undefined };
    const all =
      this.#kinds.get(kind) ??
      kind.map((member) => ({ character: member, mark: markOf(this.#fold(member)) }));
    this.#kinds.set(kind, all);
    const others = all.filter((member) => this.#fold(member.character) !== unlike);
    // Most characters are none of those that stand for others: then they share one list.
    const isShared = others.length === all.length || others.length === 0;
    return { character, mark, members: isShared ? all : others };
  }

  #fold(character: string): string {
    return this.#same(character).toLowerCase();
  }
}
