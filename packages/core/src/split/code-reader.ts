/** Finds the borders of statements: strings, names, comments, delimiters, and rows of INSERTs. */

import * as kinds from './byte-kinds.ts';
import { byteOrderMark, startsWith } from './bytes.ts';
import { skipCode, skipNothing } from './code-loop.ts';
import { CodeRules } from './code-rules.ts';
import * as marks from './comment-marks.ts';
import { readDelimiterCommand } from './delimiter-command.ts';
import { longestWord } from './insert-reader.ts';
import { SpanReader } from './span-reader.ts';
import { clientCommandProblem, type Unclosed } from './split-errors.ts';
import type { OuterComment, ReadingModes, Statement } from './statement.ts';
import { StatementBuilder } from './statement-builder.ts';

const letterN = 0x4e;
const letterD = 0x64;

/**
 * The functions that read on from a position return how far they came; where that is not further,
 * the bytes behind do not suffice to tell what they are.
 */
export class CodeReader {
  readonly #rules = new CodeRules();
  readonly #statement: StatementBuilder;
  readonly #spans: SpanReader;
  #inExecutableComment = false;
  /** Of the data, in the text. */
  #offset = 0;
  #at = 0;

  constructor(
    maxBytes: number,
    onComment: ((comment: OuterComment) => void) | undefined,
    lends: boolean,
  ) {
    this.#statement = new StatementBuilder(maxBytes, lends);
    this.#spans = new SpanReader(this.#rules, onComment);
  }

  get keptBytes(): number {
    return this.#statement.keptBytes + this.#spans.keptBytes;
  }

  setModes(modes: ReadingModes): void {
    this.#rules.modes = modes;
  }

  setDelimiter(delimiter: Buffer): void {
    this.#rules.delimiter = delimiter;
  }

  /**
   * The next statement in the data; call it with the same data until there is none.
   *
   * @param final - whether the text ends behind the data
   */
  next(data: Buffer, final: boolean): Statement | undefined {
    const statement = this.#statement;
    const spans = this.#spans;
    if (this.#offset === 0 && this.#at === 0) {
      const found = startsWith(data, 0, byteOrderMark, final);
      if (found === undefined) return;
      if (found) this.#at = byteOrderMark.length;
    }
    for (;;) {
      const ready = statement.takeReady();
      if (ready !== undefined) return ready;
      if (this.#at === data.length) break;
      const { inside } = spans;
      const at =
        inside === 'code'
          ? this.#readCode(data, this.#at, final)
          : spans.read(data, this.#at, final);
      // A comment without text ends where it was begun to be read.
      if (at === this.#at && inside === spans.inside && !statement.isReady) break;
      this.#at = at;
    }
    statement.keep(data, this.#at);
    if (final && !statement.isReady) this.#end(data);
    return statement.takeReady();
  }

  /** What has to be put before the next data. */
  rest(data: Buffer): Buffer {
    const rest = data.subarray(this.#at);
    this.#offset += this.#at;
    this.#at = 0;
    this.#statement.nextData(this.#offset);
    this.#spans.nextData(this.#offset);
    return rest;
  }

  #end(data: Buffer): void {
    this.#spans.end();
    this.#statement.end(data, this.#unclosed(), this.#spans.commentOffset);
  }

  #unclosed(): Unclosed | undefined {
    const { inside } = this.#spans;
    if (inside === 'quoted' || inside === 'blockComment') return inside;
    return this.#inExecutableComment ? 'executableComment' : undefined;
  }

  #readCode(data: Buffer, start: number, final: boolean): number {
    const statement = this.#statement;
    const { insert } = statement;
    const everyToken = !statement.hasBegun || (insert.depth === 0 && !insert.isOver);
    const { every, otherwise } = this.#rules.tables;
    const end = data.length;
    const at = everyToken ? skipNothing(data, start, end, every) : this.#skipCode(data, start);
    if (at >= end) return end;
    const byte = data[at] as number;
    if (!statement.hasBegun && (byte | 0x20) === letterD) {
      const behind = this.#readCommand(data, at, final);
      if (behind !== undefined) return behind;
    }
    let kind = every[byte] as number;
    if (kind === kinds.delimiterStart) {
      kind = otherwise[byte] as number;
      if (!this.#inExecutableComment) {
        const found = this.#rules.isDelimiter(data, at, final);
        if (found === undefined) return at;
        if (found) return this.#readDelimiter(data, at);
      }
    }
    return this.#readSign(data, at, kind, final, everyToken);
  }

  #skipCode(data: Buffer, start: number): number {
    const statement = this.#statement;
    const { insert } = statement;
    const isUsual =
      this.#rules.hasUsualRows &&
      (!insert.isInRow || insert.inComment === this.#inExecutableComment);
    const lastRowEnd = isUsual ? statement.lastRowEnd : start;
    return skipCode(data, start, this.#rules.tables, insert, statement.position(0), lastRowEnd);
  }

  #readSign(data: Buffer, at: number, kind: number, final: boolean, everyToken: boolean): number {
    switch (kind) {
      case kinds.nothing:
        return at + 1;
      case kinds.backslash:
        return this.#readBackslash(data, at, final);
      case kinds.hash:
        return this.#beginComment('lineComment', data, at, 1);
      case kinds.minus: {
        const begins = marks.beginsLineComment(data, at, this.#rules.tables.otherwise, final);
        if (begins === undefined) return at;
        if (begins) return this.#beginComment('lineComment', data, at, 2);
        break;
      }
      case kinds.slash: {
        const begins = startsWith(data, at, marks.blockStart, final);
        if (begins === undefined) return at;
        if (begins) return this.#readCommentStart(data, at, final);
        break;
      }
      case kinds.star: {
        if (!this.#inExecutableComment) break;
        const ends = startsWith(data, at, marks.blockEnd, final);
        if (ends === undefined) return at;
        if (!ends) break;
        this.#inExecutableComment = false;
        if (everyToken) this.#statement.insert.commentMark(false);
        return at + marks.blockEnd.length;
      }
    }
    return this.#readToken(data, at, kind, final, everyToken);
  }

  /** What is no comment and no delimiter. */
  #readToken(data: Buffer, at: number, kind: number, final: boolean, everyToken: boolean): number {
    const statement = this.#statement;
    const { insert } = statement;
    if (kind === kinds.close && statement.hasBegun && insert.depth === 1) {
      if (!insert.isInRow) insert.endList();
      else if (!statement.endRow(data, at, this.#inExecutableComment)) return at;
      return at + 1;
    }
    const isWord = kind === kinds.wordByte || kind === kinds.wideHead;
    const mayEnd = !this.#inExecutableComment;
    const wordEnd = isWord ? this.#rules.endOfWord(data, at, final, mayEnd) : at;
    if (isWord && wordEnd === at) return at;
    if (!statement.hasBegun) statement.begin(at);
    if (kind === kinds.quote) {
      const goesOn = this.#spans.beginQuoted(data[at] as number, at);
      if (everyToken && !goesOn) insert.name();
      return at + 1;
    }
    if (!everyToken) {
      // Only where the delimiter begins with it: otherwise it was counted on the way.
      if (kind === kinds.open && insert.depth > 0) insert.depth++;
      if (kind === kinds.close && insert.depth > 0) insert.depth--;
      return isWord ? wordEnd : at + 1;
    }
    if (isWord) {
      const text = wordEnd - at > 16 ? '' : data.toString('latin1', at, wordEnd).toUpperCase();
      insert.word(text, statement.position(at), this.#inExecutableComment);
      if (wordEnd - at > longestWord) insert.sign();
      return wordEnd;
    }
    insert.mark(kind, statement.position(at), this.#inExecutableComment);
    return at + 1;
  }

  /** The position behind a DELIMITER command; `undefined` where there is none. */
  #readCommand(data: Buffer, at: number, final: boolean): number | undefined {
    const command = readDelimiterCommand(data, at, final);
    if (command === 'none') return undefined;
    if (command === 'moreBytes') return at;
    if ('problem' in command) throw this.#statement.refuse(data, at, command.problem);
    this.#rules.delimiter = command.delimiter;
    return at + command.bytes;
  }

  #readDelimiter(data: Buffer, at: number): number {
    if (this.#statement.hasBegun && !this.#statement.finish(data, at)) return at;
    return at + this.#rules.delimiter.length;
  }

  #readBackslash(data: Buffer, at: number, final: boolean): number {
    const statement = this.#statement;
    if (at + 1 === data.length && !final) return at;
    if (data[at + 1] !== letterN) {
      // What is ready does not depend on how the text came in chunks.
      statement.keep(data, at);
      if (statement.isReady) return at;
      throw statement.refuse(data, at, clientCommandProblem(this.#offset + at));
    }
    if (!statement.hasBegun) statement.begin(at);
    if (statement.insert.depth === 0) statement.insert.sign();
    return at + 2;
  }

  #readCommentStart(data: Buffer, at: number, final: boolean): number {
    const statement = this.#statement;
    if (data.length - at < marks.longestExecutableStart && !final) return at;
    const bytes = marks.executableMark(data, at);
    if (bytes === 0 || (!statement.hasBegun && marks.isSandboxMark(data, at + bytes))) {
      return this.#beginComment('blockComment', data, at, 2);
    }
    if (!statement.hasBegun) statement.begin(at);
    else if (statement.insert.depth === 0) statement.insert.commentMark(true);
    this.#inExecutableComment = true;
    return at + bytes;
  }

  #beginComment(
    inside: 'lineComment' | 'blockComment',
    data: Buffer,
    at: number,
    bytes: number,
  ): number {
    return this.#spans.beginComment(inside, data, at, bytes, !this.#statement.hasBegun);
  }
}
