/** Foresees how the snapshot would be taken, from what the account may do: no lock is tried. */

import type { Grants } from './catalog/grants.ts';
import { grantStatements, missingPrivilege, type NeededGrant } from './catalog/needed-grants.ts';
import type { Problems } from './catalog/problems.ts';
import { listSnapshotTables } from './catalog/snapshot-tables.ts';
import type { DatabaseConnection } from './connect/database-connection.ts';
import type { DryRunSnapshot } from './dry-run-report.ts';
import { DumpError } from './errors.ts';
import type { DumpOptions } from './options.ts';
import { unseenStatements } from './snapshot/begin-under-commit-lock.ts';
import { checkPosition, readBinlogPosition } from './snapshot/binlog-position.ts';
import { explainedForPosition } from './snapshot/commit-lock.ts';
import { untilCalm } from './snapshot/long-statements.ts';
import { storageIsForeign } from './snapshot/one-server.ts';
import { refusedError, refusedMessage } from './snapshot/parallel-snapshot.ts';
import type { Refusal } from './snapshot/refusal.ts';
import { needsCommitLock } from './snapshot/snapshot.ts';
import { fitsStatement, type TableName } from './snapshot/table-lock.ts';
import { whereReadsTables } from './snapshot/where-tables.ts';
import { quoteIdentifier } from './sql/identifier.ts';
import { type DumpScope, selectionOf } from './stream/dump-plan.ts';

/** Why one of the ways is closed, in the words of a dump, and what of the grants is missing. */
interface Closed extends Refusal {
  readonly needed: readonly NeededGrant[];
}

/** @param problems - told of what would make the dump fail */
export async function foreseeSnapshot(
  connection: DatabaseConnection,
  scope: DumpScope,
  options: DumpOptions,
  problems: Problems,
): Promise<DryRunSnapshot> {
  const { parallel = 1 } = options;
  const exact = await needsCommitLock(connection, scope.server, options);
  await foreseePosition(connection, scope, options, exact, problems);
  const method = exact ? 'flush-tables' : 'transaction';
  if (parallel === 1) return { method, connections: 1, reason: undefined, grants: [] };
  const foreign = await storageIsForeign(connection);
  if (foreign !== undefined) {
    return alone(problems, scope.grants, options, [{ ...foreign, needed: [] }]);
  }
  const flush = await closedToFlush(connection, scope, exact);
  if (flush === undefined) {
    return { method: 'flush-tables', connections: parallel, reason: undefined, grants: [] };
  }
  // For an exact position there is no other way, and what is missing has been told.
  if (exact) return { method, connections: parallel, reason: undefined, grants: [] };
  const lock = await closedToLockTables(connection, scope, options);
  if (lock !== undefined) {
    const calm = (await untilCalm(connection, scope.server, 0)) === 'calm';
    const closed = calm ? [flush, lock] : [lock, flush];
    return alone(problems, scope.grants, options, closed);
  }
  return {
    method: 'lock-tables',
    connections: parallel,
    reason: flush.why,
    grants: grantsOf([flush], scope.grants),
  };
}

/** One connection is left. */
function alone(
  problems: Problems,
  grants: Grants,
  { parallel = 1, parallelFallback }: DumpOptions,
  closed: readonly Closed[],
): DryRunSnapshot {
  const statements = grantsOf(closed, grants);
  const reason = refusedMessage(closed, parallel);
  if (parallelFallback === 'error') {
    const error = refusedError(closed, reason);
    const named = closed.find(({ code }) => code === error.code);
    problems.report(
      error.code === 'MISSING_PRIVILEGE'
        ? missingPrivilege(error.message, named?.needed ?? [])
        : error,
    );
  }
  return { method: 'transaction', connections: 1, reason, grants: statements };
}

/** One entry for each way that a grant would open. */
function grantsOf(closed: readonly Closed[], { account }: Grants): readonly string[] {
  return closed
    .filter(({ needed }) => needed.length > 0)
    .map(({ needed }) => grantStatements(needed, account).join('; '));
}

async function foreseePosition(
  connection: DatabaseConnection,
  { server, grants }: DumpScope,
  options: DumpOptions,
  exact: boolean,
  problems: Problems,
): Promise<void> {
  const { setGtidPurged = 'off', sourceData } = options;
  if (exact && !grants.everywhere('RELOAD')) {
    const denied = new DumpError('MISSING_PRIVILEGE', 'It lacks RELOAD.');
    const explained = explainedForPosition(denied, grants.account, 0);
    problems.report(
      missingPrivilege(explained instanceof Error ? explained.message : denied.message, [
        { privileges: ['RELOAD'], on: '*.*' },
      ]),
    );
  }
  if (sourceData === undefined && setGtidPurged === 'off') return;
  const reading = await readBinlogPosition(connection, server, false);
  try {
    checkPosition(reading, server, grants.account, options);
  } catch (error) {
    if (!(error instanceof DumpError)) throw error;
    problems.report(
      error.code === 'MISSING_PRIVILEGE'
        ? missingPrivilege(error.message, [{ privileges: ['REPLICATION CLIENT'], on: '*.*' }])
        : error,
    );
  }
}

async function closedToFlush(
  connection: DatabaseConnection,
  { server, grants }: DumpScope,
  exact: boolean,
): Promise<Closed | undefined> {
  const wanted = server.flavor === 'mysql' && !exact ? ['RELOAD', 'PROCESS'] : ['RELOAD'];
  const missing = wanted.filter((privilege) => !grants.everywhere(privilege));
  if (missing.length > 0) {
    return {
      code: 'MISSING_PRIVILEGE',
      why: 'the account may not run FLUSH TABLES WITH READ LOCK',
      ...(missing.includes('PROCESS') ? unseenStatements : {}),
      grant: `GRANT ${wanted.join(', ')} ON *.* TO ${grants.account}`,
      needed: [{ privileges: missing, on: '*.*' }],
    };
  }
  if (await isAmazonRds(connection)) {
    const why =
      'the server allows FLUSH TABLES WITH READ LOCK to no account, as Amazon RDS and Aurora';
    return { code: 'MISSING_PRIVILEGE', why, needed: [] };
  }
  if ((await untilCalm(connection, server, 0)) === 'calm') return undefined;
  const why =
    'a statement runs for long at the moment, and FLUSH TABLES WITH READ LOCK would make everybody wait for it';
  return { code: 'QUERY_FAILED', why, needed: [] };
}

/** Where its programs are is the same on all instances; `RELOAD` is granted there, and no use. */
async function isAmazonRds(connection: DatabaseConnection): Promise<boolean> {
  const [row] = await connection.query('SELECT @@basedir', 'show its variables');
  return row?.[0]?.toString().startsWith('/rdsdbbin/') === true;
}

async function closedToLockTables(
  connection: DatabaseConnection,
  { grants, schemas }: DumpScope,
  options: DumpOptions,
): Promise<Closed | undefined> {
  if (await whereReadsTables(connection, options)) {
    const why =
      'LOCK TABLES does not hold what the option where reads from elsewhere, in a subquery or function';
    return { code: 'UNSUPPORTED', why, needed: [] };
  }
  const tables: readonly TableName[] = await listSnapshotTables(
    connection,
    schemas,
    selectionOf(options, schemas),
  );
  const databases = [...new Set(tables.map(({ database }) => database))];
  const needed = databases
    .filter((database) => !grants.onDatabase('LOCK TABLES', database))
    .map((database) => ({
      privileges: ['LOCK TABLES'],
      on: `${quoteIdentifier(database)}.*`,
    }));
  if (needed.length > 0) {
    const grant = databases
      .map((database) => `GRANT LOCK TABLES ON ${quoteIdentifier(database)}.* TO ${grants.account}`)
      .join('; ');
    return { code: 'MISSING_PRIVILEGE', why: 'the account may not run LOCK TABLES', grant, needed };
  }
  if (await fitsStatement(connection, tables)) return undefined;
  const why = `${tables.length} tables do not fit into one statement (max_allowed_packet)`;
  return { code: 'UNSUPPORTED', why, needed: [] };
}
