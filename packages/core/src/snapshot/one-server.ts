/** Makes sure that all connections have reached one server, and one that locks mean something on. */

import { randomBytes } from 'node:crypto';
import type { SqlSession } from '../connect/sql-session.ts';
import type { Refusal } from './refusal.ts';

const action = 'tell whether all connections have reached one server';

/**
 * Behind a load balancer, or a name with several addresses (a reader endpoint), connections of one
 * name lead to several servers, whose rows differ at any moment. A user-level lock is known to the
 * server that gave it, and needs no privilege.
 *
 * @returns why they can't begin at one moment; `undefined` where they can
 */
export async function serversDiffer(
  first: SqlSession,
  others: readonly SqlSession[],
): Promise<Refusal | undefined> {
  const name = `'dumpstream ${randomBytes(12).toString('hex')}'`;
  const [row] = await first.query(`SELECT GET_LOCK(${name}, 0)`, action);
  if (row?.[0]?.toString() !== '1') {
    return { code: 'QUERY_FAILED', why: `The server refused to ${action}.` };
  }
  try {
    const answers = await Promise.all(
      others.map((session) => session.query(`SELECT IS_USED_LOCK(${name})`, action)),
    );
    if (answers.every(([answer]) => answer?.[0] != null)) return undefined;
    return {
      code: 'INVALID_OPTION',
      why:
        'the connections have reached different servers, as behind a load balancer or a reader ' +
        'endpoint. Connect to one of them by its own name.',
    };
  } finally {
    await first.query(`SELECT RELEASE_LOCK(${name})`, action);
  }
}

/**
 * A replica that shares the storage of its source (the readers of Aurora) sees rows change beneath
 * it, whatever is locked on it. Such a server runs with innodb_read_only.
 */
export async function storageIsForeign(session: SqlSession): Promise<Refusal | undefined> {
  const [row] = await session.query(
    "SHOW GLOBAL VARIABLES LIKE 'innodb_read_only'",
    'show its variables',
  );
  const value = row?.[1]?.toString().toUpperCase();
  if (value !== 'ON' && value !== '1') return undefined;
  return {
    code: 'UNSUPPORTED',
    why:
      'the server is a replica on storage that another server writes (innodb_read_only, as the ' +
      'readers of Aurora), and no lock on it holds the rows still. Connect to the writer.',
  };
}
