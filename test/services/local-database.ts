/** Starts a server program of this machine with a data folder of its own. */

import { randomBytes } from 'node:crypto';
import { cp, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectedServer, runQuery } from './connected-server.ts';
import type { DatabaseServer, DatabaseStartOptions } from './database-server.ts';
import { findFreePort } from './free-port.ts';
import { cachedFolder } from './paths.ts';
import { type BackgroundProcess, startProgram } from './process.ts';
import { type StockTools, toolsFor } from './stock-tools.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** A server program, and how its data folder is made. */
export interface ServerProgram {
  readonly name: string;
  readonly flavor: 'mysql' | 'mariadb';
  /** The exact version: data folders of one are not used for another. */
  readonly programVersion: string;
  readonly command: string;
  /** Arguments that come before `--no-defaults`, by default none: the command may be a loader. */
  readonly programArguments?: readonly string[];
  /** Arguments that the program always needs. */
  readonly arguments: readonly string[];
  /** Its client and dump programs, not yet told where the server is. */
  readonly tools: StockTools;
  readonly env?: NodeJS.ProcessEnv;
  /** Makes a data folder with the account `root@localhost` and no password. */
  initialize(dataFolder: string): Promise<void>;
}

/**
 * Where a server that is being initialized works. Not in the machine's temporary folder: each server
 * that starts removes the temporary tables of others there.
 */
export function initialFolders(dataFolder: string): readonly string[] {
  return [`--datadir=${dataFolder}`, `--tmpdir=${dirname(dataFolder)}`];
}

const USER = 'root';
const START_SECONDS = 120;

/**
 * `--user` of the server programs: they refuse to run as root unless told to.
 */
export const userArguments: readonly string[] = process.getuid?.() === 0 ? ['--user=root'] : [];

/** Starts the program; resolves once it answers queries. */
export async function startLocalServer(
  program: ServerProgram,
  options: DatabaseStartOptions = {},
): Promise<DatabaseServer> {
  const template = await cachedFolder(
    `databases/${program.name}-${program.programVersion}`,
    async (folder) => program.initialize(join(folder, 'data')),
  );
  const folder = await createTemporaryFolder(program.name);
  let running: BackgroundProcess | undefined;
  try {
    const dataFolder = join(folder.path, 'data');
    await cp(join(template, 'data'), dataFolder, { recursive: true });
    // MySQL's server_uuid: a replica needs one of its own.
    await rm(join(dataFolder, 'auto.cnf'), { force: true });
    await mkdir(join(folder.path, 'tmp'));
    const password = `secret-${randomBytes(9).toString('base64url')}`;
    const passwordFile = join(folder.path, 'password.sql');
    await writeFile(passwordFile, passwordStatements(password), { mode: 0o600 });
    let port = await findFreePort();
    const log = join(folder.path, 'server.log');
    const run = (): Promise<BackgroundProcess> =>
      startServer(
        program,
        [
          ...commonArguments(folder.path, port),
          `--init-file=${passwordFile}`,
          ...(options.extraArguments ?? []),
        ],
        log,
      );
    let version: string | undefined;
    for (let attempt = 1; version === undefined; attempt++) {
      running = await run();
      try {
        version = await waitUntilReady(program, running, log, { port, user: USER, password });
      } catch (error) {
        // Another server that starts at this moment has been given the same one.
        const isTaken = /address already in use/i.test(await readFile(log, 'utf8'));
        if (attempt === 3 || !isTaken) throw error;
        await running.kill();
        port = await findFreePort();
      }
    }
    if (running === undefined) throw new Error(`${program.name} was not started.`);
    let server = running;
    return connectedServer(
      {
        name: program.name,
        flavor: program.flavor,
        version,
        port,
        user: USER,
        password,
        containerId: undefined,
        stockTools: toolsFor(program.tools, USER, port),
      },
      {
        kill: () => server.kill(),
        async restart() {
          await server.kill();
          server = await run();
          await waitUntilReady(program, server, log, { port, user: USER, password });
        },
        async stop() {
          // Nothing in the folder is needed any more, so there is no reason to wait for a tidy end.
          await server.kill();
          await folder.remove();
        },
      },
    );
  } catch (error) {
    await running?.kill();
    await folder.remove();
    throw error;
  }
}

/** @param log - what it prints is added to it */
async function startServer(
  program: ServerProgram,
  serverArguments: readonly string[],
  log: string,
): Promise<BackgroundProcess> {
  const output = await open(log, 'a');
  try {
    return await startProgram(
      program.command,
      [
        ...(program.programArguments ?? []),
        // --no-defaults must come before all others, or the machine's own configuration is read.
        '--no-defaults',
        ...program.arguments,
        ...serverArguments,
      ],
      { stdio: ['ignore', output.fd, output.fd], ...(program.env ? { env: program.env } : {}) },
    );
  } finally {
    await output.close();
  }
}

function commonArguments(folder: string, port: number): string[] {
  return [
    ...userArguments,
    `--datadir=${join(folder, 'data')}`,
    `--socket=${join(folder, 'server.sock')}`,
    `--pid-file=${join(folder, 'server.pid')}`,
    `--tmpdir=${join(folder, 'tmp')}`,
    `--secure-file-priv=${folder}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--server-id=1',
    '--log-bin=binlog',
    '--binlog-format=ROW',
    '--event-scheduler=OFF',
    '--character-set-server=utf8mb4',
    '--innodb-buffer-pool-size=128M',
    // The kernel's slots for native AIO run out where several servers run.
    '--innodb-use-native-aio=0',
    // The data is thrown away, so it need not survive a power cut.
    '--innodb-flush-log-at-trx-commit=2',
    '--sync-binlog=0',
  ];
}

/** Every statement on one line: MySQL 5.7 reads init files so. */
function passwordStatements(password: string): string {
  return `SET SESSION sql_log_bin = 0;
ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}';
`;
}

async function waitUntilReady(
  program: ServerProgram,
  running: BackgroundProcess,
  log: string,
  account: { readonly port: number; readonly user: string; readonly password: string },
): Promise<string> {
  const deadline = Date.now() + START_SECONDS * 1000;
  let lastError: unknown;
  while (!running.exited && Date.now() < deadline) {
    try {
      const [row] = await runQuery(account, 'SELECT VERSION() AS version');
      return String(row?.['version']);
    } catch (error) {
      lastError = error;
      await sleep(50);
    }
  }
  const reason = running.exited ? 'it ended' : `no answer in ${START_SECONDS} s`;
  const tail = (await readFile(log, 'utf8')).trim().split('\n').slice(-15).join('\n');
  throw new Error(`${program.name} did not start: ${reason}. The end of its log:\n${tail}`, {
    cause: lastError,
  });
}
