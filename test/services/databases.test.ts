import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { findFreePort } from './free-port.ts';
import type { DatabaseServer } from './index.ts';
import { runProgram } from './process.ts';
import {
  describeEachFlavor,
  describeEachServer,
  skippedTest,
  startPrivateServer,
} from './vitest.ts';

// A fake once, for a port that is taken after it was found.
vi.mock(import('./free-port.ts'), async (importOriginal) => {
  const original = await importOriginal();
  return { findFreePort: vi.fn(original.findFreePort) };
});

describeEachServer('a shared database server', (server) => {
  test('answers queries as an account with a password', async () => {
    expect(await server.query('SELECT VERSION() AS version')).toEqual([
      { version: server.version },
    ]);
    expect(server.password).not.toBe('');
  });

  test('has the binary log on and the event scheduler off', async () => {
    expect(await server.query('SELECT @@log_bin AS log, @@event_scheduler AS events')).toEqual([
      { log: 1, events: 'OFF' },
    ]);
  });

  test('restores SQL from a stream with the stock client, emoji included', async () => {
    const database = await server.createDatabase('restored');
    const sql = ['CREATE TABLE word (text VARCHAR(9));', "INSERT INTO word VALUES ('寿司🍣');"];
    await server.restore(database, Readable.from(sql));
    expect(await server.query(`SELECT text FROM \`${database}\`.word`)).toEqual([
      { text: '寿司🍣' },
    ]);
  });

  test('names its stock dump program, which dumps', async ({ skip }) => {
    const { dump } = server.stockTools;
    if (dump === undefined)
      return skip('no dump program (mariadb-dump or mysqldump) is installed here');
    const database = await server.createDatabase('stock');
    await server.query(`CREATE TABLE \`${database}\`.word (text VARCHAR(9))`);
    const env = { ...process.env, MYSQL_PWD: server.password };
    const printed = await runProgram(dump.command, [...dump.arguments, database], { env });
    expect(printed).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('CREATE TABLE `word`'),
    });
  });

  test('rejects a restore with the client’s own words', async () => {
    const database = await server.createDatabase('broken');
    const sql = 'CREATE TABLE fine (a INT); INSERT INTO missing VALUES (1);';
    await expect(server.restore(database, sql)).rejects.toThrow(/ERROR 1146 .*missing/s);
  });

  test('rejects a restore whose input fails with the input’s error', async () => {
    const input = new Readable({
      read() {
        this.destroy(new Error('the source broke'));
      },
    });
    await expect(server.restore(undefined, input)).rejects.toThrow('the source broke');
  });

  test('can not be stopped by one of the suites that share it', async () => {
    await expect(server.stop()).rejects.toThrow(/shared between suites/);
    await expect(server.kill()).rejects.toThrow(/shared between suites/);
  });

  test('has a private twin that can be killed, and leaves nothing when it is stopped', async () => {
    const twin = await startPrivateServer(server);
    const folder = await dataFolder(twin);
    expect(twin.port).not.toBe(server.port);
    await twin.kill();
    await expect(twin.query('SELECT 1')).rejects.toThrow();
    await twin.stop();
    expect(await accepts(twin.port)).toBe(false);
    if (server.address.containerId === undefined) expect(existsSync(folder)).toBe(false);
  });

  test('takes extra arguments for a private server', async () => {
    const twin = await startPrivateServer(server, { extraArguments: ['--max-connections=17'] });
    expect(await twin.query('SELECT @@max_connections AS connections')).toEqual([
      { connections: 17 },
    ]);
  });

  describe('whose starter is killed', () => {
    if (server.address.containerId !== undefined) {
      skippedTest('is cleaned up', 'containers are cleaned up by testcontainers');
      return;
    }

    test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
      'by %s ends and leaves no folder',
      async (signal) => {
        const program = fileURLToPath(new URL('./start-and-wait.ts', import.meta.url));
        const starter = spawn(process.execPath, ['--no-warnings', program, server.name], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        const [line] = await once(starter.stdout, 'data');
        const { port, folder } = JSON.parse(String(line)) as { port: number; folder: string };
        expect(await accepts(port)).toBe(true);
        expect(existsSync(folder)).toBe(true);
        starter.kill(signal);
        await vi.waitFor(
          async () => {
            expect(await accepts(port)).toBe(false);
            expect(existsSync(folder)).toBe(false);
          },
          { timeout: 60_000 },
        );
      },
    );
  });
});

describeEachFlavor('a server whose port is taken before it begins', (server) => {
  test('regression: takes another one', async (context) => {
    context.skip(server.address.containerId !== undefined, 'Docker finds the ports of containers');
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    vi.mocked(findFreePort).mockResolvedValueOnce(port);
    const twin = await startPrivateServer(server);
    expect(twin.port).not.toBe(port);
    expect(await twin.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

async function dataFolder(server: DatabaseServer): Promise<string> {
  const [row] = await server.query('SELECT @@datadir AS folder');
  return String(row?.['folder']);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
