/** How the text of the dump is to be read, as the session that runs it says. */

import type { DatabaseConnection, ResultRow } from '../../connect/database-connection.ts';
import type { ReadingModes } from '../../split/statement.ts';
import { tokenModes } from '../../sql/sql-mode.ts';
import { actionFailure } from '../failures/statement-failure.ts';

const question = Buffer.from('SELECT @@SESSION.sql_mode, @@SESSION.character_set_client');

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
  const { ansiQuotes = false, noBackslashEscapes = false } = tokenModes(mode?.toString() ?? '');
  return {
    ansiQuotes,
    noBackslashEscapes,
    characterSet: characterSet?.toString() ?? 'utf8mb4',
  };
}

async function askModes(session: DatabaseConnection): Promise<readonly ResultRow[]> {
  try {
    return await session.execute(question);
  } catch (error) {
    throw actionFailure(error, session.address, 'read the modes of the session');
  }
}
