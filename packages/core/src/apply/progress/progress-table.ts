/**
 * The table in the target that says how far a restore has got. It is written in the same transactions
 * as the rows, and dropped at the end of a whole restore.
 */

import type { ResultRow } from '../../connect/database-connection.ts';
import type { SqlSession } from '../../connect/sql-session.ts';
import { qualifiedName, quoteIdentifier, quoteString } from '../../sql/identifier.ts';
import {
  isHalfMade,
  removeOrphanedFile,
  removingTable,
  saysItsFileExists,
} from '../tables/half-made.ts';
import {
  type MadeDefinitions,
  type MissingKeys,
  parseIdentity,
  type RestoreIdentity,
  type StoredProgress,
  type WrittenRange,
} from './stored-progress.ts';

/** ASCII, so that it has the same bytes in whatever character set a session of the dump speaks. */
export const progressTable = '_dumpstream_restore';

/** One row of it: what it is about, see `StoredProgress`. */
type RowKind = 'dump' | 'rows' | 'table' | 'keys' | 'whole';

const columns = ['what', 'first', 'last', 'checksum', 'amount', 'note'].map(quoteIdentifier);

/** In the database that is the current one of the session that runs it, whatever its settings. */
export function recordOf({ first, last, checksum, rows }: WrittenRange): Buffer {
  const names = columns.slice(0, 5).join(', ');
  const values = `'rows', ${first}, ${last}, ${checksum}, ${rows}`;
  return Buffer.from(`INSERT INTO \`${progressTable}\` (${names}) VALUES (${values})`);
}

export class ProgressTable {
  readonly #session: SqlSession;
  readonly #name: string;
  readonly #database: string;

  constructor(session: SqlSession, database: string) {
    this.#session = session;
    this.#database = database;
    this.#name = `${quoteIdentifier(database)}.${quoteIdentifier(progressTable)}`;
  }

  /** Replaces one that is there. */
  async create(identity: RestoreIdentity): Promise<void> {
    await this.drop();
    try {
      await this.#make();
    } catch (error) {
      if (!saysItsFileExists(error)) throw error;
      await removeOrphanedFile(this.#session, this.#database, this.#name);
      await this.#make();
    }
    await this.#insert('dump', 0, 0, JSON.stringify(identity));
  }

  async #make(): Promise<void> {
    const [what, first, last, checksum, amount, note] = columns;
    await this.#run(
      `CREATE TABLE ${this.#name} (
        ${what} VARCHAR(8) CHARACTER SET ascii NOT NULL,
        ${first} BIGINT UNSIGNED NOT NULL,
        ${last} BIGINT UNSIGNED NOT NULL,
        ${checksum} BIGINT UNSIGNED NOT NULL DEFAULT 0,
        ${amount} BIGINT UNSIGNED NOT NULL DEFAULT 0,
        ${note} MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
        PRIMARY KEY (${what}, ${first})
      ) ENGINE=InnoDB COMMENT='How far a restore by dumpstream has got'`,
    );
  }

  async setMade({ position, checksum }: MadeDefinitions): Promise<void> {
    await this.#run(
      `UPDATE ${this.#name} SET \`last\` = ${position}, \`checksum\` = ${checksum}
        WHERE \`what\` = 'dump'`,
    );
  }

  /** @param first - where the first statement with its rows begins */
  async beginTable(first: number, table: string): Promise<void> {
    await this.#run(
      `DELETE FROM ${this.#name}
        WHERE \`what\` IN ('table', 'rows') AND \`note\` = ${quoteString(table)}`,
    );
    await this.#insert('table', first, 0, table);
  }

  /** All its rows are there. In one statement: it is either written down or not. */
  async endTable({ first, last, checksum, rows }: WrittenRange): Promise<void> {
    await this.#run(
      `UPDATE ${this.#name} SET \`what\` = 'rows', \`last\` = ${last}, \`checksum\` = ${checksum},
              \`amount\` = ${rows}
        WHERE \`what\` = 'table' AND \`first\` = ${first}`,
    );
  }

  /** Its rows are not all there, other than was written down. */
  async reopenTable(table: string): Promise<void> {
    await this.#run(
      `UPDATE ${this.#name} SET \`what\` = 'table'
        WHERE \`what\` = 'rows' AND \`note\` = ${quoteString(table)}`,
    );
  }

  /** @param number - any that it was not called with before */
  async noteWhole(database: string, number: number): Promise<void> {
    await this.#insert('whole', number, 0, database);
  }

  /** Before they are taken off. */
  async beginKeys(missing: MissingKeys): Promise<void> {
    await this.#insert('keys', missing.first, 0, JSON.stringify(missing));
  }

  /** They are there. */
  async endKeys({ first }: MissingKeys): Promise<void> {
    await this.#run(`DELETE FROM ${this.#name} WHERE \`what\` = 'keys' AND \`first\` = ${first}`);
  }

  async drop(): Promise<void> {
    const removing = qualifiedName({ database: this.#database, name: removingTable });
    await this.#run(`DROP TABLE IF EXISTS ${this.#name}, ${removing}`);
  }

  /** `undefined` where there is none, or none that this version understands. */
  async read(): Promise<StoredProgress | undefined> {
    const there = await this.#run(
      `SELECT 1 FROM information_schema.TABLES
        WHERE TABLE_SCHEMA = ${quoteString(this.#database)} AND TABLE_NAME = '${progressTable}'`,
    );
    if (there.length === 0) return undefined;
    const rows = await this.#rows();
    const ranges: WrittenRange[] = [];
    const unfinished: string[] = [];
    const missingKeys: MissingKeys[] = [];
    const whole: string[] = [];
    let identity: RestoreIdentity | undefined;
    let made: MadeDefinitions = { position: 0, checksum: 0 };
    for (const [what, first, last, checksum, amount, note] of rows) {
      const kind = what?.toString() as RowKind;
      if (kind === 'rows') {
        ranges.push({
          first: Number(first),
          last: Number(last),
          checksum: Number(checksum),
          rows: Number(amount),
          ...(note == null ? {} : { table: note.toString() }),
        });
      } else if (kind === 'table') {
        unfinished.push(note?.toString() ?? '');
      } else if (kind === 'keys') {
        // Written by this class, in the format that the identity names.
        missingKeys.push(JSON.parse(note?.toString() ?? '') as MissingKeys);
      } else if (kind === 'dump') {
        identity = parseIdentity(note?.toString() ?? '');
        made = { position: Number(last), checksum: Number(checksum) };
      } else if (kind === 'whole') {
        whole.push(note?.toString() ?? '');
      }
    }
    if (identity === undefined) return undefined;
    return { identity, made, ranges, unfinished, missingKeys, whole };
  }

  /** None where the server died as it made the table. */
  async #rows(): Promise<readonly ResultRow[]> {
    try {
      // Waits for a transaction that is just being committed, though whoever sent it is gone.
      return await this.#run(
        `SELECT ${columns.join(', ')} FROM ${this.#name} ORDER BY 1, 2 FOR UPDATE`,
      );
    } catch (error) {
      if (isHalfMade(error)) return [];
      throw error;
    }
  }

  async #insert(what: RowKind, first: number, last: number, note: string): Promise<void> {
    await this.#run(
      `INSERT INTO ${this.#name} (${columns.join(', ')})
       VALUES ('${what}', ${first}, ${last}, 0, 0, ${quoteString(note)})`,
    );
  }

  #run(sql: string): ReturnType<SqlSession['query']> {
    return this.#session.query(sql, `keep the progress of the restore in table ${this.#name}`);
  }
}
