/** Reads on to the end of quotes and comments, however the text comes in chunks. */

import { endOfBlock, endOfLine } from './bytes.ts';
import type { CodeRules } from './code-rules.ts';
import { OuterComments } from './outer-comments.ts';
import { endOfQuoted, endOfWideQuoted, hasEscapes } from './quoted.ts';
import type { OuterComment } from './statement.ts';

/** What the bytes that come next belong to. */
export type Inside = 'code' | 'quoted' | 'lineComment' | 'blockComment';

/** Positions are those in the data, but for those of which it is said that they are in the text. */
export class SpanReader {
  readonly #rules: CodeRules;
  readonly #comments: OuterComments;
  #inside: Inside = 'code';
  /** The comment stands outside of statements. */
  #isOuter = false;
  #quote = 0;
  #escapes = false;
  /** The last byte was a backslash in a string, and takes the meaning from the next one. */
  #escaped = false;
  /** In the text, behind the last quotes. */
  #quotedEnd = -1;
  /** Of the data, in the text. */
  #offset = 0;

  constructor(rules: CodeRules, onComment: ((comment: OuterComment) => void) | undefined) {
    this.#rules = rules;
    this.#comments = new OuterComments(onComment);
  }

  get inside(): Inside {
    return this.#inside;
  }

  get keptBytes(): number {
    return this.#comments.keptBytes;
  }

  /** Where the last comment outside of statements begins in the text. */
  get commentOffset(): number {
    return this.#comments.offset;
  }

  /** @param offset - of the data that follow, in the text */
  nextData(offset: number): void {
    this.#offset = offset;
  }

  /**
   * @param at - the opening quote
   * @returns whether it stands right behind the same one: doubled it ends nothing, the quotes go on
   */
  beginQuoted(quote: number, at: number): boolean {
    const goesOn = this.#offset + at === this.#quotedEnd && quote === this.#quote;
    this.#inside = 'quoted';
    this.#quote = quote;
    this.#escapes = hasEscapes(quote, this.#rules.modes);
    this.#escaped = false;
    return goesOn;
  }

  /**
   * @param bytes - of the mark that begins it
   * @returns the position behind the mark
   */
  beginComment(
    inside: 'lineComment' | 'blockComment',
    data: Buffer,
    at: number,
    bytes: number,
    isOuter: boolean,
  ): number {
    this.#inside = inside;
    this.#isOuter = isOuter;
    if (isOuter) {
      this.#comments.begin(this.#offset + at);
      this.#comments.add(data, at, at + bytes);
    }
    return at + bytes;
  }

  /** The text has ended, and with it a comment to the end of its line. */
  end(): void {
    if (this.#inside === 'lineComment') this.#endComment();
  }

  /** Reads on from a position; it returns how far it came. */
  read(data: Buffer, at: number, final: boolean): number {
    if (this.#inside === 'quoted') return this.#readQuoted(data, at, final);
    const isLine = this.#inside === 'lineComment';
    const [end, behind] = isLine ? endOfLine(data, at) : endOfBlock(data, at);
    if (this.#isOuter) this.#comments.add(data, at, behind ?? end);
    if (behind === undefined) return final ? data.length : end;
    this.#endComment();
    return behind;
  }

  #readQuoted(data: Buffer, start: number, final: boolean): number {
    const at = this.#escaped ? start + 1 : start;
    this.#escaped = false;
    const { wide } = this.#rules.tables;
    const end = data.length;
    const found =
      wide === undefined
        ? endOfQuoted(data, at, end, this.#quote, this.#escapes)
        : endOfWideQuoted(data, at, end, this.#quote, this.#escapes, wide);
    if (found > end) this.#escaped = true;
    if (found >= end) return end;
    if (data[found] !== this.#quote) return final ? end : found;
    this.#inside = 'code';
    this.#quotedEnd = this.#offset + found + 1;
    return found + 1;
  }

  #endComment(): void {
    this.#inside = 'code';
    if (this.#isOuter) this.#comments.end();
  }
}
