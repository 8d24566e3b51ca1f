/** Takes secondary keys off large tables while their rows come, and makes them again behind those. */

import type { SqlSession } from '../connect/sql-session.ts';
import { type QualifiedName, qualifiedName } from '../sql/identifier.ts';
import type { Progress } from './progress/progress.ts';
import { ProgressTable } from './progress/progress-table.ts';
import type { MissingKeys } from './progress/stored-progress.ts';
import { isRefusal } from './progress/written-tables.ts';
import type { InsertGroup } from './rows/insert-group.ts';
import type { Writers } from './rows/writers.ts';
import type { ControlSession } from './session/control-session.ts';
import { deferrableKeys, type SecondaryKey } from './tables/secondary-keys.ts';
import type { TableKinds } from './tables/table-kinds.ts';

/** Bytes of INSERT statements from which on it is faster, though the server changes the table twice. */
const largeTableBytes = 2 * 1024 * 1024;

export interface DeferredKeysOptions {
  readonly control: ControlSession;
  /** Where keys are made while rows of other tables are written; `control` where they wait for it. */
  readonly builder: ControlSession;
  readonly kinds: TableKinds;
  readonly writers: Writers;
  readonly progress: Progress | undefined;
  /** Hands over rows that have been collected. */
  readonly flush: () => Promise<void>;
  /** Called with what making keys in the background has failed with. */
  readonly onFailure: (error: unknown) => void;
}

export class DeferredKeys {
  readonly #options: DeferredKeysOptions;
  /** Tables that this restore has made, and bytes of rows that went into them. */
  readonly #made = new Map<string, number>();
  readonly #missing = new Map<string, MissingKeys>();
  /** Those that are being made. */
  readonly #adding = new Map<string, Promise<void>>();
  #last: Promise<void> = Promise.resolve();
  /** The table whose rows are coming. */
  #current: string | undefined;

  constructor(options: DeferredKeysOptions) {
    this.#options = options;
  }

  /** Of a restore that was broken off. */
  addMissing(missing: MissingKeys): void {
    this.#missing.set(this.#options.kinds.key(missing.database, missing.table), missing);
  }

  /** Statements that would make the keys that are missing now. */
  get statements(): readonly string[] {
    return [...this.#missing.values()].map(addStatement);
  }

  /** The table is new, and empty. */
  made(key: string): void {
    this.#made.set(key, 0);
  }

  /** The table is not, or no longer, what this restore has made of it. */
  forget(key: string): void {
    this.#made.delete(key);
  }

  /** To be called before rows are handed over to the writers. */
  async beforeRows(group: InsertGroup): Promise<void> {
    const before = this.#made.get(group.key);
    if (before === undefined) return;
    this.#made.set(group.key, before + group.bytes);
    if (before + group.bytes < largeTableBytes) return;
    this.#made.delete(group.key);
    if (group.transactional) await this.#takeOff(group);
  }

  /** Rows of that table follow, or none: those of the one before are all there, or on their way. */
  async turnTo(key: string | undefined): Promise<void> {
    const before = this.#current;
    this.#current = key;
    if (before === undefined || before === key || !this.#missing.has(before)) return;
    await this.#options.flush();
    const added = this.#add(before);
    if (this.#options.builder === this.#options.control) await added;
  }

  /** Resolves when the keys are there that a statement may need: those of all tables that it names. */
  async settle(statement?: Buffer): Promise<void> {
    if (this.#missing.size === 0) return;
    await this.#options.flush();
    const text = statement?.toString().toLowerCase();
    for (const [key, { table }] of [...this.#missing]) {
      if (text === undefined || mayName(text, table)) await this.#add(key);
    }
  }

  async #takeOff({ key, database, name, statements }: InsertGroup): Promise<void> {
    const { control, progress, writers } = this.#options;
    await writers.written(key);
    const keys = await readKeys(control, { database, name });
    if (keys.length === 0) return;
    const missing: MissingKeys = {
      database,
      table: name,
      keys,
      // No other table has rows there.
      first: statements[0]?.offset ?? 0,
    };
    await progress?.beginKeys(missing);
    this.#missing.set(key, missing);
    const drops = keys.map((one) => `DROP KEY ${one.name}`).join(', ');
    const table = qualifiedName({ database, name });
    try {
      // Without the check the server drops what a foreign key of another table needs.
      await control.query('SET SESSION foreign_key_checks = 1', 'set up the session');
      await control.query(`ALTER TABLE ${table} ${drops}`, `take the keys off table ${table}`);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#missing.delete(key);
      await progress?.endKeys(missing);
    }
    await control.query('SET SESSION foreign_key_checks = 0', 'set up the session');
  }

  #add(key: string): Promise<void> {
    const known = this.#adding.get(key);
    if (known !== undefined) return known;
    const missing = this.#missing.get(key);
    if (missing === undefined) return Promise.resolve();
    // One after the other: each takes memory and files of the server.
    const added = this.#last.then(() => this.#make(key, missing));
    this.#last = added;
    this.#adding.set(key, added);
    added.catch(this.#options.onFailure);
    return added;
  }

  async #make(key: string, missing: MissingKeys): Promise<void> {
    const { builder, progress, writers } = this.#options;
    await writers.written(key);
    const { database, table: name } = missing;
    // Of a restore that was broken off they may be there.
    const keys =
      progress?.isResumed(database) === true ? await withoutThose(missing, builder) : missing.keys;
    if (keys.length > 0) {
      await builder.query(
        addStatement({ ...missing, keys }),
        `add the keys of table ${qualifiedName({ database, name })}`,
      );
    }
    this.#missing.delete(key);
    this.#adding.delete(key);
    // Its own session: the other one is in use meanwhile.
    if (progress !== undefined) await new ProgressTable(builder, database).endKeys(missing);
  }
}

/** Keys that the table does not have. */
async function withoutThose(
  { database, table: name, keys }: MissingKeys,
  session: SqlSession,
): Promise<readonly SecondaryKey[]> {
  const table = qualifiedName({ database, name });
  try {
    // The server may still be adding them, or taking them off, for a restore that is gone by now.
    await session.query(`LOCK TABLES ${table} WRITE`, `wait for table ${table}`);
    await session.query('UNLOCK TABLES', `let go of table ${table}`);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  const there = await readKeys(session, { database, name });
  return keys.filter((one) => !there.some(({ name }) => name === one.name));
}

function addStatement({ database, table, keys }: MissingKeys): string {
  const clauses = keys.map(({ clause }) => `ADD ${clause}`).join(', ');
  return `ALTER TABLE ${qualifiedName({ database, name: table })} ${clauses}`;
}

async function readKeys(
  session: SqlSession,
  table: QualifiedName,
): Promise<readonly SecondaryKey[]> {
  const name = qualifiedName(table);
  const [row] = await session.query(`SHOW CREATE TABLE ${name}`, `read the keys of table ${name}`);
  return deferrableKeys(row?.[1] ?? Buffer.alloc(0));
}

/** @param text - in lower case; other character sets than UTF-8 write ASCII alone in the same way */
function mayName(text: string, table: string): boolean {
  const name = table.toLowerCase();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
  if (!/^[\x00-\x7f]*$/.test(name)) return true;
  return text.includes(name) || text.includes(name.replaceAll('`', '``'));
}
