/** What the modes and the delimiter in force say about bytes of code. */

import * as kinds from './byte-kinds.ts';
import { startsWith } from './bytes.ts';
import { hasUsualRows } from './code-loop.ts';
import { longestWord } from './insert-reader.ts';
import { usualModes } from './reading-modes.ts';
import type { ReadingModes } from './statement.ts';
import { isTail } from './wide-characters.ts';

const usualDelimiter = Buffer.from(';');

export class CodeRules {
  #modes: ReadingModes = usualModes;
  #delimiter: Buffer = usualDelimiter;
  #tables = kinds.kindTables(usualModes, usualDelimiter);
  #hasUsualRows = true;

  get modes(): ReadingModes {
    return this.#modes;
  }

  set modes(modes: ReadingModes) {
    this.#modes = modes;
    this.#tables = kinds.kindTables(modes, this.#delimiter);
  }

  get delimiter(): Buffer {
    return this.#delimiter;
  }

  set delimiter(delimiter: Buffer) {
    this.#delimiter = delimiter;
    this.#hasUsualRows = hasUsualRows(delimiter);
    this.modes = this.#modes;
  }

  get tables(): kinds.KindTables {
    return this.#tables;
  }

  /** Whether the hot loop may leave out whole rows. */
  get hasUsualRows(): boolean {
    return this.#hasUsualRows;
  }

  /** `undefined` where more bytes are needed to tell. */
  isDelimiter(data: Buffer, at: number, final: boolean): boolean | undefined {
    return startsWith(data, at, this.#delimiter, final);
  }

  /**
   * The position behind a word; of one that is very long, somewhere in it.
   *
   * @param mayEnd - whether a delimiter is one here
   * @returns `start` where more bytes are needed to tell
   */
  endOfWord(data: Buffer, start: number, final: boolean, mayEnd: boolean): number {
    const { otherwise, wide } = this.#tables;
    let at = start;
    while (at < data.length && at - start <= longestWord) {
      const kind = otherwise[data[at] as number];
      const isWide = kind === kinds.wideHead && wide !== undefined;
      if (!isWide && kind !== kinds.wordByte) return at;
      if (mayEnd && at > start && data[at] === this.#delimiter[0]) {
        const found = this.isDelimiter(data, at, final);
        if (found === undefined) return start;
        if (found) return at;
      }
      if (isWide && at + 1 === data.length && !final) return start;
      at += isWide && isTail(wide, data[at + 1]) ? 2 : 1;
    }
    return final || at - start > longestWord ? Math.min(at, data.length) : start;
  }
}
