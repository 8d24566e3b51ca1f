/** Reads the text of a dump as statements, and tells at its end whether it was whole. */

import { crc32 } from 'node:zlib';
import type { OpenedDump } from '../../decompress/opened-dump.ts';
import { DumpError } from '../../errors.ts';
import { isEndMark, ProducerFinder, writesEndMark } from '../../integrity/producer.ts';
import { TextEnd } from '../../integrity/text-end.ts';
import {
  goesOnBehind,
  noEndMark,
  noStatement,
  truncatedText,
} from '../../integrity/unsound-text.ts';
import { findLocator } from '../../manifest/find-locator.ts';
import { parseManifest } from '../../manifest/parse-manifest.ts';
import { StatementSplitter } from '../../split/splitter.ts';
import type { OuterComment, ReadingModes, Statement } from '../../split/statement.ts';
import type { DumpProducer } from '../../verify-report.ts';
import { RangesText, type TextRange } from './text-ranges.ts';

/** SET and USE, also in comments of versions. */
const isPreparation = /^\W*(?:\/\*M?!\d*\s*)?(?:SET|USE)\b/i;

export interface TextReadingOptions {
  readonly maxStatementBytes: number;
  readonly modes: ReadingModes;
  /** By default all of the text is read. */
  readonly ranges: readonly TextRange[] | undefined;
  /** See the splitter. */
  readonly passing?: boolean;
}

export class TextReading {
  readonly splitter: StatementSplitter;
  readonly #dump: OpenedDump;
  readonly #ranges: RangesText | undefined;
  readonly #producer = new ProducerFinder();
  readonly #end = new TextEnd();
  #endMark = false;
  #masked: string | undefined;
  #head = 0;
  #headEnded = false;
  #bytes = 0;
  #hasStatements = false;

  constructor(
    dump: OpenedDump,
    { maxStatementBytes, modes, ranges, passing = false }: TextReadingOptions,
  ) {
    this.#dump = dump;
    this.#ranges = ranges === undefined ? undefined : new RangesText(dump, ranges);
    this.splitter = new StatementSplitter({
      maxStatementBytes,
      modes,
      passing,
      onComment: (comment) => this.#comment(comment),
    });
  }

  /** Known with the first statement. */
  get producer(): DumpProducer {
    return this.#producer.producer;
  }

  /** Digest of the policy that it was masked by; known behind the last statement. */
  get masked(): string | undefined {
    return this.#masked;
  }

  /** CRC-32 of comments and statements up to the first that makes something. */
  get head(): number {
    return this.#head;
  }

  /** @throws DumpError what reading and splitting throw */
  async *statements(): AsyncGenerator<Statement, void, undefined> {
    if (this.#ranges !== undefined) {
      for await (const chunk of this.#ranges.text()) yield* this.#placed(this.splitter.push(chunk));
      yield* this.#placed(this.splitter.end());
      return;
    }
    for await (const chunk of this.#dump.text({ passing: true })) {
      this.#check(chunk);
      yield* this.#noticed(this.splitter.push(chunk));
    }
    yield* this.#whole(this.splitter.end());
    this.#checkEnd();
  }

  /**
   * Behind the last statement of a dump with an end mark there is a comment: one that only the end of the
   * text ends was cut off.
   */
  *#whole(statements: Generator<Statement>): Generator<Statement, void, undefined> {
    for (const statement of this.#noticed(statements)) {
      if (this.#mustHaveEndMark) throw this.#truncated(noEndMark);
      yield statement;
    }
  }

  *#noticed(statements: Generator<Statement>): Generator<Statement, void, undefined> {
    for (const statement of statements) {
      this.#producer.statement(statement.number, statement.bytes);
      this.#headEnded ||= !isPreparation.test(statement.bytes.toString('latin1', 0, 100));
      this.#addToHead(statement.bytes);
      this.#endMark = false;
      this.#hasStatements = true;
      yield statement;
    }
  }

  *#placed(statements: Generator<Statement>): Generator<Statement, void, undefined> {
    for (const statement of this.#noticed(statements)) {
      const offset = this.#ranges?.placeOf(statement.offset) ?? statement.offset;
      yield { ...statement, offset };
    }
  }

  #comment({ text }: OuterComment): void {
    this.#producer.comment(text);
    this.#addToHead(Buffer.from(text));
    this.#endMark = isEndMark(text);
  }

  #addToHead(bytes: Buffer): void {
    if (!this.#headEnded) this.#head = crc32(bytes, this.#head);
  }

  #check(chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#end.push(chunk);
    // How many rows are before it, nobody asks here.
    this.#end.passed(0);
  }

  #checkEnd(): void {
    const { closed, earlierEnd } = this.#end.endBlock;
    if (earlierEnd !== undefined) {
      throw this.#damaged(goesOnBehind(earlierEnd));
    }
    if (closed === undefined) {
      if (this.#mustHaveEndMark && !this.#endMark) throw this.#truncated(noEndMark);
      if (!this.#hasStatements) throw this.#truncated(noStatement);
      return;
    }
    const locator = findLocator(closed.bytes);
    if (locator === undefined) return;
    const start = locator.text - closed.start;
    const manifest = parseManifest(closed.bytes.subarray(start, start + locator.bytes), locator);
    this.#masked = manifest.mask;
    if (this.#end.prefixes.at(locator.text)?.checksum === manifest.text.checksum) return;
    throw this.#damaged('the checksum of its text is not that of what was written');
  }

  /** @param what - a clause: what is wrong */
  #damaged(what: string): DumpError {
    return new DumpError(
      'DAMAGED_DUMP',
      `${this.#dump.label} is damaged: ${what}. Copy it again, or make a new dump; verify tells where it is ` +
        'damaged.',
    );
  }

  get #mustHaveEndMark(): boolean {
    return this.producer === 'dumpstream' || writesEndMark(this.producer);
  }

  /** @param missing - see {@link truncatedText} */
  #truncated(missing: string): DumpError {
    return truncatedText(this.#dump.label, this.#bytes, missing);
  }
}
