/** Sessions for snapshots as the dump opens them, with what was run on them written down. */

import type { DumpOptions } from '@dumpstream/core';
import { onTestFinished } from 'vitest';
import { TableSelection } from '../../packages/core/src/catalog/selection.ts';
import { listSnapshotTables } from '../../packages/core/src/catalog/snapshot-tables.ts';
import { DatabaseConnection } from '../../packages/core/src/connect/database-connection.ts';
import type { OwnedSession, SqlSession } from '../../packages/core/src/connect/sql-session.ts';
import type { SnapshotRequest } from '../../packages/core/src/snapshot/parallel-snapshot.ts';
import { prepareSession } from '../../packages/core/src/snapshot/session.ts';
import type { DatabaseServer } from '../services/index.ts';
import type { Account } from './connections.ts';

/** A session of the dump, which writes down what is run on it. */
export class RecordedSession implements OwnedSession {
  readonly statements: string[] = [];
  readonly #connection: DatabaseConnection;
  /** Runs before each statement. */
  before: (sql: string) => Promise<void> = async () => {};

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  async query(sql: string, action: string) {
    this.statements.push(sql);
    await this.before(sql);
    return this.#connection.query(sql, action);
  }

  end() {
    return this.#connection.end();
  }

  destroy(reason: unknown) {
    this.#connection.destroy(reason);
  }
}

/** Opens a session that is cut when the test has finished. */
export async function openSession(url: string): Promise<RecordedSession> {
  const connection = await DatabaseConnection.open(url, new AbortController().signal);
  onTestFinished(() => connection.destroy(new Error('the test has finished')));
  return new RecordedSession(connection);
}

/** The tables that a dump of the databases would have to agree on. */
export function listTables(
  session: SqlSession,
  databases: readonly string[],
  options: Pick<DumpOptions, 'ignoreTables' | 'tables'> = {},
) {
  const schemas = databases.map((name) => ({ name }));
  return listSnapshotTables(session, schemas, new TableSelection(options, databases));
}

/** A request, and the sessions in it. */
export interface Sessions {
  readonly request: SnapshotRequest;
  readonly coordinator: RecordedSession;
  readonly readers: readonly RecordedSession[];
  /** Those that were opened for the lock. */
  readonly lockers: readonly RecordedSession[];
  /** All that see the snapshot. */
  readonly all: readonly SqlSession[];
}

/**
 * @param readers - how many
 * @param changes - to the request
 */
export async function openSessions(
  server: DatabaseServer,
  account: Pick<Account, 'url' | 'user'>,
  databases: readonly string[],
  readers: number,
  changes: Partial<SnapshotRequest> = {},
): Promise<Sessions> {
  const { flavor, version } = server;
  const open = async () => {
    const session = await openSession(account.url());
    await prepareSession(session, { flavor, version });
    await session.query(`USE \`${databases[0]}\``, 'use a database');
    return session;
  };
  const coordinator = await open();
  const opened = await Promise.all(Array.from({ length: readers }, open));
  const lockers: RecordedSession[] = [];
  const request: SnapshotRequest = {
    coordinator,
    readers: opened,
    openLocker: async () => {
      const locker = await openSession(account.url());
      lockers.push(locker);
      return locker;
    },
    listTables: (session) => listTables(session, databases),
    server: { flavor, version },
    account: `'${account.user}'@'%'`,
    options: { parallelFallback: 'error' },
    signal: new AbortController().signal,
    // More than the machine ever stands still.
    lockTimeout: 60,
    ...changes,
  };
  return { request, coordinator, readers: opened, lockers, all: [coordinator, ...opened] };
}
