/** Remembers the last row read, and finds its key: where the next chunk begins. */

import { DumpError } from '../errors.ts';
import { fieldAt } from '../render/rows/packet-field.ts';

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
      const field = fieldAt(source, at);
      if (column === position && !field.isNull) return source.subarray(field.start, field.end);
      at = field.end;
    }
    throw new DumpError('INTERNAL', `The last row has no value in column ${position}.`);
  }
}
