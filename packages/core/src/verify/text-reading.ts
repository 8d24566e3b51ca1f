/** Reads the text of a dump once: structure, rows and checksums, and whatever tells of its end. */

import type { EndBlockFinder } from '../integrity/end-block.ts';
import type { PrefixChecksums } from '../integrity/prefix-checksums.ts';
import { isEndMark, ProducerFinder, writesEndMark } from '../integrity/producer.ts';
import { TextEnd } from '../integrity/text-end.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { usualModes } from '../split/reading-modes.ts';
import { StatementSplitter } from '../split/splitter.ts';
import type { OuterComment, Statement } from '../split/statement.ts';
import type { DumpProducer } from '../verify-report.ts';
import { TableTally } from './table-tally.ts';

/** Longer statements with rows come in parts. */
const usualStatement = 16 * 1024 * 1024;

/**
 * One that can't be cut, of a single row or none, is an error. A row of a server has 1 GiB at the
 * most, and twice that in hexadecimal. Memory is used for what there is.
 */
const longestStatement = 2 ** 31 + 2 ** 20;

/** More than the last line has. */
const tailBytes = 100;

export class TextReading {
  readonly #end = new TextEnd();
  readonly tally = new TableTally();
  readonly #producerFinder = new ProducerFinder();
  readonly #splitter: StatementSplitter;
  /** Bytes of text so far. */
  bytes = 0;
  statements = 0;
  rows = 0;
  /** Why statements are no longer told apart: a string or comment without an end, most likely. */
  structureError: { readonly error: unknown; readonly offset: number } | undefined;
  /** The last thing outside of statements was an end mark, and nothing came after it. */
  endMark = false;
  /** The last bytes. */
  #tail: Buffer = Buffer.alloc(0);
  #commentEnd = -1;
  #partFollows = false;
  #statementEnd = 0;

  /**
   * @param manifest - where it is known before: a damaged text then can't take more memory than a whole one
   * @param passing - see the splitter
   */
  constructor(manifest?: Manifest, { passing = false } = {}) {
    this.#splitter = new StatementSplitter({
      passing,
      maxStatementBytes:
        manifest === undefined
          ? longestStatement
          : Math.min(
              longestStatement,
              Math.max(usualStatement, manifest.longestRowStatementBytes + 1024),
            ),
      modes: usualModes,
      onComment: (comment) => this.#comment(comment),
    });
  }

  get prefixes(): PrefixChecksums {
    return this.#end.prefixes;
  }

  get endBlock(): EndBlockFinder {
    return this.#end.endBlock;
  }

  get producer(): DumpProducer {
    return this.#producerFinder.producer;
  }

  /** Whether the last line is an end mark, whatever it is for the splitter. */
  get endsWithMark(): boolean {
    const line = /\n(.*\n)$/.exec(this.#tail.toString('latin1'))?.[1];
    return line !== undefined && isEndMark(line);
  }

  /**
   * To be iterated to its end before the next one. The chunk may be written to then.
   *
   * @throws DumpError what the splitter says of dumps of other programs; of ours it is kept, as the
   *   checksums say more
   */
  *push(chunk: Buffer): Generator<Statement, void, undefined> {
    if (chunk.length === 0) return;
    this.bytes += chunk.length;
    this.#tail = Buffer.concat([this.#tail, chunk.subarray(-tailBytes)]).subarray(-tailBytes);
    this.#end.push(chunk);
    if (this.structureError === undefined) yield* this.#taken(this.#splitter.push(chunk));
    // Noted by its comment already, unless that was not recognized as one.
    this.#end.passed(this.rows);
  }

  /** @throws DumpError as {@link push} */
  *end(): Generator<Statement, void, undefined> {
    if (this.structureError === undefined) yield* this.#taken(this.#splitter.end());
  }

  *#taken(statements: Generator<Statement>): Generator<Statement, void, undefined> {
    try {
      for (;;) {
        const next = statements.next();
        if (next.done === true) return;
        this.#statement(next.value);
        yield next.value;
      }
    } catch (error) {
      // Ours, or what may be ours: where it is damaged is only known at its end.
      const mayBeOurs = this.producer === 'dumpstream' || this.producer === 'unknown';
      if (!mayBeOurs) throw error;
      this.structureError = { error, offset: this.#statementEnd };
    }
  }

  #statement(statement: Statement): void {
    const { number, offset, bytes, rows, headBytes, continues } = statement;
    this.#producerFinder.statement(number, bytes);
    const isLaterPart = this.#partFollows;
    this.#partFollows = continues;
    this.endMark = false;
    this.rows += rows;
    this.statements = number;
    this.tally.add(statement, this.#splitter.modes, isLaterPart);
    this.#statementEnd = offset + bytes.length - (isLaterPart ? headBytes : 0);
    // Behind the delimiter and the line feed, where a section of ours would end.
    if (!continues) {
      this.prefixes.note(this.#statementEnd + 2, this.rows, rows > 0 ? 'rows' : 'other');
    }
  }

  #comment({ offset, text }: OuterComment): void {
    this.#producerFinder.comment(text);
    this.endMark = isEndMark(text);
    const follows = offset === this.#commentEnd;
    this.#commentEnd = offset + Buffer.byteLength(text) + (text.endsWith('\n') ? 0 : 1);
    // A section begins with an empty line and a comment.
    if (!follows) this.prefixes.note(offset - 1, this.rows, 'other');
    this.prefixes.note(this.#commentEnd, this.rows, 'comment');
  }

  /** Whether a dump of this producer must have an end mark, and has none. */
  get lacksEndMark(): boolean {
    return writesEndMark(this.producer) && !this.endMark;
  }
}
