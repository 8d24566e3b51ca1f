/** Finds members of JSON documents whose names say that they hold personal data. */

import { meaningOfWords, type NameMeaning } from './name-meaning.ts';
import { isOfKnownWords, wordsOf } from './vocabulary.ts';

/** Documents are of strangers. */
const deepest = 32;
const mostNames = 500;
const mostFound = 100;

export class JsonMembers {
  readonly #found = new Map<string, NameMeaning>();
  readonly #known = new Map<string, boolean>();

  /** @param document - one that can be read */
  add(document: string): void {
    this.#visit(JSON.parse(document), 0);
  }

  /**
   * What the members mean, by their names, sorted. Only names that are made of known words alone: others
   * may be data, as in an object of things by the names of their owners.
   */
  get found(): readonly (readonly [string, NameMeaning])[] {
    return [...this.#found].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  #visit(value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > deepest) return;
    for (const [name, member] of Object.entries(value)) {
      if (!Array.isArray(value)) this.#note(name);
      this.#visit(member, depth + 1);
    }
  }

  #note(name: string): void {
    if (this.#known.has(name) || this.#found.size > mostFound || name.length > 60) return;
    const isName =
      /^[A-Za-z_][A-Za-z0-9_-]*$|^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u.test(
        name,
      );
    const words = isName ? wordsOf(name) : [];
    const known = isOfKnownWords(words);
    if (this.#known.size < mostNames) this.#known.set(name, known);
    const meaning = known ? meaningOfWords(words) : undefined;
    if (meaning !== undefined && meaning.meaning !== 'plain') this.#found.set(name, meaning);
  }
}
