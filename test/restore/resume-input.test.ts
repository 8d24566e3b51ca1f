/** What a restore that goes on reads, and with which dumps and options it does so at all. */

import { hash } from 'node:crypto';
import type { DumpSource } from '@dumpstream/core';
import { expect, onTestFinished, test } from 'vitest';
import type { DatabaseServer } from '../services/database-server.ts';
import { describeEachFlavor, startPrivateServer } from '../services/vitest.ts';
import {
  dumpOf,
  expectEqual,
  failureOf,
  progress,
  restoreInto,
  sourceOf,
  streamOf,
  tablesIn,
} from './restored.ts';
import { StatementGate } from './statement-gate.ts';

/** The stream breaks off after some bytes. */
async function* broken(bytes: Buffer, length: number) {
  yield* streamOf(bytes.subarray(0, length));
  throw new Error('the network is gone');
}

/** The stream breaks off before the first statement that begins so. */
function brokenBefore(bytes: Buffer, text: string) {
  const length = bytes.indexOf(text);
  expect(length).toBeGreaterThan(0);
  return broken(bytes, length);
}

async function expectBroken(restoring: Promise<unknown>): Promise<void> {
  await expect(restoring).rejects.toThrow('the network is gone');
}

function counted(bytes: Buffer): DumpSource & { count: number } {
  const source = sourceOf(bytes);
  return {
    ...source,
    count: 0,
    async *read(start, end, signal) {
      for await (const chunk of source.read(start, end, signal)) {
        this.count += chunk.length;
        yield chunk;
      }
    },
  };
}

const kilobyte = { outputEncoding: 'hex', outputLength: 500 } as const;

async function shopOn(server: DatabaseServer, rowCount = 1000): Promise<string> {
  const shop = await server.createDatabase('shop');
  for (let first = 0; first < rowCount; first += 1000) {
    const rows = Array.from(
      { length: 1000 },
      // Compressed, it should still be large.
      (_, id) => `(${first + id},'${hash('shake256', String(first + id), kilobyte)}')`,
    );
    await server.query(
      `USE ${shop}; CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY, x TEXT);
       INSERT INTO a VALUES ${rows.join(',')}`,
    );
  }
  await server.query(
    `USE ${shop}; CREATE TABLE empty_table (id INT PRIMARY KEY);
     CREATE TABLE z (id INT PRIMARY KEY, x TEXT); INSERT INTO z SELECT * FROM a WHERE id < 500`,
  );
  await server.query(
    `USE ${shop}; CREATE TRIGGER t BEFORE INSERT ON z FOR EACH ROW SET NEW.x = 'fired'`,
  );
  await server.query(`USE ${shop}; CREATE PROCEDURE p() SELECT 1`);
  return shop;
}

describeEachFlavor('a restore that goes on', (server) => {
  test('reads around large tables that are in the target already', async () => {
    const shop = await shopOn(server, 8000);
    const plain = await dumpOf(server, shop, { netBufferLength: 50_000 });
    for (const compress of ['none', 'gzip', 'zstd'] as const) {
      const parallel = compress === 'none' ? 1 : 2;
      const bytes = await dumpOf(server, shop, { netBufferLength: 50_000, compress });
      const target = await server.createDatabase('target');
      // Behind the procedure, which waits for all rows.
      await expectBroken(
        restoreInto(server, brokenBefore(plain, 'TIME_ZONE=@OLD'), target, { parallel }),
      );
      // The snapshots differ in their times alone, which skipDumpDate leaves out.
      const source = counted(compress === 'none' ? plain : bytes);
      const summary = await restoreInto(server, source, target, { parallel, resume: true });
      expect(summary).toMatchObject({ resumed: true, rows: 8500 });
      expect(summary.tables).toContainEqual({ database: target, table: 'a', rows: 8000 });
      // Compressed, whole pieces are read.
      expect(source.count).toBeLessThan(source.bytes * (compress === 'none' ? 0.2 : 0.7));
      await expectEqual(server, shop, target);
    }
  });

  test('is refused with a dump whose definitions have changed', async () => {
    const shop = await shopOn(server);
    const bytes = await dumpOf(server, shop);
    const target = await server.createDatabase('target');
    await expectBroken(restoreInto(server, brokenBefore(bytes, 'CREATE TABLE `z`'), target));
    const changed = Buffer.from(
      bytes.toString('latin1').replace('CREATE TABLE `empty_table`', 'CREATE TABLE `other_table`'),
      'latin1',
    );
    const error = await failureOf(restoreInto(server, changed, target, { resume: true }));
    expect(error.code).toBe('CANNOT_RESUME');
    await restoreInto(server, bytes, target, { resume: true });
    await expectEqual(server, shop, target);
  });

  test('is refused with a file of the same beginning that has changed, before anything is written', async () => {
    const shop = await shopOn(server);
    const bytes = await dumpOf(server, shop);
    const target = await server.createDatabase('target');
    const source = sourceOf(bytes);
    const failing: DumpSource = {
      ...source,
      async *read(start, end, signal) {
        let at = start;
        for await (const chunk of source.read(start, end, signal)) {
          if (start === 0 && at > 300_000) throw new Error('the network is gone');
          at += chunk.length;
          yield chunk;
        }
      },
    };
    await expectBroken(restoreInto(server, failing, target));
    await server.query(`UPDATE ${shop}.z SET x = 'y' WHERE id = 499`);
    const changed = sourceOf(await dumpOf(server, shop));
    const error = await failureOf(restoreInto(server, changed, target, { resume: true }));
    expect(error.code).toBe('CANNOT_RESUME');
    expect(await tablesIn(server, target)).not.toContain('z');
  });

  test('is refused with other tables than it was begun with', async () => {
    const shop = await shopOn(server);
    const bytes = await dumpOf(server, shop);
    for (const [before, after] of [
      [['a', 'z'], undefined],
      [undefined, ['a', 'z']],
      [['a', 'z'], ['z']],
    ]) {
      const target = await server.createDatabase('target');
      const first = before === undefined ? {} : { tables: before };
      const second = after === undefined ? {} : { tables: after };
      await expectBroken(
        restoreInto(server, brokenBefore(bytes, 'INSERT INTO `z`'), target, first),
      );
      for (const input of [streamOf(bytes), sourceOf(bytes)]) {
        const error = await failureOf(
          restoreInto(server, input, target, { ...second, resume: true }),
        );
        expect(error.code).toBe('CANNOT_RESUME');
      }
      await restoreInto(server, bytes, target, { ...first, resume: true });
      expect(await tablesIn(server, target)).not.toContain(progress);
    }
  });

  test('is refused in another database than it was begun in', async () => {
    const shop = await shopOn(server);
    const bytes = await dumpOf(server, shop);
    const target = await server.createDatabase('target');
    const other = await server.createDatabase('other');
    await expectBroken(restoreInto(server, brokenBefore(bytes, 'INSERT INTO `z`'), target));
    const error = await failureOf(restoreInto(server, bytes, other, { resume: true }));
    expect(error.code).toBe('CANNOT_RESUME');
    expect(await tablesIn(server, other)).toEqual([]);
  });

  test('is exact after a statement was refused', async () => {
    const shop = await shopOn(server);
    const bytes = await dumpOf(server, shop);
    const target = await server.createDatabase('target');
    const user = `limited_${target.slice(-8)}`;
    await server.query(
      `CREATE USER ${user}@'%' IDENTIFIED BY 'a-Long-passw0rd'; GRANT ALL ON ${target}.* TO ${user}@'%';
       REVOKE TRIGGER ON ${target}.* FROM ${user}@'%'`,
    );
    onTestFinished(async () => void (await server.query(`DROP USER ${user}@'%'`)));
    const connection = server
      .url(target)
      .replace(`${server.user}:${encodeURIComponent(server.password)}`, `${user}:a-Long-passw0rd`);
    const refused = await failureOf(restoreInto(server, bytes, target, { connection }));
    expect(refused.code).toBe('MISSING_PRIVILEGE');
    expect(refused.message).toContain('resume');
    const { rows } = await restoreInto(server, bytes, target, { resume: true });
    expect(rows).toBe(1500);
    await expectEqual(server, shop, target);
  });

  test('takes more databases, or fewer, than it was begun with', async () => {
    const own = await startPrivateServer(server);
    const [first, second, third] = [await shopOn(own), await shopOn(own), await shopOn(own)];
    const databases = [first, second, third].sort();
    const bytes = await dumpOf(own, first, { databases });
    await own.query(databases.map((name) => `DROP DATABASE ${name}`).join(';'));
    const [before = '', middle = '', behind = ''] = databases;
    const connection = own.url('');
    const inMiddle = bytes.indexOf('INSERT INTO `z`', bytes.indexOf(`USE \`${middle}\``));
    await expectBroken(
      restoreInto(own, broken(bytes, inMiddle), '', { connection, databases: [middle] }),
    );
    // Of another dump, and none of the three.
    const other = await own.createDatabase('other');
    const otherShop = await shopOn(own);
    const otherBytes = await dumpOf(own, otherShop, { tables: ['a', 'z'] });
    await expectBroken(
      restoreInto(own, brokenBefore(otherBytes, 'INSERT INTO `z`'), other, { tables: ['a', 'z'] }),
    );
    await restoreInto(own, bytes, '', { connection, databases: [before, middle], resume: true });
    await expectEqual(own, otherShop, before);
    await expectEqual(own, otherShop, middle);
    expect(await own.query(`SHOW DATABASES LIKE '${behind}'`)).toEqual([]);
    await restoreInto(own, otherBytes, other, { tables: ['a', 'z'], resume: true });
  });

  test('ends where it was killed as it took its traces off several databases', async () => {
    const own = await startPrivateServer(server);
    const databases = [await shopOn(own), await shopOn(own)].sort();
    const [first = '', second = ''] = databases;
    const bytes = await dumpOf(own, first, { databases });
    await own.query(databases.map((name) => `DROP DATABASE ${name}`).join(';'));
    await using gate = await StatementGate.start(own.port);
    for (const place of ['before', 'after'] as const) {
      const reached = gate.hold({
        place,
        pattern: new RegExp(`^DROP TABLE .*${place === 'before' ? second : first}.*_dumpstream`),
        behind: /'whole'/,
      });
      const connection = own.url('').replace(`:${own.port}/`, `:${gate.port}/`);
      const failure = failureOf(
        restoreInto(own, streamOf(bytes), '', { connection, databases: 'all' }),
      );
      await Promise.race([reached, failure]);
      gate.cut();
      expect((await failure).code).toBe('CONNECTION_LOST');
      const options = { connection: own.url(''), databases: 'all', resume: true } as const;
      const summary = await restoreInto(own, streamOf(bytes), '', options);
      expect(summary).toMatchObject({ resumed: true, rows: 3000 });
      await expectEqual(own, first, second);
      expect([...(await tablesIn(own, first)), ...(await tablesIn(own, second))]).toEqual([
        ...['a', 'empty_table', 'z', 'a', 'empty_table', 'z'],
      ]);
      await own.query(databases.map((name) => `DROP DATABASE ${name}`).join(';'));
    }
  });
});
