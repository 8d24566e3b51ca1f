/** Which statements with rows are in the target already, and whether they are those of this dump. */

import { crc32 } from 'node:zlib';
import type { Statement } from '../../split/statement.ts';
import { anotherDump, cannotResume } from './cannot-resume.ts';
import type { WrittenRange } from './stored-progress.ts';

export class WrittenRows {
  #ranges: readonly WrittenRange[];
  #next = 0;
  /** Of what has come so far of the range that is the next one; `undefined` before it. */
  #checksum: number | undefined;

  constructor(ranges: readonly WrittenRange[]) {
    this.#ranges = ranges.toSorted((a, b) => a.first - b.first);
  }

  /**
   * To be asked of all statements with rows, in their order.
   *
   * @throws DumpError `CANNOT_RESUME` where they are not the same
   */
  has({ offset, bytes }: Pick<Statement, 'offset' | 'bytes'>): boolean {
    const range = this.#ranges[this.#next];
    if (range === undefined || offset < range.first) return false;
    const isFirst = this.#checksum === undefined;
    if (isFirst !== (offset === range.first) || offset > range.last)
      throw cannotResume(anotherDump);
    this.#checksum = crc32(bytes, this.#checksum ?? 0);
    if (offset < range.last) return true;
    if (this.#checksum !== range.checksum) throw cannotResume(anotherDump);
    this.#next += 1;
    this.#checksum = undefined;
    return true;
  }

  /** Rows of that table are to be written again. */
  forget(table: string): void {
    const done = this.#ranges.slice(0, this.#next);
    const rest = this.#ranges.slice(this.#next).filter((range) => range.table !== table);
    this.#ranges = [...done, ...rest];
  }

  /** @throws DumpError `CANNOT_RESUME` where some of them have not come */
  end(): void {
    if (this.#next < this.#ranges.length) throw cannotResume(anotherDump);
  }
}
