/** The dump that is compared, section by section as its manifest tells them. */

import type { OpenedDump } from '../../decompress/opened-dump.ts';
import { DumpError } from '../../errors.ts';
import type { Manifest, ManifestSection } from '../../manifest/manifest.ts';
import { splitStatements } from '../../split/split-statements.ts';
import type { Statement } from '../../split/statement.ts';
import { type ReadThrough, readStatements } from '../read-through.ts';
import type { TextReading } from '../text-reading.ts';
import type { StatementSource } from './row-cursor.ts';
import { SectionedStatements } from './sectioned-statements.ts';

export class DumpText {
  readonly statements: SectionedStatements<ManifestSection>;
  readonly #opened: OpenedDump;
  readonly #text: AsyncGenerator<Statement, void, undefined>;
  #found: ReadThrough | undefined;

  constructor(opened: OpenedDump, { sections }: Manifest, onChunk: (reading: TextReading) => void) {
    this.#opened = opened;
    this.#text = this.#read(onChunk);
    this.statements = new SectionedStatements(this.#text, sections);
  }

  /** The statements of a section that has been passed: read for the second time, from its own bytes. */
  again({ start, bytes }: ManifestSection): StatementSource & { close(): Promise<void> } {
    const statements = splitStatements(
      this.#opened.range(start, start + bytes, { passing: true }),
      {
        maxStatementBytes: 2 ** 31,
      },
    );
    return {
      async next() {
        const result = await statements.next();
        return result.done === true ? undefined : result.value;
      },
      async close() {
        await statements.return();
      },
    };
  }

  /** Reads what is left, and tells what was found out. */
  async end(): Promise<ReadThrough> {
    while ((await this.statements.nextSection()) !== undefined);
    if (this.#found !== undefined) return this.#found;
    throw new DumpError('INTERNAL', 'The dump was not read to its end.');
  }

  async close(): Promise<void> {
    await this.#text.return();
  }

  async *#read(
    onChunk: (reading: TextReading) => void,
  ): AsyncGenerator<Statement, void, undefined> {
    this.#found = yield* readStatements(this.#opened, onChunk);
  }
}
