/** Database servers out of the package archives of Debian and Ubuntu; nothing gets installed. */

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatabaseOffer, unavailable } from './database-server.ts';
import { removeOtherMariadbAccounts } from './installed-database.ts';
import {
  initialFolders,
  type ServerProgram,
  startLocalServer,
  userArguments,
} from './local-database.ts';
import { type PackageSet, PackagesUnavailableError, unpackPackages } from './package-archive.ts';
import { cachedFolder } from './paths.ts';
import { runProgram, runProgramSuccessfully } from './process.ts';
import { mariadbArguments, type StockProgram, type StockTools } from './stock-tools.ts';
import { unpackedProgram } from './unpacked-root.ts';

/** Names of a server that there are packages of. */
export interface PackagedServer {
  readonly name: string;
  /** Its name where it is installed on the machine. */
  readonly sameAs: string;
}

interface ServerPackages extends PackagedServer, PackageSet {
  readonly flavor: 'mysql' | 'mariadb';
}

const UBUNTU = 'http://archive.ubuntu.com/ubuntu';
const DEBIAN = 'http://deb.debian.org/debian';

const SERVERS: readonly ServerPackages[] = [
  {
    name: 'mysql-8.0',
    flavor: 'mysql',
    sameAs: 'mysql-8.0',
    distribution: 'ubuntu',
    sources: [`${UBUNTU} noble main`, `${UBUNTU} noble-updates main`],
    packages: ['mysql-server-core-8.0', 'mysql-client-core-8.0'],
  },
  {
    name: 'mysql-8.4',
    flavor: 'mysql',
    sameAs: 'mysql-8.4',
    distribution: 'ubuntu',
    sources: [`${UBUNTU} resolute main`, `${UBUNTU} resolute-updates main`],
    packages: ['mysql-server-core', 'mysql-client-core'],
  },
  {
    name: 'mysql-9',
    flavor: 'mysql',
    sameAs: 'mysql-9.7',
    distribution: 'debian',
    sources: [`${DEBIAN} sid main`],
    packages: ['mysql-server-core', 'mysql-client-core'],
  },
  {
    name: 'mariadb-11',
    flavor: 'mariadb',
    sameAs: 'mariadb-11.8',
    distribution: 'debian',
    sources: [`${DEBIAN} trixie main`, `${DEBIAN}-security trixie-security main`],
    packages: ['mariadb-server-core', 'mariadb-client-core', 'mariadb-client'],
  },
];

/**
 * Offers MySQL 8.0, 8.4 and 9 and MariaDB 11 on Linux x64. Their packages are fetched when first
 * asked for, in the newest version of that day, which is then kept until the cache is removed.
 *
 * @param isWanted - which of them to look at
 */
export function packageArchiveOffers(
  isWanted: (kind: PackagedServer) => boolean,
): Promise<DatabaseOffer[]> {
  return Promise.all(SERVERS.filter(isWanted).map(offer));
}

async function offer(packages: ServerPackages): Promise<DatabaseOffer> {
  const { name } = packages;
  try {
    const content = JSON.stringify([packages.sources, packages.packages, KEPT]);
    const key = createHash('sha256').update(content).digest('hex').slice(0, 12);
    const root = await cachedFolder(`packages/${name}-${key}`, (folder) =>
      unpackServer(packages, folder),
    );
    const program = await serverProgram(packages, root);
    return {
      name,
      unavailable: undefined,
      start: (options) => startLocalServer(program, options),
    };
  } catch (error) {
    if (!(error instanceof PackagesUnavailableError)) throw error;
    return unavailable(name, error.message);
  }
}

/** What of the packages is kept; the rest is many times as large. */
const KEPT = {
  programs: ['mysql', 'mysqldump', 'mariadb', 'mariadb-dump'],
  shared: ['mysql', 'mariadb'],
};

async function unpackServer(packages: ServerPackages, folder: string): Promise<void> {
  await unpackPackages(packages, folder);
  await removeAllBut(join(folder, 'usr', 'bin'), KEPT.programs);
  await removeAllBut(join(folder, 'usr', 'share'), KEPT.shared);
}

async function removeAllBut(folder: string, kept: readonly string[]): Promise<void> {
  const left = (await readdir(folder)).filter((name) => !kept.includes(name));
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true })));
}

async function serverProgram(packages: ServerPackages, root: string): Promise<ServerProgram> {
  const { name, flavor } = packages;
  const isMysql = flavor === 'mysql';
  const shared = join(root, 'usr', 'share', flavor);
  const server = unpackedProgram(root, isMysql ? 'usr/sbin/mysqld' : 'usr/sbin/mariadbd');
  const printed = await runProgram(server.command, [
    ...server.arguments,
    '--no-defaults',
    '--version',
  ]);
  const programVersion = / Ver (\S+)/.exec(printed.stdout)?.[1];
  if (programVersion === undefined) {
    const [line = ''] = printed.stderr.trim().split('\n');
    throw new PackagesUnavailableError(`its program does not run here: ${line}`);
  }
  const folders = [
    `--basedir=${join(root, 'usr')}`,
    `--lc-messages-dir=${shared}`,
    `--character-sets-dir=${join(shared, 'charsets')}`,
    `--plugin-dir=${join(root, 'usr', 'lib', 'mysql', 'plugin')}`,
  ];
  return {
    name,
    flavor,
    programVersion,
    command: server.command,
    programArguments: server.arguments,
    arguments: isMysql ? [...folders, ...MYSQL_ARGUMENTS] : folders,
    tools: unpackedTools(root, flavor, shared),
    async initialize(dataFolder) {
      const own = ['--no-defaults', ...folders, ...userArguments, ...initialFolders(dataFolder)];
      const run = (initialArguments: readonly string[], input?: string) =>
        runProgramSuccessfully(
          server.command,
          [...server.arguments, ...own, ...initialArguments],
          input === undefined ? {} : { input },
        );
      if (isMysql) {
        // The redo log grows to its usual size in each server; the template is copied often.
        await run(['--initialize-insecure', '--innodb-redo-log-capacity=8M']);
      } else {
        await mkdir(dataFolder);
        await run(['--bootstrap'], await mariadbSystemTables(shared));
      }
    },
  };
}

const MYSQL_ARGUMENTS: readonly string[] = [
  // A second protocol on a fixed port.
  '--mysqlx=OFF',
  // 150 MB of memory less: the performance schema is made for as many tables, and from 8.4 on the
  // log buffer is four times as large.
  '--table-open-cache=400',
  '--table-definition-cache=400',
  '--innodb-log-buffer-size=16M',
];

/** What `mariadb-install-db` does; the script itself can't start a program through a loader. */
async function mariadbSystemTables(shared: string): Promise<string> {
  const files = [
    'mariadb_system_tables.sql',
    'mariadb_performance_tables.sql',
    'mariadb_system_tables_data.sql',
    'maria_add_gis_sp_bootstrap.sql',
    'mariadb_sys_schema.sql',
  ];
  const texts = await Promise.all(files.map((file) => readFile(join(shared, file), 'utf8')));
  const start = ['CREATE DATABASE mysql;', 'USE mysql;', 'SET @auth_root_socket = NULL;'];
  return [...start, ...texts, removeOtherMariadbAccounts].join('\n');
}

function unpackedTools(root: string, flavor: 'mysql' | 'mariadb', shared: string): StockTools {
  const program = (path: string): StockProgram => {
    const { command, arguments: loader } = unpackedProgram(root, path);
    const own = ['--no-defaults', `--character-sets-dir=${join(shared, 'charsets')}`];
    const ssl = flavor === 'mariadb' ? mariadbArguments : [];
    return { command, arguments: [...loader, ...own, ...ssl] };
  };
  const dump = flavor === 'mariadb' ? 'usr/bin/mariadb-dump' : 'usr/bin/mysqldump';
  return { client: program(`usr/bin/${flavor}`), dump: program(dump) };
}
