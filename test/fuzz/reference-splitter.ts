/**
 * A second splitter, written from the manuals alone, character by character and without regard to
 * speed or memory: what the fuzzer compares the real one with.
 */

import { isMydumperStart } from '../../packages/core/src/split/mydumper.ts';
import { SessionVariables } from '../../packages/core/src/split/session-variables.ts';
import type { OuterComment, ReadingModes } from '../../packages/core/src/split/statement.ts';
import { type ReferencePart, referenceParts, TextProblem } from './reference-insert.ts';

/** What is in a text; a text in which something is wrong is split up to there. */
export interface ReferenceResult {
  readonly statements: readonly ReferencePart[];
  readonly comments: readonly OuterComment[];
  /** The code of the error that ends it, and number and offset of the statement. */
  readonly error?: readonly [code: string, number: number, offset: number];
}

export interface ReferenceOptions {
  readonly maxStatementBytes: number;
  readonly modes: ReadingModes;
}

const wide: Record<string, RegExp> = {
  sjis: /[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]/y,
  cp932: /[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]/y,
  big5: /[\xa1-\xf9][\x40-\x7e\xa1-\xfe]/y,
  gbk: /[\x81-\xfe][\x40-\x7e\x80-\xfe]/y,
  gb18030: /[\x81-\xfe][\x40-\x7e\x80-\xfe]/y,
};

/** Character sets in which a no-break space is a blank. */
const blankSets = /^(?:latin[1257]|greek|hebrew|cp125[0167])$/;

/** @param text - one character for each byte */
export function referenceSplit(text: string, options: ReferenceOptions): ReferenceResult {
  const statements: ReferencePart[] = [];
  const comments: OuterComment[] = [];
  try {
    new Reference(text, options, statements, comments).read();
    return { statements, comments };
  } catch (error) {
    if (!(error instanceof TextProblem)) throw error;
    return { statements, comments, error: [error.code, error.number, error.offset] };
  }
}

class Reference {
  readonly #text: string;
  readonly #max: number;
  readonly #statements: ReferencePart[];
  readonly #comments: OuterComment[];
  readonly #variables: SessionVariables;
  #modes: ReadingModes;
  #delimiter = ';';
  #number = 0;
  #start = -1;
  #inExecutable = false;
  /** The statement, with something plain in place of comments, quotes and wide characters. */
  #mask = '';
  /** Where executable comments begin and end, in the statement. */
  #marks: { at: number; begins: boolean }[] = [];

  constructor(
    text: string,
    { maxStatementBytes, modes }: ReferenceOptions,
    statements: ReferencePart[],
    comments: OuterComment[],
  ) {
    this.#text = text;
    this.#max = maxStatementBytes;
    this.#modes = modes;
    this.#variables = new SessionVariables(modes);
    this.#statements = statements;
    this.#comments = comments;
  }

  read(): void {
    let at = this.#text.startsWith('\xef\xbb\xbf') ? 3 : 0;
    while (at < this.#text.length) at = this.#readOne(at);
    if (this.#inExecutable) this.#fail('TRUNCATED_DUMP', at);
    if (this.#start !== -1) this.#finish(at, true);
  }

  #readOne(at: number): number {
    const text = this.#text;
    const isOutside = this.#start === -1;
    if (isOutside && /^delimiter(?:[ \t\n\v\f\r]|$)/i.test(text.slice(at, at + 10))) {
      return this.#readDelimiterCommand(at);
    }
    if (!this.#inExecutable && text.startsWith(this.#delimiter, at)) {
      const behind = at + this.#delimiter.length;
      if (!isOutside) this.#finish(at, false);
      return behind;
    }
    const character = text.charAt(at);
    const isBlank = /[ \t\n\v\f\r]/.test(character) || this.#isNoBreakSpace(at);
    if (character === '#' || this.#isDashComment(at)) {
      const lineEnd = text.indexOf('\n', at);
      return this.#comment(at, lineEnd === -1 ? text.length : lineEnd);
    }
    if (text.startsWith('/*', at)) return this.#readBlock(at);
    if (this.#inExecutable && text.startsWith('*/', at)) {
      this.#inExecutable = false;
      this.#marks.push({ at: at - this.#start, begins: false });
      return this.#code(at, 2, ' ');
    }
    if (isOutside && isBlank) return at + 1;
    if (character === '\\') {
      if (text.charAt(at + 1) !== 'N') this.#fail('REFUSED_STATEMENT', at);
      return this.#code(at, 2, '?');
    }
    if (`'"\``.includes(character)) return this.#readQuoted(at, character);
    const isWide = this.#isWide(at);
    if (isWide) return this.#code(at, 2, 'w');
    return this.#code(at, 1, isBlank ? ' ' : character);
  }

  #readBlock(at: number): number {
    const text = this.#text;
    const executable = /^\/\*M?!\d{0,6}/.exec(text.slice(at, at + 12))?.[0];
    const isSandbox = this.#start === -1 && text.startsWith('\\-', at + (executable?.length ?? 0));
    if (executable !== undefined && !isSandbox) {
      this.#begin(at);
      this.#inExecutable = true;
      this.#marks.push({ at: at - this.#start, begins: true });
      return this.#code(at, executable.length, ' ');
    }
    const end = text.indexOf('*/', at + 2);
    if (end === -1) this.#fail('TRUNCATED_DUMP', at);
    return this.#comment(at, end + 2);
  }

  #readQuoted(start: number, quote: string): number {
    const text = this.#text;
    const { ansiQuotes, noBackslashEscapes } = this.#modes;
    const isString = quote === "'" || (quote === '"' && !ansiQuotes);
    this.#begin(start);
    let at = start + 1;
    for (;;) {
      if (at >= text.length) this.#fail('TRUNCATED_DUMP', start);
      if (this.#isWide(at)) at += 2;
      else if (isString && !noBackslashEscapes && text.charAt(at) === '\\') at += 2;
      else if (text.startsWith(quote + quote, at)) at += 2;
      else if (text.charAt(at) === quote) break;
      else at++;
    }
    const length = at + 1 - start;
    this.#mask += `"${"'".repeat(length - 1)}`;
    return start + length;
  }

  #readDelimiterCommand(at: number): number {
    const found = this.#text.indexOf('\n', at);
    const end = found === -1 ? this.#text.length : found;
    const line = this.#text.slice(at + 9, end).replace(/^[ \t\n\v\f\r]+/, '');
    const quote = line.charAt(0);
    const close = `'"\``.includes(quote) && quote !== '' ? line.indexOf(quote, 1) : -1;
    const delimiter = close === -1 ? (line.split(/[ \t\n\v\f\r]/)[0] ?? '') : line.slice(1, close);
    const isRefused =
      delimiter === '' || /[ \t\n\v\f\r\\]/.test(delimiter) || delimiter.length > 255;
    if (isRefused || end - at > 1024) this.#fail('REFUSED_STATEMENT', at);
    this.#delimiter = delimiter;
    return end;
  }

  #isWide(at: number): boolean {
    const pattern = wide[this.#modes.characterSet];
    if (pattern === undefined) return false;
    pattern.lastIndex = at;
    return pattern.test(this.#text);
  }

  #isNoBreakSpace(at: number): boolean {
    return this.#text.charAt(at) === '\xa0' && blankSets.test(this.#modes.characterSet);
  }

  #isDashComment(at: number): boolean {
    if (!this.#text.startsWith('--', at)) return false;
    const third = this.#text.charAt(at + 2);
    return third === '' || third <= ' ' || third === '\x7f' || this.#isNoBreakSpace(at + 2);
  }

  #comment(at: number, end: number): number {
    if (this.#start === -1) {
      const text = Buffer.from(this.#text.slice(at, end), 'latin1').toString();
      this.#comments.push({ offset: at, text: text.replace(/\r$/, '') });
      return end;
    }
    return this.#code(at, end - at, ' ');
  }

  #code(at: number, length: number, masked: string): number {
    this.#begin(at);
    this.#mask += masked.repeat(length);
    return at + length;
  }

  #begin(at: number): void {
    if (this.#start !== -1) return;
    this.#start = at;
    this.#number++;
    this.#mask = '';
    this.#marks = [];
  }

  #finish(end: number, isEndOfText: boolean): void {
    const { parts, error } = this.#parts(end, isEndOfText);
    this.#statements.push(...parts);
    if (error !== undefined) throw new TextProblem(error, this.#number, this.#start);
    const last = parts.at(-1);
    if (last !== undefined) {
      this.#modes = this.#variables.modesBehind(Buffer.from(last.text, 'latin1'), this.#modes);
      const isFirst = this.#number === 1;
      if (isFirst && isMydumperStart(Buffer.from(last.text, 'latin1'))) this.#delimiter = ';\n';
    }
    this.#start = -1;
  }

  #parts(end: number, isEndOfText: boolean): ReturnType<typeof referenceParts> {
    return referenceParts({
      number: this.#number,
      offset: this.#start,
      text: this.#text.slice(this.#start, end),
      mask: this.#mask,
      marks: this.#marks,
      max: this.#max,
      ending: isEndOfText ? 'endOfText' : 'delimiter',
    });
  }

  /** Parts that were ready before the error are given. */
  #fail(code: string, at: number): never {
    if (this.#start === -1) {
      throw new TextProblem(code, this.#number + 1, at);
    }
    const end = code === 'TRUNCATED_DUMP' ? this.#text.length : at;
    const { parts, error } = referenceParts({
      number: this.#number,
      offset: this.#start,
      text: this.#text.slice(this.#start, end),
      mask: this.#mask,
      marks: this.#marks,
      max: this.#max,
      ending: 'broken',
    });
    this.#statements.push(...parts);
    throw new TextProblem(error ?? code, this.#number, this.#start);
  }
}
