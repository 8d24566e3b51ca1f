/** Follows a text to the lines that a dump of ours ends in, and keeps its checksum up to them. */

import { EndBlockFinder } from './end-block.ts';
import { PrefixChecksums } from './prefix-checksums.ts';

export class TextEnd {
  readonly prefixes = new PrefixChecksums();
  readonly endBlock = new EndBlockFinder();
  #noted: number | undefined;

  push(chunk: Buffer): void {
    this.prefixes.push(chunk);
    this.endBlock.push(chunk);
  }

  /**
   * To be called when all other places in the chunk are noted, which may be written to then.
   *
   * @param rows - before the place where the last lines begin, if they do
   */
  passed(rows: number): void {
    const { lastStart } = this.endBlock;
    if (lastStart !== undefined && lastStart !== this.#noted) {
      this.#noted = lastStart;
      // A line feed before it belongs to the manifest, or not.
      this.prefixes.note(lastStart, rows, 'other');
      this.prefixes.note(lastStart + 1, rows, 'other');
    }
    this.prefixes.letGo();
  }
}
