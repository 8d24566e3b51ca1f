/** Finds the borders of statements: strings, names, comments, delimiters, and rows of INSERTs. */

import * as kinds from './byte-kinds.ts';
import { hasUsualRows, skipCode } from './code-loop.ts';
import { readDelimiterCommand } from './delimiter-command.ts';
import { longestWord } from './insert-reader.ts';
import { OuterComments } from './outer-comments.ts';
import { endOfQuoted, endOfWideQuoted, hasEscapes } from './quoted.ts';
import { usualModes } from './reading-modes.ts';
import type { OuterComment, ReadingModes, Statement } from './statement.ts';
import { StatementBuilder, type Unclosed } from './statement-builder.ts';
import { isTail } from './wide-characters.ts';

const lineFeed = 0x0a;
const backslashByte = 0x5c;
const letterN = 0x4e;
const letterD = 0x64;
const usualDelimiter = Buffer.from(';');
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** What the bytes that come next belong to. */
type Inside = 'code' | 'quoted' | 'lineComment' | 'blockComment';

/**
 * The functions that read on from a position return how far they came; where that is not further,
 * the bytes behind do not suffice to tell what they are.
 */
export class CodeReader {
  readonly #statement: StatementBuilder;
  readonly #comments: OuterComments;
  #delimiter: Buffer = usualDelimiter;
  #hasUsualRows = true;
  #modes: ReadingModes = usualModes;
  #tables = kinds.kindTables(usualModes, usualDelimiter);
  #inside: Inside = 'code';
  #quote = 0;
  #escapes = false;
  /** In the text, behind the last quotes. */
  #quotedEnd = -1;
  /** The last byte was a backslash in a string, and takes the meaning from the next one. */
  #escaped = false;
  #inExecutableComment = false;
  /** Of the data, in the text. */
  #offset = 0;
  #at = 0;

  constructor(maxBytes: number, onComment: ((comment: OuterComment) => void) | undefined) {
    this.#statement = new StatementBuilder(maxBytes);
    this.#comments = new OuterComments(onComment);
  }

  get keptBytes(): number {
    return this.#statement.keptBytes + this.#comments.keptBytes;
  }

  setModes(modes: ReadingModes): void {
    this.#modes = modes;
    this.#tables = kinds.kindTables(modes, this.#delimiter);
  }

  /**
   * The next statement in the data; call it with the same data until there is none.
   *
   * @param final - whether the text ends behind the data
   */
  next(data: Buffer, final: boolean): Statement | undefined {
    const statement = this.#statement;
    if (this.#offset === 0 && this.#at === 0) {
      const found = startsWith(data, 0, byteOrderMark, final);
      if (found === undefined) return;
      if (found) this.#at = byteOrderMark.length;
    }
    for (;;) {
      const ready = statement.takeReady();
      if (ready !== undefined) return ready;
      if (this.#at === data.length) break;
      const inside = this.#inside;
      const at =
        inside === 'code'
          ? this.#readCode(data, this.#at, final)
          : this.#readInside(data, this.#at, final);
      // A comment without text ends where it was begun to be read.
      if (at === this.#at && inside === this.#inside && !statement.isReady) break;
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
    return rest;
  }

  #end(data: Buffer): void {
    if (this.#inside === 'lineComment') this.#endComment();
    this.#statement.end(data, this.#unclosed(), this.#comments.offset);
  }

  #unclosed(): Unclosed | undefined {
    if (this.#inside === 'quoted' || this.#inside === 'blockComment') return this.#inside;
    return this.#inExecutableComment ? 'executableComment' : undefined;
  }

  #endComment(): void {
    this.#inside = 'code';
    if (!this.#statement.hasBegun) this.#comments.end();
  }

  #readInside(data: Buffer, at: number, final: boolean): number {
    if (this.#inside === 'quoted') return this.#readQuoted(data, at, final);
    const isLine = this.#inside === 'lineComment';
    const [end, behind] = isLine ? endOfLine(data, at) : endOfBlock(data, at);
    if (!this.#statement.hasBegun) this.#comments.add(data, at, behind ?? end);
    if (behind === undefined) return final ? data.length : end;
    this.#endComment();
    return behind;
  }

  #readQuoted(data: Buffer, start: number, final: boolean): number {
    const at = this.#escaped ? start + 1 : start;
    this.#escaped = false;
    const { wide } = this.#tables;
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

  #readCode(data: Buffer, start: number, final: boolean): number {
    const statement = this.#statement;
    const { insert } = statement;
    const everyToken = !statement.hasBegun || (insert.depth === 0 && !insert.isOver);
    const { every, otherwise } = this.#tables;
    const at = everyToken ? skipNothing(data, start, every) : this.#skipCode(data, start);
    if (at >= data.length) return data.length;
    const byte = data[at] as number;
    if (!statement.hasBegun && (byte | 0x20) === letterD) {
      const behind = this.#readCommand(data, at, final);
      if (behind !== undefined) return behind;
    }
    let kind = every[byte] as number;
    if (kind === kinds.delimiterStart) {
      kind = otherwise[byte] as number;
      if (!this.#inExecutableComment) {
        const found = startsWith(data, at, this.#delimiter, final);
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
      this.#hasUsualRows && (!insert.isInRow || insert.inComment === this.#inExecutableComment);
    const lastRowEnd = isUsual ? statement.lastRowEnd : start;
    return skipCode(data, start, this.#tables, insert, statement.position(0), lastRowEnd);
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
        const third = data[at + 2];
        if (third === undefined && !final && (data[at + 1] ?? kinds.minusByte) === kinds.minusByte)
          return at;
        if (kinds.beginsComment(data[at + 1], third)) {
          return this.#beginComment('lineComment', data, at, 2);
        }
        break;
      }
      case kinds.slash:
        if (data[at + 1] === kinds.starByte) return this.#readCommentStart(data, at, final);
        if (data[at + 1] === undefined && !final) return at;
        break;
      case kinds.star:
        if (this.#inExecutableComment) {
          if (data[at + 1] === undefined && !final) return at;
          if (data[at + 1] === kinds.slashByte) {
            this.#inExecutableComment = false;
            if (everyToken) this.#statement.insert.commentMark(false);
            return at + 2;
          }
        }
        break;
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
    const wordEnd = isWord ? this.#endOfWord(data, at, final) : at;
    if (isWord && wordEnd === at) return at;
    if (!statement.hasBegun) statement.begin(at);
    if (kind === kinds.quote) {
      const byte = data[at] as number;
      // A doubled quote ends nothing: the name goes on.
      const goesOn = this.#offset + at === this.#quotedEnd && byte === this.#quote;
      this.#beginQuoted(byte);
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

  #endOfWord(data: Buffer, start: number, final: boolean): number {
    const { otherwise, wide } = this.#tables;
    let at = start;
    while (at < data.length && at - start <= longestWord) {
      const kind = otherwise[data[at] as number];
      const isWide = kind === kinds.wideHead && wide !== undefined;
      if (!isWide && kind !== kinds.wordByte) return at;
      if (at > start && data[at] === this.#delimiter[0] && !this.#inExecutableComment) {
        const found = startsWith(data, at, this.#delimiter, final);
        if (found === undefined) return start;
        if (found) return at;
      }
      if (isWide && at + 1 === data.length && !final) return start;
      at += isWide && isTail(wide, data[at + 1]) ? 2 : 1;
    }
    return final || at - start > longestWord ? Math.min(at, data.length) : start;
  }

  /** The position behind a DELIMITER command; `undefined` where there is none. */
  #readCommand(data: Buffer, at: number, final: boolean): number | undefined {
    const command = readDelimiterCommand(data, at, final);
    if (command === 'none') return undefined;
    if (command === 'moreBytes') return at;
    if ('problem' in command) throw this.#statement.refuse(data, at, command.problem);
    this.#delimiter = command.delimiter;
    this.#hasUsualRows = hasUsualRows(command.delimiter);
    this.setModes(this.#modes);
    return at + command.bytes;
  }

  #readDelimiter(data: Buffer, at: number): number {
    if (this.#statement.hasBegun && !this.#statement.finish(data, at)) return at;
    return at + this.#delimiter.length;
  }

  #readBackslash(data: Buffer, at: number, final: boolean): number {
    const statement = this.#statement;
    if (at + 1 === data.length && !final) return at;
    if (data[at + 1] !== letterN) {
      // What is ready does not depend on how the text came in chunks.
      statement.keep(data, at);
      if (statement.isReady) return at;
      throw statement.refuse(
        data,
        at,
        `holds a backslash outside of quotes (at byte ${this.#offset + at} of the text). That is ` +
          'a command for a client program, which is not run',
      );
    }
    if (!statement.hasBegun) statement.begin(at);
    if (statement.insert.depth === 0) statement.insert.sign();
    return at + 2;
  }

  #readCommentStart(data: Buffer, at: number, final: boolean): number {
    const statement = this.#statement;
    if (data.length - at < kinds.longestExecutableStart && !final) return at;
    const bytes = kinds.executableMark(data, at);
    if (bytes === 0 || this.#isSandboxMark(data, at + bytes)) {
      return this.#beginComment('blockComment', data, at, 2);
    }
    if (!statement.hasBegun) statement.begin(at);
    else if (statement.insert.depth === 0) statement.insert.commentMark(true);
    this.#inExecutableComment = true;
    return at + bytes;
  }

  /** mariadb-dump's first line is a command in an executable comment, which only clients run. */
  #isSandboxMark(data: Buffer, at: number): boolean {
    return (
      !this.#statement.hasBegun && data[at] === backslashByte && data[at + 1] === kinds.minusByte
    );
  }

  #beginComment(inside: Inside, data: Buffer, at: number, bytes: number): number {
    this.#inside = inside;
    if (!this.#statement.hasBegun) {
      this.#comments.begin(this.#offset + at);
      this.#comments.add(data, at, at + bytes);
    }
    return at + bytes;
  }

  #beginQuoted(byte: number): void {
    this.#inside = 'quoted';
    this.#quote = byte;
    this.#escapes = hasEscapes(byte, this.#modes);
    this.#escaped = false;
  }
}

/** The position behind the text up to a line's end, or of the end of the data. */
function endOfLine(data: Buffer, at: number): [end: number, behind: number | undefined] {
  const found = data.indexOf(lineFeed, at);
  return found === -1 ? [data.length, undefined] : [found, found];
}

function endOfBlock(data: Buffer, at: number): [end: number, behind: number | undefined] {
  let star = data.indexOf(kinds.starByte, at);
  while (star !== -1) {
    const next = data[star + 1];
    if (next === kinds.slashByte) return [star, star + 2];
    if (next === undefined) return [star, undefined];
    star = data.indexOf(kinds.starByte, star + 1);
  }
  return [data.length, undefined];
}

function skipNothing(data: Buffer, start: number, table: Uint8Array): number {
  let at = start;
  while (at < data.length && table[data[at] as number] === kinds.nothing) at++;
  return at;
}

/** `undefined` where more bytes are needed to tell. */
function startsWith(data: Buffer, at: number, bytes: Buffer, final: boolean): boolean | undefined {
  for (let index = 0; index < bytes.length; index++) {
    const byte = data[at + index];
    if (byte === undefined) return final ? false : undefined;
    if (byte !== bytes[index]) return false;
  }
  return true;
}
