/**
 * The table in the target that says how far a restore has got. It is written in the same transactions
 * as the rows, and dropped at the end of a whole restore.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ResultRow } from '../../connect/database-connection.ts';
import type { SqlSession } from '../../connect/sql-session.ts';
import { DumpError } from '../../errors.ts';
import { progressTable } from '../../integrity/progress-table-name.ts';
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

/** Milliseconds that a transaction of somebody else has to end: MySQL 9 was seen to take one back for a minute. */
const patience = 180_000;
/** Milliseconds between two looks. */
const pause = 50;

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
    this.#name = qualifiedName({ database, name: progressTable });
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
        WHERE \`what\` = 'dump' AND \`first\` = 0`,
    );
  }

  /** @param first - where the first statement with its rows begins */
  async beginTable(first: number, table: string): Promise<void> {
    for (const record of await this.#recordsOf(table)) {
      await this.#run(`DELETE FROM ${this.#name} WHERE ${record}`);
    }
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
    for (const record of await this.#recordsOf(table)) {
      await this.#run(`UPDATE ${this.#name} SET \`what\` = 'table' WHERE ${record}`);
    }
  }

  /** Conditions that find the records of a table one by one, so that no others are locked. */
  async #recordsOf(table: string): Promise<readonly string[]> {
    const records = await this.#run(
      `SELECT \`what\`, \`first\` FROM ${this.#name}
        WHERE \`what\` IN ('table', 'rows') AND \`note\` = ${quoteString(table)}`,
    );
    return records.map(([what, first]) => `\`what\` = '${what}' AND \`first\` = ${first}`);
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

  /**
   * Waits for transactions that are just being committed or taken back, though whoever began them is gone.
   * Without a lock of its own: MySQL 8.4 (8.4.13) may never give one back that is asked for while it
   * ends a transaction that a crash has left. None where the server died as it made the table.
   */
  async #rows(): Promise<readonly ResultRow[]> {
    const select = `SELECT ${columns.join(', ')} FROM ${this.#name} ORDER BY 1, 2`;
    try {
      for (const end = performance.now() + patience; ; await sleep(pause)) {
        await this.#run('SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED');
        const changed = await this.#run(select);
        const committed = await this.#run(select);
        if (isDeepStrictEqual(changed, committed)) return committed;
        if (performance.now() > end) throw stillOpen(this.#name);
      }
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

function stillOpen(table: string): DumpError {
  return new DumpError(
    'QUERY_FAILED',
    `Somebody has changed table ${table}, which tells how far the restore has got, in a transaction that is ` +
      'still open: another restore, or one that the server has not noticed to be gone. SHOW FULL ' +
      'PROCESSLIST tells who.',
  );
}
