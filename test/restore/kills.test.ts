/** Client and server are killed at chosen statements of a restore; the next one makes it exact. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RestoreOptions, type RestoreSummary, verify } from '@dumpstream/core';
import { expect, onTestFinished, test } from 'vitest';
import type { DatabaseServer } from '../services/database-server.ts';
import { createTemporaryFolder, databaseOffer } from '../services/index.ts';
import { dumpOf, failureOf, progress, restoreInto, sourceOf, tablesIn } from './restored.ts';
import { type GatePoint, StatementGate } from './statement-gate.ts';

/** One of each kind of data dictionary. */
const kinds = ['mariadb-10.11', 'mysql-5.7', 'mysql-8.4'];

/** Milliseconds for all points together: at each a server starts, which takes long on a busy machine. */
const timeout = 900_000;

/** In the order of the dump, each with what it stands for. */
const points: readonly (readonly [string, GatePoint])[] = [
  ['as the first table is made', { place: 'sent', pattern: /^CREATE TABLE `a`/ }],
  ['in rows with a key', { place: 'sent', pattern: /^INSERT INTO `a` VALUES\s*\(1\d\d\d,/ }],
  ['when rows are committed', { place: 'after', pattern: /^COMMIT/ }],
  ['before rows are committed', { place: 'after', pattern: /_dumpstream_restore.*'rows'/s }],
  ['before keys are taken off', { place: 'before', pattern: /^ALTER TABLE .* DROP KEY/s }],
  ['when keys are taken off', { place: 'after', pattern: /^ALTER TABLE .* DROP KEY/s }],
  ['between rows and keys', { place: 'before', pattern: /^ALTER TABLE .* ADD KEY/s }],
  ['as keys are added', { place: 'sent', pattern: /^ALTER TABLE .* ADD KEY/s }],
  ['when keys are added', { place: 'after', pattern: /^ALTER TABLE .* ADD KEY/s }],
  ['in rows without a key', { place: 'sent', pattern: /^INSERT INTO `b` VALUES\s*\(2\d\d\d,/ }],
  ['in rows of MyISAM', { place: 'sent', pattern: /^INSERT INTO `m` VALUES\s*\(2\d\d\d,/ }],
  ['when a MyISAM table is whole', { place: 'after', pattern: /^UPDATE .*`what` = 'rows'/s }],
  ['before a trigger is made', { place: 'before', pattern: /TRIGGER .*t2_memory/s }],
  ['when a trigger is made', { place: 'after', pattern: /TRIGGER .*t1_memory/s }],
  ['when a view is made', { place: 'after', pattern: /CREATE .*VIEW .*v2/s }],
  ['when a procedure is made', { place: 'after', pattern: /CREATE .*PROCEDURE/s }],
  [
    'before the progress is dropped',
    {
      place: 'before',
      pattern: /^DROP TABLE .*_dumpstream_restore/s,
      behind: /CREATE .*PROCEDURE/s,
    },
  ],
];

/** Of the shop; a sequence is a row. */
function summaryRows({ flavor }: DatabaseServer): number {
  return 9006 + (flavor === 'mariadb' ? 1 : 0);
}

async function shopOn(server: DatabaseServer): Promise<string> {
  const shop = await server.createDatabase('shop');
  const rows = Array.from({ length: 3000 }, (_, id) => `(${id},'${'x'.repeat(1000)}')`).join(',');
  for (const statement of [
    `CREATE TABLE a (id INT AUTO_INCREMENT PRIMARY KEY, x TEXT, KEY x (x(20)), KEY both_of (x(9), id))
       AUTO_INCREMENT = 70000`,
    `SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'; INSERT INTO a VALUES ${rows}`,
    'CREATE TABLE b (id INT, x TEXT, KEY (id))',
    `INSERT INTO b VALUES ${rows}`,
    `CREATE TABLE c (id INT AUTO_INCREMENT PRIMARY KEY, n INT, twice INT AS (n * 2))
       AUTO_INCREMENT = 500`,
    'CREATE TABLE f (id INT PRIMARY KEY, a INT, FOREIGN KEY (a) REFERENCES a (id))',
    'INSERT INTO f VALUES (1, 2), (2, 2999)',
    `CREATE TABLE m (id INT AUTO_INCREMENT PRIMARY KEY, x TEXT) ENGINE=MyISAM AUTO_INCREMENT = 9000`,
    `SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'; INSERT INTO m VALUES ${rows}`,
    'CREATE TABLE memory (id INT PRIMARY KEY, x INT) ENGINE=MEMORY',
    'INSERT INTO memory VALUES (1, 2), (3, 4)',
    'CREATE TABLE p (id INT PRIMARY KEY, x INT) PARTITION BY HASH (id) PARTITIONS 3',
    'INSERT INTO p VALUES (1, 2), (3, 4)',
    'CREATE VIEW v1 AS SELECT id FROM a',
    'CREATE VIEW v2 AS SELECT id FROM v1',
  ]) {
    await server.query(`USE ${shop}; ${statement}`);
  }
  for (const table of ['a', 'm', 'memory']) {
    for (const name of ['t1', 't2']) {
      await server.query(
        `USE ${shop}; CREATE TRIGGER ${name}_${table} BEFORE INSERT ON ${table} FOR EACH ROW SET NEW.x = 1`,
      );
    }
  }
  await server.query(`USE ${shop}; CREATE PROCEDURE p() SELECT 1`);
  if (server.flavor === 'mariadb') {
    await server.query(`USE ${shop}; CREATE SEQUENCE s ENGINE=MyISAM; SELECT NEXTVAL(s)`);
  }
  return shop;
}

/** A server of its own, with a dump that was made on it, and a gate before it. */
async function gated(kind: string): Promise<{
  server: DatabaseServer;
  gate: StatementGate;
  url: (database: string) => string;
  shop: string;
  bytes: Buffer;
}> {
  const server = await (await databaseOffer(kind)).start();
  onTestFinished(() => server.stop());
  const gate = await StatementGate.start(server.port);
  onTestFinished(() => gate[Symbol.asyncDispose]());
  const shop = await shopOn(server);
  const bytes = await dumpOf(server, shop, { netBufferLength: 100_000 });
  const url = (database: string): string =>
    server.url(database).replace(`:${server.port}/`, `:${gate.port}/`);
  return { server, gate, url, shop, bytes };
}

async function expectRestored(
  server: DatabaseServer,
  database: string,
  bytes: Buffer,
  when?: string,
): Promise<void> {
  const report = await verify(sourceOf(bytes), { connection: server.url(database), database });
  expect(report.differences, when).toEqual([]);
  await expectCounters(server, database, bytes, when);
  expect(await tablesIn(server, database)).not.toContain(progress);
}

/** Each AUTO_INCREMENT is that of the dump: another one is no difference to `verify()`. */
async function expectCounters(
  server: DatabaseServer,
  database: string,
  bytes: Buffer,
  when?: string,
): Promise<void> {
  for (const [, table, counter] of bytes
    .toString('latin1')
    .matchAll(/^CREATE TABLE `(\w+)` \((?:\n {2}.*)+\n\) .*AUTO_INCREMENT=(\d+) /gm)) {
    const [row] = await server.query(`SHOW CREATE TABLE ${database}.${table}`);
    expect(row?.['Create Table'], when).toContain(`AUTO_INCREMENT=${counter} `);
  }
}

/** A process that restores a dump, until it is killed. */
function startClient(file: string, url: string, options: Partial<RestoreOptions>) {
  const program = `
    import { createReadStream } from 'node:fs';
    import { restore } from '@dumpstream/core';
    const [file, connection, options] = process.argv.slice(1);
    await restore(createReadStream(file), { connection, ...JSON.parse(options) });`;
  const child = spawn(
    process.execPath,
    ['--input-type=module', '--eval', program, file, url, JSON.stringify(options)],
    { stdio: 'ignore', cwd: import.meta.dirname },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  return {
    exited,
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Of MySQL 5.7 alone: a file that it has made, and written nothing to. */
const emptyFile = /Incorrect information in file.* Drop the database, make it again/s;

/** Goes on; or does what the error says, where a crash has left what no statement removes. */
async function resumedOrAsAdvised(
  server: DatabaseServer,
  bytes: Buffer,
  target: string,
  parallel: number,
): Promise<RestoreSummary> {
  try {
    const options = { parallel, resume: true };
    const summary = await restoreInto(server, sourceOf(bytes), target, options);
    expect(summary.resumed).toBe(true);
    return summary;
  } catch (error) {
    if (!emptyFile.test(String(error)) || server.name !== 'mysql-5.7') throw error;
    await server.query(`DROP DATABASE ${target}; CREATE DATABASE ${target}`);
    return restoreInto(server, sourceOf(bytes), target, { parallel });
  }
}

/** Skipped where there is no such server. */
function testOn(kind: string, title: string, body: () => Promise<void>): void {
  test(title, { timeout }, async (context) => {
    const { unavailable } = await databaseOffer(kind);
    if (unavailable !== undefined) context.skip(unavailable);
    await body();
  });
}

function testEach(title: string, body: (kind: string) => Promise<void>): void {
  for (const kind of kinds) testOn(kind, `${title} (${kind})`, () => body(kind));
}

/** A restore whose connections are cut at that point, with what it leaves in its target. */
async function cutAt(
  kind: string,
  point: GatePoint,
): Promise<{ server: DatabaseServer; shop: string; bytes: Buffer; target: string }> {
  const { server, gate, url, shop, bytes } = await gated(kind);
  const target = await server.createDatabase('target');
  const reached = gate.hold(point);
  const failure = failureOf(
    restoreInto(server, sourceOf(bytes), target, { connection: url(target) }),
  );
  await Promise.race([reached, failure]);
  gate.cut();
  expect((await failure).code).toBe('CONNECTION_LOST');
  return { server, shop, bytes, target };
}

async function dataFolderOf(server: DatabaseServer): Promise<string> {
  const [row] = await server.query('SELECT @@datadir AS folder');
  return String(row?.['folder']);
}

testEach('is exact wherever the server was killed', async (kind) => {
  const { server, gate, url, bytes } = await gated(kind);
  for (const [index, [name, point]] of points.entries()) {
    const target = await server.createDatabase('target');
    const parallel = 1 + (index % 2);
    const reached = gate.hold(point);
    const restoring = restoreInto(server, sourceOf(bytes), target, {
      connection: url(target),
      parallel,
    });
    const failure = failureOf(restoring);
    await Promise.race([reached, failure]);
    await server.kill();
    expect((await failure).code, name).toBe('CONNECTION_LOST');
    gate.cut();
    await server.restart();
    const summary = await resumedOrAsAdvised(server, bytes, target, parallel);
    expect(summary.rows, name).toBe(summaryRows(server));
    await expectRestored(server, target, bytes, name);
  }
});

testEach('is exact wherever the client was killed', async (kind) => {
  const { server, gate, url, bytes } = await gated(kind);
  const folder = await createTemporaryFolder('kills');
  onTestFinished(() => folder.remove());
  const file = join(folder.path, 'dump.sql');
  await writeFile(file, bytes);
  for (const [index, [name, point]] of points.entries()) {
    const target = await server.createDatabase('target');
    const parallel = 2 - (index % 2);
    const reached = gate.hold(point);
    const client = startClient(file, url(target), { parallel });
    const ended = await Promise.race([reached.then(() => false), client.exited.then(() => true)]);
    expect(ended, name).toBe(false);
    await client.kill();
    // What the server is still at goes on meanwhile.
    const summary = await restoreInto(server, bytes, target, { parallel, resume: true });
    expect(summary.resumed, name).toBe(true);
    gate.cut();
    await expectRestored(server, target, bytes, name);
  }
});

testEach('begins anew where it was killed at the first database', async (kind) => {
  const { server, gate, url, shop } = await gated(kind);
  const bytes = await dumpOf(server, shop, { databases: [shop] });
  await server.query(`DROP DATABASE ${shop}`);
  const reached = gate.hold({ place: 'after', pattern: /^CREATE DATABASE/ });
  const failure = failureOf(
    restoreInto(server, sourceOf(bytes), shop, { connection: url(''), databases: 'all' }),
  );
  await Promise.race([reached, failure]);
  await server.kill();
  expect((await failure).code).toBe('CONNECTION_LOST');
  await server.restart();
  const options = { connection: server.url(''), databases: 'all' } as const;
  const nothing = await failureOf(
    restoreInto(server, sourceOf(bytes), '', { ...options, resume: true }),
  );
  expect(nothing.code).toBe('CANNOT_RESUME');
  await restoreInto(server, sourceOf(bytes), '', options);
  await expectRestored(server, shop, bytes);
});

testOn(
  'mariadb-10.11',
  'makes a table of which a crash of MariaDB has left the partitions',
  async () => {
    const { server, bytes, target } = await cutAt('mariadb-10.11', {
      place: 'before',
      pattern: /^CREATE TABLE `p`/,
    });
    await server.query(
      `USE ${target}; CREATE TABLE p (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 2`,
    );
    const folder = await dataFolderOf(server);
    await server.kill();
    for (const ending of ['frm', 'par']) await rm(join(folder, target, `p.${ending}`));
    await server.restart();
    await restoreInto(server, sourceOf(bytes), target, { resume: true });
    await expectRestored(server, target, bytes);
  },
);

/** A restore into MySQL 5.7 that is cut off before that statement; and the server's folder of it. */
async function brokenOffBefore(pattern: RegExp): Promise<{
  server: DatabaseServer;
  bytes: Buffer;
  target: string;
  /** Of a table of that name in another database, with files that say how it is. */
  filesOf: (table: string) => Promise<{ frm: Buffer; ibd: Buffer }>;
  /** While the server is away, as the files that a crash leaves are not told to it. */
  leaveFiles: (files: Readonly<Record<string, Buffer>>) => Promise<void>;
}> {
  const cut = await cutAt('mysql-5.7', { place: 'before', pattern });
  const { server, shop, target } = cut;
  const folder = await dataFolderOf(server);
  return {
    ...cut,
    async filesOf(table) {
      await server.query(`USE ${shop}; CREATE TABLE IF NOT EXISTS ${table} (id INT PRIMARY KEY)`);
      await server.query('FLUSH TABLES');
      const [frm, ibd] = await Promise.all(
        ['frm', 'ibd'].map((ending) => readFile(join(folder, shop, `${table}.${ending}`))),
      );
      if (frm === undefined || ibd === undefined) throw new Error('no files');
      return { frm, ibd };
    },
    async leaveFiles(files) {
      await server.kill();
      for (const [name, content] of Object.entries(files)) {
        await writeFile(join(folder, target, name), content);
      }
      await server.restart();
    },
  };
}

for (const [left, choose] of [
  ['both files', ({ frm, ibd }) => ({ 'a.frm': frm, 'a.ibd': ibd })],
  ['a half of the definition', ({ frm }) => ({ 'a.frm': frm.subarray(0, 4096) })],
  ['the file of the rows', ({ ibd }) => ({ 'a.ibd': ibd })],
  ['files of partitions', ({ ibd }) => ({ 'p#P#p0.ibd': ibd, 'p#P#p2.ibd': ibd })],
] satisfies [string, (files: { frm: Buffer; ibd: Buffer }) => Record<string, Buffer>][]) {
  testOn('mysql-5.7', `makes a table of which a crash of MySQL 5.7 has left ${left}`, async () => {
    const { server, bytes, target, filesOf, leaveFiles } =
      await brokenOffBefore(/^CREATE TABLE `a`/);
    await leaveFiles(choose(await filesOf('a')));
    await restoreInto(server, sourceOf(bytes), target, { resume: true });
    await expectRestored(server, target, bytes);
    await server.query(`DROP DATABASE ${target}`);
  });
}

testOn(
  'mysql-5.7',
  'says what to do where a crash of MySQL 5.7 has left an empty file',
  async () => {
    const { server, bytes, target, leaveFiles } = await brokenOffBefore(/^CREATE TABLE `a`/);
    await leaveFiles({ 'a.frm': Buffer.alloc(0) });
    const failure = await failureOf(restoreInto(server, sourceOf(bytes), target, { resume: true }));
    expect(failure.message).toMatch(emptyFile);
    expect((await resumedOrAsAdvised(server, bytes, target, 2)).resumed).toBe(false);
    await expectRestored(server, target, bytes);
  },
);

testOn(
  'mysql-5.7',
  'begins anew where a crash of MySQL 5.7 has left its own table half made',
  async () => {
    const { server, bytes, target, filesOf, leaveFiles } = await brokenOffBefore(
      new RegExp(`^CREATE TABLE .*${progress}`),
    );
    const { frm, ibd } = await filesOf(progress);
    await leaveFiles({ [`${progress}.frm`]: frm, [`${progress}.ibd`]: ibd });
    const failure = await failureOf(restoreInto(server, sourceOf(bytes), target, { resume: true }));
    expect(failure.code).toBe('CANNOT_RESUME');
    await restoreInto(server, sourceOf(bytes), target);
    await expectRestored(server, target, bytes);
  },
);

// InnoDB of MariaDB makes a table anew to take its first rows back, and forgets it with that.
testOn('mariadb-10.11', 'keeps AUTO_INCREMENT where the first rows were rolled back', async () => {
  const { server, bytes, target } = await cutAt('mariadb-10.11', {
    place: 'after',
    pattern: /_dumpstream_restore.*'rows'/s,
  });
  await restoreInto(server, sourceOf(bytes), target, { resume: true });
  await server.restart();
  await expectCounters(server, target, bytes);
});
