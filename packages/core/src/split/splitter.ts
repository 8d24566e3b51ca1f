/** Splits the text of a dump into statements, in a single pass and in bounded memory. */

import { CodeReader } from './code-reader.ts';
import { isMydumperStart, mydumperDelimiter } from './mydumper.ts';
import { usualModes } from './reading-modes.ts';
import { SessionVariables } from './session-variables.ts';
import type { OuterComment, ReadingModes, Statement } from './statement.ts';

export interface SplitterOptions {
  /**
   * Bytes that a statement may have. An INSERT … VALUES with more comes in several parts, each
   * with as many whole rows as fit. Default 16 MiB.
   */
  readonly maxStatementBytes?: number | undefined;
  /** In force at the text's beginning. Default: those of a server with its defaults, in utf8mb4. */
  readonly modes?: Partial<ReadingModes> | undefined;
  /**
   * The bytes of a statement are their receiver's only until it asks for the next one: memory is used
   * again. Default `false`.
   */
  readonly passing?: boolean | undefined;
  /** Told of each comment outside of statements, in their order. */
  readonly onComment?: ((comment: OuterComment) => void) | undefined;
}

const defaultStatementBytes = 16 * 1024 * 1024;
const noBytes = Buffer.alloc(0);

/**
 * Reads a text as the server would that the dump is meant for, not as one of the client programs,
 * which take a few things wrongly (see sql/client-reading.ts): what one of them would send whole is
 * split in the same way. Of the clients' commands there is only DELIMITER.
 *
 * - An executable comment is code (MySQL manual, "Comments"; MariaDB, "Comment Syntax"), whatever
 *   its version: there are quotes in it, comments, and no end of a statement. So the text is split
 *   alike for all servers.
 * - In the files of mydumper, statements end as it writes them, see {@link mydumperDelimiter}.
 * - Which modes are in force is told by the SET statements of the text, see {@link modes}.
 *
 * Memory: one statement of at most `maxStatementBytes`, and a chunk.
 */
export class StatementSplitter {
  readonly #reader: CodeReader;
  readonly #variables: SessionVariables;
  #modes: ReadingModes;
  /** In force behind the statement that the receiver has. */
  #nextModes: ReadingModes | undefined;
  #rest: Buffer = noBytes;

  constructor(options: SplitterOptions = {}) {
    const {
      maxStatementBytes = defaultStatementBytes,
      modes,
      passing = false,
      onComment,
    } = options;
    this.#modes = { ...usualModes, ...modes };
    this.#variables = new SessionVariables(this.#modes);
    this.#reader = new CodeReader(maxStatementBytes, onComment, passing);
    this.#reader.setModes(this.#modes);
  }

  /**
   * How the text is read. While a statement is with the receiver, that is how this statement was
   * read: if it is a SET, it takes effect when the receiver asks for the next one.
   */
  get modes(): ReadingModes {
    return this.#modes;
  }

  /**
   * Says what the text can't: the modes of a session that are set by an expression, or by a server.
   * To be called while a statement is with the receiver; it is for those behind it, and takes
   * precedence over what the statement seems to set.
   */
  setModes(modes: Partial<ReadingModes>): void {
    this.#nextModes = { ...(this.#nextModes ?? this.#modes), ...modes };
  }

  /** How much of the text is held between two chunks, in bytes: what has not ended in the last one. */
  get keptBytes(): number {
    return this.#rest.length + this.#reader.keptBytes;
  }

  /**
   * Reads on. To be iterated to its end before the next call.
   *
   * @param chunk - may be written to again when the iteration has ended
   * @throws DumpError `STATEMENT_TOO_LARGE` for what can't be cut, `REFUSED_STATEMENT` for a command
   * of the client programs. The splitter can't go on after an error.
   */
  *push(chunk: Buffer): Generator<Statement, void, undefined> {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = noBytes;
    yield* this.#read(data, false);
  }

  /**
   * Reads what is left, when the text has ended. A last statement needs no delimiter.
   *
   * @throws DumpError the same, and `TRUNCATED_DUMP` where the text ends within something
   */
  *end(): Generator<Statement, void, undefined> {
    yield* this.#read(this.#rest, true);
  }

  *#read(data: Buffer, final: boolean): Generator<Statement, void, undefined> {
    const reader = this.#reader;
    for (;;) {
      const statement = reader.next(data, final);
      if (statement === undefined) break;
      if (!statement.continues) this.#foresee(statement);
      if (statement.number === 1 && isMydumperStart(statement.bytes)) {
        reader.setDelimiter(mydumperDelimiter);
      }
      yield statement;
      this.#useNextModes();
    }
    this.#rest = Buffer.from(reader.rest(data));
  }

  #foresee({ bytes }: Statement): void {
    const modes = this.#variables.modesBehind(bytes, this.#modes);
    if (!areAlike(modes, this.#modes)) this.#nextModes = modes;
  }

  #useNextModes(): void {
    if (this.#nextModes === undefined) return;
    this.#modes = this.#nextModes;
    this.#nextModes = undefined;
    this.#reader.setModes(this.#modes);
  }
}

function areAlike(one: ReadingModes, other: ReadingModes): boolean {
  return (
    one.ansiQuotes === other.ansiQuotes &&
    one.noBackslashEscapes === other.noBackslashEscapes &&
    one.characterSet === other.characterSet
  );
}
