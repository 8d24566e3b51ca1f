/** Blocks of rows that are used again and again: no more of them than are in use at one time. */

import { TupleBlock } from '../render/rows/tuple-block.ts';

export class BlockPool {
  readonly #spares: TupleBlock[] = [];

  take(): TupleBlock {
    return this.#spares.pop() ?? new TupleBlock();
  }

  giveBack(block: TupleBlock): void {
    block.clear();
    this.#spares.push(block);
  }
}
