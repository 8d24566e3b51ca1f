/** How the text of the dump is to be read, as the session that runs it says. */

import type { DatabaseConnection, ResultRow } from '../../connect/database-connection.ts';
import { DumpError } from '../../errors.ts';
import type { ReadingModes } from '../../split/statement.ts';
import { tokenModes } from '../../sql/sql-mode.ts';
import { actionFailure } from '../failures/statement-failure.ts';

/**
 * In bytes, as the dump may have changed character_set_results; with LIMIT, as it may have changed
 * sql_select_limit.
 */
const question = Buffer.from(
  'SELECT CAST(CONVERT(@@SESSION.sql_mode USING utf8) AS BINARY), ' +
    'CAST(CONVERT(@@SESSION.character_set_client USING utf8) AS BINARY) LIMIT 1',
);

/** Words of statements that may change it: variables, SET NAMES, SET CHARACTER SET, EXECUTE. */
const mayChange = /sql_mode|char|names|execute/i;

/** What reads the text, see `StatementSplitter`. */
export interface TextReader {
  readonly modes: ReadingModes;
  setModes(modes: Partial<ReadingModes>): void;
}

export class SessionModes {
  readonly #session: DatabaseConnection;
  readonly #reader: TextReader;

  constructor(session: DatabaseConnection, reader: TextReader) {
    this.#session = session;
    this.#reader = reader;
  }

  /** In which the statement was read that is being applied. */
  get current(): ReadingModes {
    return this.#reader.modes;
  }

  /** To be called in place of {@link follow} for a statement that was not run: it has changed nothing. */
  stay(): void {
    this.#reader.setModes(this.#reader.modes);
  }

  /** To be called after a statement that changes the session. */
  async follow(statement: Buffer): Promise<void> {
    if (mayChange.test(statement.toString('latin1'))) {
      this.#reader.setModes(await readSessionModes(this.#session));
    }
  }
}

export async function readSessionModes(session: DatabaseConnection): Promise<ReadingModes> {
  const [row] = await askModes(session);
  const [mode, characterSet] = row ?? [];
  // Taken for anything else than they are, a statement would be read otherwise than the server does.
  if (mode == null || characterSet == null) {
    throw new DumpError('INTERNAL', 'The server did not tell the modes of its session.');
  }
  const { ansiQuotes = false, noBackslashEscapes = false } = tokenModes(mode.toString());
  return { ansiQuotes, noBackslashEscapes, characterSet: characterSet.toString() };
}

async function askModes(session: DatabaseConnection): Promise<readonly ResultRow[]> {
  try {
    return await session.execute(question);
  } catch (error) {
    throw actionFailure(error, session.address, 'read the modes of the session');
  }
}
