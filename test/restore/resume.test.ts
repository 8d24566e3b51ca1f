/** A restore that has failed goes on from where it stopped, and what comes of it is exact. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { DatabaseServer } from '../services/database-server.ts';
import { createTemporaryFolder } from '../services/index.ts';
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

describeEachFlavor('a restore that goes on', (server) => {
  async function shopOn(on: DatabaseServer): Promise<{ shop: string; bytes: Buffer }> {
    const shop = await on.createDatabase('shop');
    const rows = Array.from({ length: 3000 }, (_, id) => `(${id},'${'x'.repeat(1000)}')`).join(',');
    await on.query(
      `USE ${shop}; CREATE TABLE a (id INT PRIMARY KEY, x TEXT); INSERT INTO a VALUES ${rows};
       CREATE TABLE b (id INT, x TEXT); INSERT INTO b VALUES ${rows};
       CREATE TABLE m (id INT, x TEXT, KEY (id)) ENGINE=MyISAM; INSERT INTO m VALUES ${rows};
       CREATE TABLE z (id INT PRIMARY KEY, x TEXT); INSERT INTO z VALUES ${rows};
       CREATE VIEW v AS SELECT id FROM a`,
    );
    await on.query(`USE ${shop}; CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.x = 'q'`);
    await on.query(`USE ${shop}; CREATE PROCEDURE p() SELECT 1`);
    return { shop, bytes: await dumpOf(on, shop, { netBufferLength: 100_000 }) };
  }

  /** The stream breaks off after some bytes. */
  async function* broken(bytes: Buffer, length: number) {
    yield* streamOf(bytes.subarray(0, length));
    throw new Error('the network is gone');
  }

  test('is exact wherever the input broke off', async () => {
    const { shop, bytes } = await shopOn(server);
    for (const parallel of [1, 2]) {
      const target = await server.createDatabase('target');
      let resume = false;
      for (const part of [0.2, 0.45, 0.55, 0.6, 0.8, 0.9999]) {
        const length = Math.floor(bytes.length * part);
        const restoring = restoreInto(server, broken(bytes, length), target, { parallel, resume });
        await expect(restoring).rejects.toThrow('the network is gone');
        expect(await tablesIn(server, target)).toContain(progress);
        resume = true;
      }
      const summary = await restoreInto(server, sourceOf(bytes), target, { parallel, resume });
      expect(summary).toMatchObject({ resumed: true, rows: 12_000 });
      await expectEqual(server, shop, target);
    }
  });

  /** A restore that was broken off behind the first rows, and a session that looks at its progress. */
  async function brokenOff() {
    const { shop } = await shopOn(server);
    // ALTER DATABASE of MySQL waits for whoever reads a table there.
    const bytes = await dumpOf(server, shop, { netBufferLength: 100_000, noCreateDb: true });
    const target = await server.createDatabase('target');
    const length = Math.floor(bytes.length * 0.4);
    const restoring = restoreInto(server, broken(bytes, length), target, { parallel: 1 });
    await expect(restoring).rejects.toThrow('the network is gone');
    const other = await server.connect();
    onTestFinished(() => other.close());
    return { shop, bytes, target, other, table: `${target}.${progress}` };
  }

  test('waits for a transaction of somebody who is gone', async () => {
    const { shop, bytes, target, other, table } = await brokenOff();
    await other.query(`BEGIN; DELETE FROM ${table} WHERE what = 'rows'`);
    const restoring = restoreInto(server, sourceOf(bytes), target, { resume: true });
    const ended = restoring.then(() => 'restored', String);
    expect(await Promise.race([ended, sleep(500, 'waits')])).toBe('waits');
    await other.query('ROLLBACK');
    expect(await ended).toBe('restored');
    await expectEqual(server, shop, target);
  });

  // MySQL 8.4 keeps such a lock for ever where it is asked for as a crash is being recovered from.
  test('needs no lock of what the one before has written down', async () => {
    const { shop, bytes, target, other, table } = await brokenOff();
    const [record] = await other.query(`SELECT first FROM ${table} WHERE what = 'rows'`);
    await other.query(
      `BEGIN; SELECT * FROM ${table} WHERE what = 'rows' AND first = ${record?.['first']} FOR UPDATE`,
    );
    const restoring = restoreInto(server, sourceOf(bytes), target, { resume: true });
    const ended = restoring.then(() => 'restored', String);
    // All is there but for the table of the progress, which waits for the other transaction.
    const isThere = async () => (await tablesIn(server, target)).includes('v');
    await Promise.race([ended, vi.waitUntil(isThere, { timeout: 40_000, interval: 100 })]);
    await other.query('ROLLBACK');
    expect(await ended).toBe('restored');
    await expectEqual(server, shop, target);
  });

  test('is exact after the process was killed', async () => {
    const { shop, bytes } = await shopOn(server);
    const folder = await createTemporaryFolder('resume');
    onTestFinished(() => folder.remove());
    const file = join(folder.path, 'dump.sql');
    await writeFile(file, bytes);
    const target = await server.createDatabase('target');
    const run = async (resume: boolean, killAfter: number): Promise<boolean> => {
      const program = `
        import { createReadStream } from 'node:fs';
        import { restore } from '@dumpstream/core';
        await restore(createReadStream(process.argv[1]), {
          connection: process.argv[2], parallel: 2, resume: ${resume},
          onProgress: ({ rows }) => {
            // With the last row it may have ended, and nothing is left to go on with.
            if (rows > ${killAfter} && rows < 12_000) process.kill(process.pid, 'SIGKILL');
          },
        });`;
      const child = spawn(
        process.execPath,
        ['--input-type=module', '--eval', program, file, server.url(target)],
        { stdio: ['ignore', 'ignore', 'pipe'], cwd: import.meta.dirname },
      );
      let errors = '';
      child.stderr.on('data', (chunk) => {
        errors += String(chunk);
      });
      const [code, signal] = await once(child, 'exit');
      if (code !== 0 && signal === null) throw new Error(errors);
      return code === 0;
    };
    let killed = 0;
    let done = await run(false, 100);
    for (const rows of [2000, 4000, 7000, 9500]) {
      if (!done) killed += 1;
      if (!done) done = await run(true, rows);
    }
    if (!done) done = await run(true, Number.MAX_SAFE_INTEGER);
    expect(killed).toBeGreaterThan(0);
    expect(done).toBe(true);
    await expectEqual(server, shop, target);
  });

  test('is exact after the server was killed', async () => {
    const own = await startPrivateServer(server);
    const { shop, bytes } = await shopOn(server);
    const target = await own.createDatabase('target');
    let resume = false;
    // Its connections are cut, in the middle of whatever they do.
    for (const part of [0.3, 0.5, 0.7]) {
      async function* cut() {
        yield* streamOf(bytes.subarray(0, Math.floor(bytes.length * part)));
        const sessions = await own.query(
          `SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '${target}'`,
        );
        for (const session of sessions) {
          await own.query(`KILL ${session['ID'] ?? session['id']}`).catch(() => []);
        }
        yield* streamOf(bytes.subarray(Math.floor(bytes.length * part)));
      }
      const error = await failureOf(restoreInto(own, cut(), target, { parallel: 2, resume }));
      expect(error.code).toBe('CONNECTION_LOST');
      expect(error.message).toContain('resume');
      resume = true;
    }
    await restoreInto(own, bytes, target, { resume, parallel: 2 });
    const first = await dumpOf(server, shop);
    const second = await dumpOf(own, target);
    const rows = (dump: Buffer) => dump.toString('latin1').match(/^INSERT[^;]*/gm);
    expect(rows(second)).toEqual(rows(first));
  });

  test('needs something to go on with, of the same dump', async () => {
    const { bytes } = await shopOn(server);
    const target = await server.createDatabase('target');
    const nothing = await failureOf(restoreInto(server, bytes, target, { resume: true }));
    expect(nothing.code).toBe('CANNOT_RESUME');
    const length = Math.floor(bytes.length / 2);
    await expect(restoreInto(server, broken(bytes, length), target)).rejects.toThrow('network');
    const again = await failureOf(restoreInto(server, bytes, target));
    expect(again.code).toBe('TARGET_NOT_EMPTY');
    const changed = Buffer.from(bytes.toString('latin1').replace("(7,'x", "(7,'y"), 'latin1');
    const other = await shopOn(server);
    for (const input of [
      changed,
      await dumpOf(server, other.shop, { hexBlob: true, tables: ['z'] }),
    ]) {
      const error = await failureOf(restoreInto(server, input, target, { resume: true }));
      expect(error.code).toBe('CANNOT_RESUME');
    }
    const foreign = '-- MySQL dump 10.13\nCREATE TABLE t (id INT);\n-- Dump completed\n';
    const error = await failureOf(restoreInto(server, foreign, target, { resume: true }));
    expect(error.code).toBe('CANNOT_RESUME');
    await restoreInto(server, bytes, target, { force: true });
    expect(await tablesIn(server, target)).not.toContain(progress);
  });
});
