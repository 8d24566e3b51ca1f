/** Takes names apart: `usrEmailAddr2`, `EMAILADDRESS` and `顧客氏名カナ` into the words that they are made of. */
import { plainSpelling } from './romaji.ts';

/** Anything but Latin letters and digits: Japanese has no blanks between words. */
const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆〒]/u;

/** Longer ones are no names that anybody gave. */
const longestName = 200;

/** Shorter ones would be other words as well. */
const shortestRomaji = 5;

/** Cuts names by the words that are known. */
export class WordCutter {
  readonly #known: ReadonlySet<string>;
  /** Known words by their plain spelling, see {@link plainSpelling}. */
  readonly #spellings = new Map<string, string>();

  /**
   * @param known - in lower case, in singular, without blanks
   * @param romaji - those that are Japanese in Latin letters, and may be spelt otherwise
   */
  constructor(known: ReadonlySet<string>, romaji: Iterable<string>) {
    this.#known = known;
    for (const word of romaji) {
      if (word.length >= shortestRomaji) this.#spellings.set(plainSpelling(word), word);
    }
  }

  /** In lower case and in singular, digits apart. */
  words(name: string): readonly string[] {
    return name
      .slice(0, longestName)
      .normalize('NFKC')
      .replace(/(\p{Ll}|\d)(?=\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$&_')
      .toLowerCase()
      .split(/[^\p{L}\p{M}\p{N}ー〒]+/u)
      .flatMap((part) => part.match(/\d+|[^\d]+/gu) ?? [])
      .flatMap((part) => this.#cut(part));
  }

  isKnown(word: string): boolean {
    return this.#known.has(word);
  }

  #cut(part: string): readonly string[] {
    if (/^\d/.test(part)) return [part];
    const single = this.#singular(part);
    if (this.#known.has(single)) return [single];
    const spelt = this.#spellings.get(plainSpelling(part));
    if (spelt !== undefined) return [spelt];
    if (japanese.test(part)) return fewestPieces([...part], 1, true, this.#known) ?? [part];
    const letters = [...part];
    if (letters.length < 6) return [single];
    const cut =
      fewestPieces(letters, 3, false, this.#known) ??
      (single === part ? undefined : fewestPieces([...single], 3, false, this.#known));
    return cut ?? [single];
  }

  #singular(word: string): string {
    if (this.#known.has(word) || word.length < 4) return word;
    const candidates = [
      word.replace(/ies$/, 'y'),
      word.replace(/(ss|sh|ch|x)es$/, '$1'),
      word.replace(/([^s])s$/, '$1'),
    ];
    return candidates.find((one) => one !== word && this.#known.has(one)) ?? word;
  }
}

/**
 * Into known words, as few as there can be.
 *
 * @param shortest - letters of a word
 * @param gaps - whether there may be letters between the words that belong to none
 */
function fewestPieces(
  letters: readonly string[],
  shortest: number,
  gaps: boolean,
  known: ReadonlySet<string>,
): readonly string[] | undefined {
  /** The best way to cut what stands before each place: its cost, and its pieces. */
  const best: ({ cost: number; pieces: readonly string[] } | undefined)[] = [
    { cost: 0, pieces: [] },
  ];
  for (let end = 1; end <= letters.length; end++) {
    for (let start = 0; start < end; start++) {
      const before = best[start];
      if (before === undefined) continue;
      const piece = letters.slice(start, end).join('');
      const isKnown = end - start >= shortest && known.has(piece);
      if (!isKnown && !gaps) continue;
      // A letter that belongs to no word is worse than any number of words.
      const cost = before.cost + (isKnown ? 1 : 100 * (end - start));
      if (best[end] === undefined || cost < (best[end]?.cost ?? 0)) {
        best[end] = { cost, pieces: [...before.pieces, piece] };
      }
    }
  }
  return best[letters.length]?.pieces;
}
