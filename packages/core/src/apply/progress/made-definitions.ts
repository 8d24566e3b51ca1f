/** Which definitions are in the target already, and whether they are those of this dump. */

import { crc32 } from 'node:zlib';
import type { Statement } from '../../split/statement.ts';
import { anotherDump, cannotResume } from './cannot-resume.ts';
import type { MadeDefinitions } from './stored-progress.ts';

export class DefinitionsReached {
  readonly #stored: MadeDefinitions;
  #checksum = 0;
  #isChecked: boolean;

  /** @param stored - of the restore that this one goes on with */
  constructor(stored: MadeDefinitions = { position: 0, checksum: 0 }) {
    this.#stored = stored;
    this.#isChecked = stored.position === 0;
  }

  /**
   * Whether it is there. To be asked of all definitions, in their order, each once.
   *
   * @throws DumpError `CANNOT_RESUME` where those that are there are not the same
   */
  has({ offset, bytes }: Pick<Statement, 'offset' | 'bytes'>): boolean {
    const has = offset < this.#stored.position;
    if (!has) this.end();
    this.#checksum = crc32(bytes, this.#checksum);
    return has;
  }

  /** What to write down when the last one is made. */
  reached({ offset }: Pick<Statement, 'offset'>): MadeDefinitions | undefined {
    if (offset < this.#stored.position) return undefined;
    return { position: offset + 1, checksum: this.#checksum };
  }

  /** No more come. The same error as {@link has}. */
  end(): void {
    if (this.#isChecked) return;
    this.#isChecked = true;
    if (this.#checksum !== this.#stored.checksum) throw cannotResume(anotherDump);
  }
}
