/** Reads a statement token by token from its bytes, and looks through comments that are executed. */

import type { ReadingModes } from '../split/statement.ts';
import { isHead, isTail, type WideCharacters, wideCharacters } from '../split/wide-characters.ts';
import { hasNoBreakSpace, noBreakSpace } from '../sql/no-break-space.ts';
import { classOf, decodeName, space, word } from './bytes.ts';
import { commentEnd, isExecuted, type TargetServer, versionMark } from './version-comment.ts';

/**
 * - `word`: a keyword, an unquoted name or a number
 * - `name`: in backticks, or in double quotes under ANSI_QUOTES
 * - `string`: in single quotes, or in double quotes without ANSI_QUOTES
 * - `sign`: any other single byte
 * - `end`: of the statement
 */
export type TokenKind = 'word' | 'name' | 'string' | 'sign' | 'end';

const doubleQuote = 0x22;
const singleQuote = 0x27;
const backtick = 0x60;
const backslash = 0x5c;
const asterisk = 0x2a;
const slash = 0x2f;

/** Longer words are no keywords. */
const longestKeyword = 40;

/** A place in the statement to come back to. */
export interface Place {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly inVersionComment: boolean;
}

/**
 * Stands at one token at a time. It goes forward only and remembers nothing, so that any text takes
 * linear time; and whatever it can't make sense of is a `sign` or a token to the end.
 *
 * With a server, comments of versions that it does not have are skipped as that server skips them;
 * without one all are looked through.
 */
export class Lexer {
  kind: TokenKind = 'end';
  /** Where the token begins. */
  start = 0;
  /** Where it ends. */
  end = 0;
  readonly bytes: Buffer;
  readonly #modes: ReadingModes;
  readonly #server: TargetServer | undefined;
  readonly #wide: WideCharacters | undefined;
  readonly #noBreakSpace: boolean;
  #inVersionComment = false;

  constructor(bytes: Buffer, modes: ReadingModes, server?: TargetServer) {
    this.bytes = bytes;
    this.#modes = modes;
    this.#server = server;
    this.#wide = wideCharacters(modes.characterSet);
    this.#noBreakSpace = hasNoBreakSpace(modes.characterSet);
    this.advance();
  }

  /** Goes to the next token; at the end it stays there. */
  advance(): void {
    const start = this.#skipBlanks(this.end);
    this.start = start;
    const byte = this.bytes[start];
    if (byte === undefined) {
      this.kind = 'end';
      this.end = start;
    } else if (classOf[byte] === word) {
      this.kind = 'word';
      this.end = Math.min(this.#wordEnd(start), this.bytes.length);
    } else if (byte === backtick || byte === singleQuote || byte === doubleQuote) {
      const isName = byte === backtick || (byte === doubleQuote && this.#modes.ansiQuotes);
      this.end = this.#quotedEnd(start, byte, !isName && !this.#modes.noBackslashEscapes);
      // A name that does not end is none.
      this.kind = isName && this.end <= this.bytes.length ? 'name' : 'string';
      this.end = Math.min(this.end, this.bytes.length);
    } else {
      this.kind = 'sign';
      this.end = start + 1;
    }
  }

  place(): Place {
    const { kind, start, end } = this;
    return { kind, start, end, inVersionComment: this.#inVersionComment };
  }

  goTo(place: Place): void {
    this.kind = place.kind;
    this.start = place.start;
    this.end = place.end;
    this.#inVersionComment = place.inVersionComment;
  }

  /** The word in upper case; an empty text for any other token. */
  word(): string {
    if (this.kind !== 'word' || this.end - this.start > longestKeyword) return '';
    return this.bytes.toString('latin1', this.start, this.end).toUpperCase();
  }

  isEnd(): boolean {
    return this.kind === 'end';
  }

  isSign(sign: string): boolean {
    return this.kind === 'sign' && this.bytes[this.start] === sign.charCodeAt(0);
  }

  isWord(...words: readonly string[]): boolean {
    return this.kind === 'word' && words.includes(this.word());
  }

  /** Goes on behind the sign if it stands here. */
  takeSign(sign: string): boolean {
    const here = this.isSign(sign);
    if (here) this.advance();
    return here;
  }

  /** Goes on behind the words if all of them stand here, one after the other; else it stays. */
  takeWords(...words: readonly string[]): boolean {
    const place = this.place();
    for (const expected of words) {
      if (!this.isWord(expected)) {
        this.goTo(place);
        return false;
      }
      this.advance();
    }
    return true;
  }

  /** From an opening parenthesis to behind the one that closes it, or to the end. */
  skipParentheses(): void {
    let depth = 0;
    do {
      if (this.isSign('(')) depth++;
      else if (this.isSign(')')) depth--;
      this.advance();
    } while (depth > 0 && !this.isEnd());
  }

  /** What a name or word stands for as a name; `undefined` for any other token. */
  name(): string | undefined {
    if (this.kind !== 'word' && this.kind !== 'name') return undefined;
    const { characterSet } = this.#modes;
    if (this.kind === 'word') {
      return decodeName(this.bytes.subarray(this.start, this.end), characterSet);
    }
    const quote = String.fromCharCode(this.bytes[this.start] ?? backtick);
    const inside = decodeName(this.bytes.subarray(this.start + 1, this.end - 1), characterSet);
    return inside.includes(quote) ? inside.replaceAll(quote + quote, quote) : inside;
  }

  #skipBlanks(from: number): number {
    const { bytes } = this;
    let at = from;
    for (;;) {
      const byte = bytes[at];
      if (byte === undefined) return bytes.length;
      if (classOf[byte] === space || this.#isNoBreakSpace(byte)) {
        at++;
      } else if (byte === slash && bytes[at + 1] === asterisk) {
        at = this.#skipComment(at);
      } else if (byte === asterisk && bytes[at + 1] === slash && this.#inVersionComment) {
        this.#inVersionComment = false;
        at += 2;
      } else if (byte === 0x23 || (byte === 0x2d && this.#isDashComment(at))) {
        const lineEnd = bytes.indexOf(10, at);
        at = lineEnd < 0 ? bytes.length : lineEnd + 1;
      } else {
        return at;
      }
    }
  }

  /** To the end of a comment, or to the beginning of what is executed in it. */
  #skipComment(at: number): number {
    const mark = versionMark(this.bytes, at, this.#server);
    if (mark === undefined) return commentEnd(this.bytes, at + 2, 0);
    // To MySQL it is a comment like any other.
    if (mark.mariadb && this.#server?.flavor === 'mysql') return commentEnd(this.bytes, at + 2, 0);
    if (!isExecuted(mark, this.#server)) return commentEnd(this.bytes, mark.end, 1);
    this.#inVersionComment = true;
    return mark.end;
  }

  /** Two dashes begin a comment only before a blank, another control character, or the end. */
  #isDashComment(at: number): boolean {
    if (this.bytes[at + 1] !== 0x2d) return false;
    const byte = this.bytes[at + 2];
    return byte === undefined || byte <= 0x20 || byte === 0x7f || this.#isNoBreakSpace(byte);
  }

  #isNoBreakSpace(byte: number): boolean {
    return byte === noBreakSpace && this.#noBreakSpace;
  }

  #wordEnd(from: number): number {
    const { bytes } = this;
    let at = from;
    for (;;) {
      const byte = bytes[at];
      if (byte === undefined || this.#isNoBreakSpace(byte)) return at;
      if (byte >= 0x80) at += this.#length(at, byte);
      else if (classOf[byte] === word) at++;
      else return at;
    }
  }

  /** Without an end it goes beyond that of the statement. */
  #quotedEnd(from: number, quote: number, escapes: boolean): number {
    const { bytes } = this;
    let at = from + 1;
    for (;;) {
      const byte = bytes[at];
      if (byte === undefined) return bytes.length + 1;
      if (byte >= 0x80) {
        at += this.#length(at, byte);
      } else if (byte === quote) {
        if (bytes[at + 1] !== quote) return at + 1;
        at += 2;
      } else {
        at += byte === backslash && escapes ? 2 : 1;
      }
    }
  }

  /** Of the character at this place: 2 where its second byte could be taken for one of its own. */
  #length(at: number, byte: number): 1 | 2 {
    const wide = this.#wide;
    const isPair = wide !== undefined && isHead(wide, byte) && isTail(wide, this.bytes[at + 1]);
    return isPair ? 2 : 1;
  }
}
