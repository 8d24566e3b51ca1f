/** The server that is installed on this machine: MariaDB, or MySQL where that is what there is. */

import { type DatabaseOffer, unavailable } from './database-server.ts';
import {
  initialFolders,
  type ServerProgram,
  startLocalServer,
  userArguments,
} from './local-database.ts';
import { exists } from './paths.ts';
import { runProgram, runProgramSuccessfully } from './process.ts';
import { findInstalledTools } from './stock-tools.ts';

/** Debian keeps server programs where only root's PATH looks. */
const env = {
  ...process.env,
  PATH: `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`,
};

/** MariaDB's system tables come with nameless accounts, which win over those for any host ('%'). */
export const removeOtherMariadbAccounts = `DELETE FROM mysql.global_priv
  WHERE NOT (User = 'root' AND Host = 'localhost') AND User <> 'mariadb.sys';
`;

/** Offers the installed `mariadbd` or `mysqld`. */
export async function installedDatabaseOffer(): Promise<DatabaseOffer> {
  const program = await findServerProgram();
  if (program === undefined) {
    return unavailable('mariadb', 'neither mariadbd nor mysqld is installed here');
  }
  const tools = await findInstalledTools();
  if (tools === undefined) {
    return unavailable(program.name, 'no client program (mariadb or mysql) is installed here');
  }
  if (program.flavor === 'mysql' && (await exists('/etc/apparmor.d/usr.sbin.mysqld'))) {
    return unavailable(program.name, 'AppArmor keeps the installed mysqld to its own folders');
  }
  return {
    name: program.name,
    unavailable: undefined,
    start: (options) => startLocalServer({ ...program, tools }, options),
  };
}

async function findServerProgram(): Promise<Omit<ServerProgram, 'tools'> | undefined> {
  for (const command of ['mariadbd', 'mysqld']) {
    const printed = await runProgram(command, ['--no-defaults', '--version'], { env }).catch(
      () => undefined,
    );
    const version = / Ver (\d+\.\d+)(\S*)/.exec(printed?.stdout ?? '');
    if (version === null) continue;
    const flavor = version[2]?.includes('MariaDB') ? 'mariadb' : 'mysql';
    return {
      name: `${flavor}-${version[1]}`,
      flavor,
      programVersion: `${version[1]}${version[2]}`,
      command,
      arguments: [],
      env,
      initialize: flavor === 'mariadb' ? initializeMariadb : initializeMysql,
    };
  }
  return undefined;
}

async function initializeMariadb(dataFolder: string): Promise<void> {
  await runProgramSuccessfully(
    'mariadb-install-db',
    [
      '--no-defaults',
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...userArguments,
      ...initialFolders(dataFolder),
    ],
    { env },
  );
  await runProgramSuccessfully(
    'mariadbd',
    ['--no-defaults', ...userArguments, ...initialFolders(dataFolder), '--bootstrap'],
    { env, input: removeOtherMariadbAccounts },
  );
}

async function initializeMysql(dataFolder: string): Promise<void> {
  await runProgramSuccessfully(
    'mysqld',
    ['--no-defaults', '--initialize-insecure', ...userArguments, ...initialFolders(dataFolder)],
    { env },
  );
}
