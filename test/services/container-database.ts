/** Database servers in containers, where Docker is reachable. */

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectedServer, runQuery } from './connected-server.ts';
import {
  type DatabaseOffer,
  type DatabaseServer,
  type DatabaseStartOptions,
  unavailable,
} from './database-server.ts';
import { dockerProblem } from './docker.ts';
import { runProgramSuccessfully } from './process.ts';
import type { StockProgram, StockTools } from './stock-tools.ts';

const IMAGES = [
  { name: 'mysql-8.0', flavor: 'mysql', image: 'mysql:8.0' },
  { name: 'mysql-8.4', flavor: 'mysql', image: 'mysql:8.4' },
  { name: 'mysql-9', flavor: 'mysql', image: 'mysql:9' },
  { name: 'mariadb-11', flavor: 'mariadb', image: 'mariadb:11' },
] as const;

const USER = 'root';
const SERVER_PORT = 3306;
const START_SECONDS = 120;

/** Offers the servers that run from Docker images; with the reason where Docker can't be reached. */
export async function containerDatabaseOffers(): Promise<DatabaseOffer[]> {
  const problem = await dockerProblem();
  return IMAGES.map((kind) =>
    problem === undefined
      ? { name: kind.name, unavailable: undefined, start: (options) => start(kind, options) }
      : unavailable(kind.name, problem),
  );
}

async function start(
  kind: (typeof IMAGES)[number],
  options: DatabaseStartOptions = {},
): Promise<DatabaseServer> {
  // Slow to load, and rarely needed.
  const { GenericContainer } = await import('testcontainers');
  const password = `secret-${randomBytes(9).toString('base64url')}`;
  const container = await new GenericContainer(kind.image)
    .withEnvironment({ MYSQL_ROOT_PASSWORD: password, MARIADB_ROOT_PASSWORD: password })
    .withExposedPorts(SERVER_PORT)
    .withStartupTimeout(START_SECONDS * 1000)
    .withCommand([
      '--server-id=1',
      '--log-bin=binlog',
      '--binlog-format=ROW',
      '--event-scheduler=OFF',
      '--character-set-server=utf8mb4',
      '--innodb-buffer-pool-size=128M',
      '--innodb-flush-log-at-trx-commit=2',
      '--sync-binlog=0',
      '--secure-file-priv=/tmp',
      ...(options.extraArguments ?? []),
    ])
    .start();
  try {
    const port = container.getMappedPort(SERVER_PORT);
    const version = await waitUntilReady(kind.name, { port, user: USER, password });
    return connectedServer(
      {
        name: kind.name,
        flavor: kind.flavor,
        version,
        port,
        user: USER,
        password,
        containerId: container.getId(),
        stockTools: containerTools(kind.flavor, container.getId()),
      },
      {
        async kill() {
          await runProgramSuccessfully('docker', ['kill', '--signal=KILL', container.getId()]);
        },
        async restart() {
          throw new Error(`The ${kind.name} server runs in a container and can't be restarted.`);
        },
        async stop() {
          await container.stop({ remove: true, removeVolumes: true });
        },
      },
    );
  } catch (error) {
    await container.stop({ remove: true, removeVolumes: true });
    throw error;
  }
}

/** The server's own programs are in its container. */
function containerTools(flavor: 'mysql' | 'mariadb', containerId: string): StockTools {
  const program = (name: string): StockProgram => {
    const exec = ['exec', '--interactive', '--env', 'MYSQL_PWD', containerId];
    return { command: 'docker', arguments: [...exec, name, '--no-defaults', `--user=${USER}`] };
  };
  return {
    client: program(flavor),
    dump: program(flavor === 'mysql' ? 'mysqldump' : 'mariadb-dump'),
  };
}

/** The images first run a server without network to set the password, so ask until one answers. */
async function waitUntilReady(
  name: string,
  account: { readonly port: number; readonly user: string; readonly password: string },
): Promise<string> {
  const deadline = Date.now() + START_SECONDS * 1000;
  for (;;) {
    try {
      const [row] = await runQuery(account, 'SELECT VERSION() AS version');
      return String(row?.['version']);
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error(`${name} gave no answer in ${START_SECONDS} s`, { cause: error });
      }
      await sleep(200);
    }
  }
}
