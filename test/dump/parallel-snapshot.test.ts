/** Several connections see one and the same moment, or one connection says why there are no more. */

import { setTimeout as delay } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import {
  type SnapshotRequest,
  startSnapshots,
} from '../../packages/core/src/snapshot/parallel-snapshot.ts';
import { databaseOffer } from '../services/databases.ts';
import type { DatabaseServer } from '../services/index.ts';
import { listProcesses } from '../services/processes.ts';
import { describeEachServer } from '../services/vitest.ts';
import { type Account, createAccount } from './connections.ts';
import { listTables, openSession, openSessions, type Sessions } from './snapshot-sessions.ts';

const writerCount = 4;
const rounds = 40;

/** Money that only changes hands, and for each writer a number in either table. */
const schema = `CREATE TABLE a (id INT PRIMARY KEY, balance INT, transfers INT) ENGINE=InnoDB;
CREATE TABLE b LIKE a;
INSERT INTO a VALUES (1, 1000, 0), (2, 1000, 0), (3, 1000, 0), (4, 1000, 0);
INSERT INTO b SELECT * FROM a;`;

const everywhere = ['RELOAD, PROCESS ON *.*'];
const seeing = (database: string) => `SELECT ON \`${database}\`.*`;
const locking = (database: string) => `SELECT, LOCK TABLES ON \`${database}\`.*`;

/** Moves money between the tables on several connections, without a pause, until told to stop. */
async function transferAllTheTime(server: DatabaseServer, database: string) {
  let stopped = false;
  let made = 0;
  const transfer = async (id: number) => {
    const connection = await createConnection(server.url(database));
    const statements = [
      `UPDATE a SET balance = balance - 1, transfers = transfers + 1 WHERE id = ${id}`,
      `UPDATE b SET balance = balance + 1, transfers = transfers + 1 WHERE id = ${id}`,
    ];
    while (!stopped) {
      try {
        await connection.beginTransaction();
        for (const statement of id % 2 === 0 ? statements : statements.toReversed()) {
          await connection.query(statement);
        }
        await connection.commit();
        made += 1;
      } catch (error) {
        // LOCK TABLES can end a transaction so, as documented.
        if ((error as { errno?: number }).errno !== 1213) throw error;
        await connection.rollback();
      }
    }
    await connection.end();
  };
  const running = Promise.all(
    Array.from({ length: writerCount }, (_, index) => transfer(index + 1)),
  );
  running.catch(() => {});
  return {
    /** Waits for the next one that is made. */
    async next(): Promise<void> {
      for (const before = made; made === before; ) await Promise.race([delay(5), running]);
    },
    async stop(): Promise<void> {
      stopped = true;
      await running;
    },
  };
}

async function seenBy(session: Sessions['coordinator'] | Sessions['all'][number]): Promise<string> {
  const rows = await session.query(
    'SELECT id, a.balance + b.balance, a.transfers, b.transfers FROM a JOIN b USING (id) ORDER BY id',
    'read',
  );
  return rows.map((row) => row.map(String).join(' ')).join('\n');
}

async function runLongSelect(server: DatabaseServer, database: string): Promise<void> {
  const connection = await createConnection(server.url(database));
  onTestFinished(async () => {
    // The server would not notice that it is gone.
    await server.query(`KILL ${connection.threadId}`);
    connection.destroy();
  });
  connection.on('error', () => {});
  connection.query('SELECT SLEEP(60) FROM a').catch(() => {});
  await vi.waitFor(async () => {
    const running = (await listProcesses(server)).filter(
      ({ statement, seconds }) => statement.startsWith('SELECT SLEEP(60)') && seconds >= 1,
    );
    expect(running).toHaveLength(1);
  }, 60_000);
}

describeEachServer('several connections', (kind) => {
  let server: DatabaseServer;
  let database = '';
  beforeAll(async () => {
    server = await (await databaseOffer(kind.name)).start();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    database = await server.createDatabase('moment');
    await server.restore(database, schema);
  });

  const open = (account: Account, readers = 3, changes: Partial<SnapshotRequest> = {}) =>
    openSessions(server, account, [database], readers, changes);

  /** Fails where a lock is left: nothing else would keep these waiting. */
  const expectUnlocked = () =>
    server.query(
      `USE \`${database}\`; SET lock_wait_timeout = 60; UPDATE a SET balance = balance;
       UPDATE b SET balance = balance; CREATE TABLE made (id INT); DROP TABLE made`,
    );

  test.for([
    ['FLUSH TABLES WITH READ LOCK', () => [...everywhere, seeing(database)]],
    ['LOCK TABLES', () => [locking(database)]],
  ] as const)('see the same while others write, under %s', async ([statement, grants]) => {
    const account = await createAccount(server, grants());
    const sessions = await open(account);
    const transfers = await transferAllTheTime(server, database);
    const moments = new Set<string>();
    try {
      for (let round = 1; round <= rounds; round++) {
        await transfers.next();
        const { readers, snapshot } = await startSnapshots(sessions.request);
        expect({ readers, connections: snapshot.connections }).toEqual({
          readers: 3,
          connections: 3,
        });
        await delay(5);
        const seen = await Promise.all(sessions.all.map(seenBy));
        const [first = ''] = seen;
        expect(new Set(seen), `round ${round}`).toEqual(new Set([first]));
        for (const line of first.split('\n')) {
          expect(line).toMatch(/^\d+ 2000 (?<transfers>\d+) \k<transfers>$/);
        }
        moments.add(first);
        await Promise.all(sessions.all.map((session) => session.query('ROLLBACK', 'end')));
      }
    } finally {
      await transfers.stop();
    }
    // There was something to see.
    expect(moments.size).toBeGreaterThan(rounds / 2);
    expect(sessions.lockers).toHaveLength(rounds);
    for (const { statements } of sessions.lockers) {
      expect(statements.filter((sql) => sql.startsWith(statement))).not.toEqual([]);
    }
    await vi.waitFor(async () => expect(await account.connections()).toBe(4), 60_000);
    await expectUnlocked();
  });

  test('become one without a privilege for either lock, with a word on what to grant', async () => {
    const account = await createAccount(server, [seeing(database)]);
    const warned = await open(account, 3, { options: {} });
    const { readers, snapshot, warning } = await startSnapshots(warned.request);
    expect({ readers, connections: snapshot.connections }).toEqual({ readers: 0, connections: 1 });
    const on = `TO '${account.user}'@'%'`;
    const reload = server.flavor === 'mysql' ? 'RELOAD, PROCESS' : 'RELOAD';
    expect(warning?.code).toBe('FEWER_CONNECTIONS');
    expect(warning?.message).toContain(`GRANT ${reload} ON *.* ${on}`);
    expect(warning?.message).toContain(`GRANT LOCK TABLES ON \`${database}\`.* ${on}`);
    const strict = await open(account);
    await expect(startSnapshots(strict.request)).rejects.toMatchObject({
      code: 'MISSING_PRIVILEGE',
      message: expect.stringContaining(`GRANT LOCK TABLES ON \`${database}\`.* ${on}`),
    });
    await server.query(`GRANT LOCK TABLES ON \`${database}\`.* ${on}`);
    const granted = await open(account);
    expect((await startSnapshots(granted.request)).readers).toBe(3);
  });

  test('make nobody wait for a long SELECT, with either lock', async () => {
    const flushing = await createAccount(server, [...everywhere, seeing(database)]);
    const both = await createAccount(server, [...everywhere, locking(database)]);
    await runLongSelect(server, database);
    const lockTimeout = server.flavor === 'mysql' ? 1 : 60;
    const refused = startSnapshots((await open(flushing, 3, { lockTimeout })).request);
    if (server.flavor === 'mysql') {
      await expect(refused).rejects.toMatchObject({
        message: expect.stringContaining('a statement has run for longer than 1 seconds'),
      });
    } else {
      expect((await refused).readers).toBe(3);
    }
    expect((await startSnapshots((await open(both)).request)).readers).toBe(3);
    // Those who read the table would wait for as long as it counts as flushed.
    const rows = await server.query(
      `SET lock_wait_timeout = 60; SELECT COUNT(*) AS n FROM \`${database}\`.a`,
    );
    expect(rows).toEqual([{ n: 4 }]);
    await expectUnlockedForRows();
  });

  /** As {@link expectUnlocked}, behind a SELECT that keeps definitions as they are. */
  const expectUnlockedForRows = () =>
    server.query(
      `USE \`${database}\`; SET lock_wait_timeout = 60; UPDATE a SET balance = balance; UPDATE b SET balance = balance`,
    );

  test('do not flush what they can not see to be calm', async (context) => {
    if (server.flavor === 'mariadb') return context.skip('MariaDB waits for writers alone');
    const account = await createAccount(server, ['RELOAD ON *.*', seeing(database)]);
    const { request, lockers } = await open(account);
    await expect(startSnapshots(request)).rejects.toMatchObject({
      code: 'MISSING_PRIVILEGE',
      message: expect.stringContaining('GRANT RELOAD, PROCESS ON *.*'),
    });
    expect(lockers.flatMap(({ statements }) => statements)).not.toContain(
      'FLUSH TABLES WITH READ LOCK',
    );
  });

  test('give LOCK TABLES up behind an open transaction, which FLUSH TABLES does not mind', async () => {
    const writer = await createConnection(server.url(database));
    onTestFinished(() => writer.destroy());
    await writer.beginTransaction();
    await writer.query('UPDATE a SET balance = 0');
    const account = await createAccount(server, [locking(database)]);
    const options = {};
    const waiting = await open(account, 3, { lockTimeout: 1, options });
    const { readers, warning } = await startSnapshots(waiting.request);
    expect(readers).toBe(0);
    expect(warning?.message).toContain('LOCK TABLES waited 1 seconds in vain');
    // Nobody is kept waiting by what was given up.
    await server.query(
      `USE \`${database}\`; SET lock_wait_timeout = 60; UPDATE b SET balance = balance`,
    );
    await server.query(`GRANT RELOAD, PROCESS ON *.* TO '${account.user}'@'%'`);
    const flushing = await open(account, 3, { lockTimeout: 60, options });
    expect((await startSnapshots(flushing.request)).readers).toBe(3);
    await writer.commit();
    const seen = await Promise.all(flushing.all.map(seenBy));
    expect(new Set(seen).size).toBe(1);
    await expectUnlocked();
  });

  test('give both up behind a table that somebody has locked', async () => {
    const writer = await createConnection(server.url(database));
    onTestFinished(() => writer.destroy());
    await writer.query('LOCK TABLES a WRITE');
    const account = await createAccount(server, [...everywhere, locking(database)]);
    const { request } = await open(account, 2, { lockTimeout: 1 });
    await expect(startSnapshots(request)).rejects.toMatchObject({
      code: 'QUERY_FAILED',
      message: expect.stringMatching(
        /FLUSH TABLES WITH READ LOCK waited 1 seconds.*LOCK TABLES waited 1 seconds/,
      ),
    });
    await writer.query('UNLOCK TABLES');
    await expectUnlocked();
  });

  // LOCK TABLES alone passes it by on MariaDB and MySQL 5.7.
  test('do not begin while a prepared transaction of a session that is gone could be committed', async () => {
    const name = `x${database}`;
    const writer = await createConnection(server.url(database));
    await writer.query(`XA START '${name}'`);
    await writer.query('UPDATE a SET balance = 0 WHERE id = 1');
    await writer.query(`XA END '${name}'`);
    await writer.query(`XA PREPARE '${name}'`);
    writer.destroy();
    const account = await createAccount(server, [locking(database)]);
    try {
      await vi.waitFor(async () => {
        expect(await server.query('XA RECOVER')).toHaveLength(1);
      }, 60_000);
      await expect(
        startSnapshots((await open(account, 2, { lockTimeout: 1 })).request),
      ).rejects.toMatchObject({
        message: expect.stringContaining('LOCK TABLES waited 1 seconds in vain'),
      });
    } finally {
      await vi.waitFor(() => server.query(`XA ROLLBACK '${name}'`), 60_000);
    }
    expect((await startSnapshots((await open(account, 2)).request)).readers).toBe(2);
  });

  test('begin again when a table was made after the list that is locked', async () => {
    const account = await createAccount(server, [locking(database)]);
    let lists = 0;
    const { request, lockers, all } = await open(account, 3, {
      listTables: async (session) => {
        const tables = await listTables(session, [database]);
        lists++;
        if (lists === 1) await server.query(`CREATE TABLE \`${database}\`.late (id INT)`);
        return tables;
      },
    });
    expect((await startSnapshots(request)).readers).toBe(3);
    const locked = lockers.flatMap(({ statements }) =>
      statements.filter((sql) => sql.startsWith('LOCK TABLES')),
    );
    expect(locked.map((sql) => sql.includes('`late`'))).toEqual([false, true]);
    await server.query(`INSERT INTO \`${database}\`.late VALUES (1)`);
    for (const session of all) {
      expect(await session.query(`SELECT * FROM \`${database}\`.late`, 'read')).toEqual([]);
    }
  });

  test('become one where tables are made all the time', async () => {
    const account = await createAccount(server, [locking(database)]);
    let lists = 0;
    const { request, coordinator, readers } = await open(account, 2, {
      options: {},
      listTables: async (session) => {
        const tables = await listTables(session, [database]);
        await server.query(`CREATE TABLE \`${database}\`.late${lists++} (id INT)`);
        return tables;
      },
    });
    const started = await startSnapshots(request);
    expect(started).toMatchObject({ readers: 0, snapshot: { connections: 1 } });
    expect(started.warning?.message).toMatch(/`late\d` was made/);
    const openOn = (session: typeof coordinator) => session.statements.at(-1);
    expect(readers.map(openOn)).toEqual(['ROLLBACK', 'ROLLBACK']);
    expect(openOn(coordinator)).toMatch(/^SAVEPOINT/);
  });

  test('lock the tables that hold rows of the dump, and no others', async () => {
    const other = await server.createDatabase('other');
    const mariadb = server.flavor === 'mariadb';
    await server.restore(
      database,
      `CREATE TABLE m (id INT) ENGINE=MyISAM; CREATE TABLE merged (id INT) ENGINE=MERGE UNION=(m);
       CREATE TABLE parts (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 2;
       CREATE TABLE \`${other}\`.base (id INT); CREATE VIEW v AS SELECT * FROM \`${other}\`.base;
       CREATE TABLE \`wei\`\`rd 'é\` (id INT);
       ${mariadb ? 'CREATE SEQUENCE s; CREATE TABLE versioned (id INT) WITH SYSTEM VERSIONING;' : ''}`,
    );
    const account = await createAccount(server, [locking(database)]);
    const { request, lockers } = await open(account, 2);
    expect((await startSnapshots(request)).readers).toBe(2);
    const versioned = mariadb ? ['versioned'] : [];
    const names = ['a', 'b', 'parts', ...versioned, "wei`rd 'é"];
    const tables = await listTables(await openSession(account.url()), [database]);
    expect(tables.map(({ name }) => name).sort()).toEqual([...names].sort());
    const chosen = await listTables(await openSession(account.url()), [database], {
      tables: ['a', `${database}.b`],
      ignoreTables: ['b'],
    });
    expect(chosen).toEqual([{ database, name: 'a' }]);
    const both = await listTables(await openSession(server.url()), [database, other]);
    expect(both).toContainEqual({ database: other, name: 'base' });
    expect(both).toContainEqual({ database, name: 'a' });
    expect(lockers[0]?.statements.find((sql) => sql.startsWith('LOCK TABLES'))).toContain(
      "`wei``rd 'é` READ",
    );
  });

  test('lock tables only where the option where reads nothing else', async () => {
    await server.query(
      `CREATE FUNCTION \`${database}\`.rich() RETURNS INT READS SQL DATA RETURN 1`,
    );
    const account = await createAccount(server, [
      locking(database),
      `EXECUTE ON \`${database}\`.*`,
    ]);
    const begin = async (where: NonNullable<SnapshotRequest['options']['where']>) => {
      const { request } = await open(account, 2, { options: { parallelFallback: 'error', where } });
      return startSnapshots(request);
    };
    for (const where of [
      'id IN (SELECT id FROM other)',
      { a: 'id > 0', b: 'balance = rich()' },
      `balance = \`${database}\` . \`RICH\` ()`,
      'id = /*! (SELECT 1) */ 1',
    ]) {
      await expect(begin(where)).rejects.toMatchObject({
        message: expect.stringContaining('does not hold what the option where reads'),
      });
    }
    expect((await begin("id IN (1, 2) AND ABS(balance) > 5 AND 'select' <> ''")).readers).toBe(2);
  });

  test('are not used where they have reached different servers', async () => {
    const strangers = await openSession(kind.url());
    const account = await createAccount(server, [...everywhere, locking(database)]);
    const { request } = await open(account, 2);
    const mixed = { ...request, readers: [...request.readers, strangers] };
    await expect(startSnapshots(mixed)).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringContaining('different servers'),
    });
    const stranger = { ...request, openLocker: () => openSession(kind.url()) };
    await expect(startSnapshots(stranger)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expectUnlocked();
  });

  test('have an exact position where it is asked for, or there is no dump', async () => {
    const grants = ['REPLICATION CLIENT ON *.*', locking(database)];
    if (server.flavor === 'mariadb') grants.push('BINLOG MONITOR ON *.*');
    const account = await createAccount(server, grants);
    const changes = { options: { sourceData: 1 } } as const;
    if (server.flavor === 'mysql') {
      const refused = await open(account, 2, changes);
      await expect(startSnapshots(refused.request)).rejects.toMatchObject({
        code: 'MISSING_PRIVILEGE',
        message: expect.stringContaining('GRANT RELOAD ON *.*'),
      });
      await server.query(`GRANT RELOAD ON *.* TO '${account.user}'@'%'`);
    }
    const { snapshot, readers } = await startSnapshots((await open(account, 2, changes)).request);
    expect(readers).toBe(2);
    expect(snapshot.position).toMatchObject({ exact: true, file: expect.stringMatching(/./) });
    await expectUnlocked();
  });

  test.for([
    ['waits for FLUSH TABLES WITH READ LOCK', () => [...everywhere, seeing(database)]],
    ['waits for LOCK TABLES', () => [locking(database)]],
  ] as const)('end at once when told to while one %s', async ([, grants]) => {
    const writer = await createConnection(server.url(database));
    onTestFinished(() => writer.destroy());
    await writer.query('LOCK TABLES a WRITE');
    const account = await createAccount(server, grants());
    const aborter = new AbortController();
    const { request, lockers } = await open(account, 2, {
      signal: aborter.signal,
      lockTimeout: 1000,
    });
    const starting = startSnapshots(request);
    starting.catch(() => {});
    await vi.waitFor(() => {
      expect(lockers[0]?.statements.at(-1)).toMatch(/^(FLUSH|LOCK) TABLES/);
    }, 60_000);
    const reason = new Error('enough');
    aborter.abort(reason);
    await expect(starting).rejects.toBe(reason);
    await vi.waitFor(async () => expect(await account.connections()).toBe(3), 60_000);
    await writer.query('UNLOCK TABLES');
    await expectUnlocked();
  });

  test.for([
    ['FLUSH TABLES WITH READ LOCK', () => [...everywhere, seeing(database)]],
    ['LOCK TABLES', () => [locking(database)]],
  ] as const)('leave no lock when told to end while %s is held', async ([, grants]) => {
    const account = await createAccount(server, grants());
    const aborter = new AbortController();
    const { request, readers, lockers } = await open(account, 2, { signal: aborter.signal });
    const [hanging] = readers;
    const held = Promise.withResolvers<void>();
    if (hanging === undefined) throw new Error('there is no reader');
    hanging.before = async (sql) => {
      if (!sql.startsWith('START')) return;
      held.resolve();
      await new Promise((_resolve, reject) => {
        aborter.signal.addEventListener('abort', () => reject(aborter.signal.reason));
      });
    };
    const starting = startSnapshots(request);
    starting.catch(() => {});
    await held.promise;
    expect(lockers[0]?.statements.at(-1)).toMatch(/^(FLUSH|LOCK) TABLES/);
    aborter.abort(new Error('enough'));
    await expect(starting).rejects.toBe(aborter.signal.reason);
    await expectUnlocked();
  });

  test('leave no lock when one of them is lost while it is held', async () => {
    const account = await createAccount(server, [locking(database)]);
    const { request, readers, lockers } = await open(account, 2);
    const lost = readers[1];
    if (lost === undefined) throw new Error('there is no reader');
    lost.before = async (sql) => {
      if (sql.startsWith('START')) lost.destroy(new Error('lost'));
    };
    await expect(startSnapshots(request)).rejects.toMatchObject({ code: 'QUERY_FAILED' });
    expect(lockers).toHaveLength(1);
    await expectUnlocked();
  });
});
