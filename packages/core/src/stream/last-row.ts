/** Remembers the last row read, and finds its key: where the next chunk begins. */

import { DumpError } from '../errors.ts';

export class LastRow {
  #source: Buffer | undefined;
  #start = 0;
  #end = 0;

  /** Keeps a reference to a row packet; see `RowPacketHandler` for its form. */
  remember(source: Buffer, start: number, end: number): void {
    this.#source = source;
    this.#start = start;
    this.#end = end;
  }

  /** The bytes of one column, counted from 0. */
  value(position: number): Buffer {
    const source = this.#source;
    let at = this.#start;
    for (let column = 0; source !== undefined && at < this.#end; column++) {
      const first = source.readUInt8(at++);
      let length = first === 0xfb ? 0 : first;
      if (first > 0xfb) {
        const width = first === 0xfc ? 2 : first === 0xfd ? 3 : 8;
        length = width === 8 ? Number(source.readBigUInt64LE(at)) : source.readUIntLE(at, width);
        at += width;
      }
      if (column === position && first !== 0xfb) return source.subarray(at, at + length);
      at += length;
    }
    throw new DumpError('INTERNAL', `The last row has no value in column ${position}.`);
  }
}
