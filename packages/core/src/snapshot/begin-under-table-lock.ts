/** Snapshots that begin at one moment, in which nothing is written to the tables of the dump. */

import type { OwnedSession, SqlSession } from '../connect/sql-session.ts';
import { DumpError } from '../errors.ts';
import type { DumpOptions } from '../options.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { ServerInfo, SnapshotInfo } from '../summary.ts';
import { beginTogether, type TogetherRequest } from './begin-together.ts';
import { readBinlogPosition } from './binlog-position.ts';
import { unlock } from './commit-lock.ts';
import { lockRefusal, type Refusal } from './refusal.ts';
import { readTime } from './snapshot.ts';
import { fitsStatement, lockTables, prepareTableLock, type TableName } from './table-lock.ts';
import { whereReadsTables } from './where-tables.ts';

export interface TableLockRequest extends TogetherRequest {
  readonly listTables: (session: SqlSession) => Promise<readonly TableName[]>;
  readonly server: ServerInfo;
  readonly account: string;
  readonly options: Pick<DumpOptions, 'subset' | 'where'>;
}

const statement = 'LOCK TABLES';

/** How often tables may come and go before it is given up. */
const attempts = 5;

/**
 * A table that is made after the list was taken is not locked, and one connection could see rows in
 * it that another one doesn't. So the list is taken again when all have begun: what is not in it
 * then, has no rows that any of them sees.
 */
export async function beginUnderTableLock(
  locker: OwnedSession,
  request: TableLockRequest,
): Promise<Omit<SnapshotInfo, 'connections'> | Refusal> {
  await prepareTableLock(locker, request.lockTimeout);
  if (await whereReadsTables(locker, request.options)) {
    return {
      code: 'UNSUPPORTED',
      why: `${statement} does not hold what the option where reads from elsewhere, in a subquery or function`,
    };
  }
  let missed = '';
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const tables = await request.listTables(locker);
    if (!(await fitsStatement(locker, tables))) {
      const why = `${tables.length} tables do not fit into one statement (max_allowed_packet)`;
      return { code: 'UNSUPPORTED', why };
    }
    try {
      if (tables.length > 0) await lockTables(locker, tables, request.lockTimeout);
    } catch (error) {
      if (!isGone(error)) return refusal(error, tables, request);
      missed = error.message;
      continue;
    }
    const begun = await beginTogether(locker, request, async () => {
      const time = await readTime(request.coordinator);
      return { time, after: await request.listTables(locker) };
    });
    if (!('result' in begun)) return begun;
    await unlock(locker);
    const { time, after } = begun.result;
    const locked = new Set(tables.map(qualifiedName));
    const unlocked = after.map(qualifiedName).find((name) => !locked.has(name));
    if (unlocked === undefined) {
      const { position } = await readBinlogPosition(request.coordinator, request.server, false);
      return { time, position };
    }
    missed = `${unlocked} was made or changed meanwhile`;
    await rollBack(request);
  }
  const why = `tables came and went while ${statement} was to hold them: ${missed}`;
  return { code: 'SCHEMA_CHANGED', why };
}

function isGone(error: unknown): error is DumpError {
  return error instanceof DumpError && error.code === 'SCHEMA_CHANGED';
}

async function rollBack({ coordinator, readers }: TogetherRequest): Promise<void> {
  await Promise.all(
    [coordinator, ...readers].map((session) => session.query('ROLLBACK', 'end the snapshot')),
  );
}

/** Above that many, databases are not named one by one. */
const namedDatabases = 5;

function refusal(
  error: unknown,
  tables: readonly TableName[],
  { account, lockTimeout }: TableLockRequest,
): Refusal {
  const databases = [...new Set(tables.map(({ database }) => database))];
  const scopes =
    databases.length > namedDatabases
      ? ['*.*']
      : databases.map((database) => `${quoteIdentifier(database)}.*`);
  const grants = scopes.map((scope) => `GRANT LOCK TABLES ON ${scope} TO ${account}`);
  return lockRefusal(error, statement, lockTimeout, grants.join('; '));
}
