/** Which tables rows of a dump may be written to. */

import { expect, test } from 'vitest';
import { TableKinds } from '../../src/apply/tables/table-kinds.ts';
import type { SqlSession } from '../../src/connect/sql-session.ts';

/** A fake server that tells of every table the same: engines that reach elsewhere run nowhere here. */
function serverWith(engine: string | null, type: string): SqlSession {
  const row = [engine === null ? null : Buffer.from(engine), Buffer.from(type)];
  return { query: async (sql) => (sql.includes('STATISTICS') ? [] : [row]) };
}

test.for([
  ['FEDERATED', 'BASE TABLE'],
  ['CONNECT', 'BASE TABLE'],
  ['SPIDER', 'BASE TABLE'],
  ['Spider', 'BASE TABLE'],
  ['S3', 'BASE TABLE'],
  [null, 'VIEW'],
  [null, 'SYSTEM VIEW'],
] as const)('rows of %s (%s) would be written elsewhere', async ([engine, type]) => {
  const kind = await new TableKinds(serverWith(engine, type), false).of('shop', 't');
  expect(kind.refusal).toMatch(/what is written to/);
});

test.for([
  ['InnoDB', 'BASE TABLE'],
  ['MyISAM', 'BASE TABLE'],
  ['MRG_MyISAM', 'BASE TABLE'],
  ['InnoDB', 'SYSTEM VERSIONED'],
  ['InnoDB', 'SEQUENCE'],
  [null, 'BASE TABLE'],
] as const)('rows of %s (%s) stay in the table', async ([engine, type]) => {
  const kind = await new TableKinds(serverWith(engine, type), false).of('shop', 't');
  expect(kind.refusal).toBeUndefined();
});
