/** What an account can't see is an error before the first byte, never a smaller dump. */

import { buffer } from 'node:stream/consumers';
import { type DumpOptions, dump } from '@dumpstream/core';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';
import { type Account, createAccount, dumpGrants } from './connections.ts';
import { failureAndBytes } from './failure.ts';

const schema = `CREATE TABLE items (id INT PRIMARY KEY, secret INT);
CREATE TABLE other (id INT);
CREATE VIEW names AS SELECT id FROM items;
CREATE TRIGGER keep BEFORE INSERT ON items FOR EACH ROW SET NEW.id = NEW.id;
CREATE PROCEDURE hidden() SELECT 1;
CREATE EVENT never ON SCHEDULE EVERY 1 YEAR DISABLE DO SELECT 1;`;

describeEachServer('an account', (server) => {
  let database = '';
  beforeAll(async () => {
    database = await server.createDatabase('hidden');
    await server.restore(database, schema);
  });

  async function expectRefusal(
    account: Account,
    options: Omit<DumpOptions, 'connection'>,
    ...parts: readonly string[]
  ): Promise<void> {
    const { error, bytes } = await failureAndBytes({
      connection: account.url(database),
      ...options,
    });
    expect({ code: error.code, bytes }).toEqual({ code: 'MISSING_PRIVILEGE', bytes: 0 });
    for (const part of parts) expect(error.message).toContain(part);
    expect(error.message).not.toContain(account.password);
  }

  async function expectWhole(
    account: Account,
    options: Omit<DumpOptions, 'connection'> = {},
  ): Promise<string> {
    const sql = await buffer(dump({ connection: account.url(database), ...options }));
    expect(sql.toString()).toContain('-- Dump completed');
    return sql.toString();
  }

  test.each([
    ['tables', 'SHOW VIEW, TRIGGER, EVENT, EXECUTE', 'GRANT SELECT ON `hidden_'],
    ['triggers', 'SELECT, SHOW VIEW, EVENT, EXECUTE', 'GRANT TRIGGER ON `hidden_'],
    ['events', 'SELECT, SHOW VIEW, TRIGGER, EXECUTE', 'GRANT EVENT ON `hidden_'],
    ['routines', 'SELECT, SHOW VIEW, TRIGGER, EVENT', routineGrant(server)],
    ['view', 'SELECT, TRIGGER, EVENT, EXECUTE', 'GRANT SHOW VIEW ON `hidden_'],
  ])('that may not see %s is told the GRANT, or leaves them out', async (kind, granted, help) => {
    const account = await createAccount(server, [`${granted} ON \`${database}\`.*`]);
    await expectRefusal(account, {}, ` ${kind} `, help, `TO '${account.user}'@'%'`);
    if (kind === 'tables') return;
    const without = { routines: false, [kind === 'view' ? 'views' : kind]: false };
    await expectWhole(account, without);
  });

  test('that may not see the body of a routine is told so before the first byte', async () => {
    const account = await createAccount(server, dumpGrants(database));
    await expectRefusal(
      account,
      {},
      `body of procedure \`${database}\`.\`hidden\``,
      routineGrant(server),
    );
  });

  test('with the printed GRANTs, run one after another, dumps everything', async () => {
    const account = await createAccount(server, [`INSERT ON \`${database}\`.*`]);
    for (let attempt = 0; attempt < 10; attempt++) {
      try {
        const sql = await expectWhole(account);
        for (const part of ['`items`', 'VIEW `names`', 'TRIGGER', '`hidden`', 'EVENT `never`']) {
          expect(sql).toContain(part);
        }
        return;
      } catch (error) {
        const grant = /Run: (GRANT .*? TO '.*?'@'%')\./.exec(String(error))?.[1];
        if (grant === undefined) throw error;
        await server.query(grant);
      }
    }
    throw new Error('Ten GRANTs did not do.');
  });

  test('with a name full of quotes is printed so that the GRANT can be run', async () => {
    const user = `it's\\ a "\`b`;
    const quoted = "'it''s\\\\ a \"`b'@'%'";
    await server.query(`CREATE USER ${quoted} IDENTIFIED BY 's3cret-quoted'`);
    onTestFinished(async () => {
      await server.query(`DROP USER ${quoted}`);
    });
    await server.query(`GRANT SELECT, SHOW VIEW, TRIGGER ON \`${database}\`.* TO ${quoted}`);
    const { host, port } = server;
    const connection = { host, port, user, password: 's3cret-quoted', database };
    const { error } = await failureAndBytes({ connection, routines: false });
    const grant = /Run: (GRANT EVENT .*)\. Or /.exec(error.message)?.[1];
    await server.query(String(grant));
    await buffer(dump({ connection, routines: false }));
  });

  test('with SELECT on some columns of a table is refused', async () => {
    const account = await createAccount(server, [`SELECT (id), TRIGGER ON \`${database}\`.items`]);
    await expectRefusal(
      account,
      { tables: ['items'] },
      `all columns of table \`${database}\`.\`items\``,
      `GRANT SELECT ON \`${database}\`.\`items\` TO`,
    );
  });

  test('needs privileges on the chosen tables alone', async () => {
    const account = await createAccount(server, [`SELECT, TRIGGER ON \`${database}\`.items`]);
    expect(await expectWhole(account, { tables: ['items'] })).toContain('CREATE TABLE `items`');
    const unseen = dump({ connection: account.url(database), tables: ['other'] });
    await expect(buffer(unseen)).rejects.toMatchObject({ code: 'UNKNOWN_TABLE' });
  });

  test('with a grant on a pattern of names sees what the pattern matches', async () => {
    const account = await createAccount(server, [
      'SELECT, SHOW VIEW, TRIGGER, EVENT ON `hidden\\_%`.*',
    ]);
    await expectWhole(account, { routines: false });
  });

  // Regression: of several grants that match, the server takes the most specific one alone.
  test.each([
    ['the name itself', (name: string) => name.replace('_', '\\_'), 'hidden\\_%'],
    ['a longer pattern', (name: string) => `${name.slice(0, -1).replace('_', '\\_')}%`, 'hidden%'],
  ])('is not given more by a pattern than by %s', async (_title, specific, pattern) => {
    const account = await createAccount(server, [
      `SELECT, SHOW VIEW, TRIGGER, EVENT ON \`${pattern}\`.*`,
      `SELECT, SHOW VIEW, TRIGGER ON \`${specific(database)}\`.*`,
    ]);
    // What the server says itself.
    const events = await eventsListedTo(account, database);
    expect(events).toEqual([]);
    await expectRefusal(account, { routines: false }, 'all events', 'GRANT EVENT ON');
  });

  test('with privileges through its default role dumps with them', async (context) => {
    if (server.version.startsWith('5.')) return context.skip('MySQL 5.7 has no roles');
    const account = await createAccount(server, []);
    const role = `r${account.user}`;
    await server.query(`CREATE ROLE ${role}`);
    onTestFinished(async () => {
      await server.query(`DROP ROLE ${role}`);
    });
    await server.query(
      `GRANT SELECT, SHOW VIEW, TRIGGER ON \`${database}\`.* TO ${role};
       GRANT ${role} TO '${account.user}'@'%'`,
    );
    await server.query(
      server.flavor === 'mariadb'
        ? `SET DEFAULT ROLE ${role} FOR '${account.user}'@'%'`
        : `SET DEFAULT ROLE ${role} TO '${account.user}'@'%'`,
    );
    await expectRefusal(account, { routines: false }, 'all events');
    await server.query(`GRANT EVENT ON \`${database}\`.* TO ${role}`);
    expect(await expectWhole(account, { routines: false })).toContain('EVENT `never`');
  });

  test('with a role that is not active is refused', async (context) => {
    if (server.version.startsWith('5.')) return context.skip('MySQL 5.7 has no roles');
    const account = await createAccount(server, []);
    const role = `r${account.user}`;
    await server.query(`CREATE ROLE ${role}`);
    onTestFinished(async () => {
      await server.query(`DROP ROLE ${role}`);
    });
    await server.query(
      `GRANT ALL ON \`${database}\`.* TO ${role}; GRANT ${role} TO '${account.user}'@'%';
       GRANT SELECT, SHOW VIEW, TRIGGER ON \`${database}\`.* TO '${account.user}'@'%'`,
    );
    await expectRefusal(account, { routines: false }, 'all events');
  });
});

function routineGrant(server: DatabaseServer): string {
  if (server.flavor === 'mariadb') {
    const [major = 0, minor = 0] = server.version.split('.').map(Number);
    return major > 11 || (major === 11 && minor >= 3)
      ? 'GRANT SHOW CREATE ROUTINE ON `hidden_'
      : 'GRANT SELECT ON mysql.proc';
  }
  return server.version.startsWith('5.')
    ? 'GRANT SELECT ON mysql.proc'
    : 'GRANT SHOW_ROUTINE ON *.*';
}

/** Events that the server itself lists to an account. */
async function eventsListedTo(account: Account, database: string): Promise<unknown> {
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection(account.url(database));
  try {
    const [rows] = await connection.query(
      'SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ?',
      [database],
    );
    return rows;
  } finally {
    await connection.end();
  }
}
