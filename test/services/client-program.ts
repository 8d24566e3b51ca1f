/** Restores SQL with the stock client program, as a user would. */

import type { Readable } from 'node:stream';
import type { DatabaseAddress } from './database-server.ts';
import { type RunOptions, runProgram } from './process.ts';

/** The stock client program of this machine. */
export interface ClientProgram {
  readonly command: 'mariadb' | 'mysql';
  readonly arguments: readonly string[];
}

let found: Promise<ClientProgram | undefined> | undefined;

/** Finds `mariadb` or `mysql` on PATH; `undefined` where neither is there. */
export function findClientProgram(): Promise<ClientProgram | undefined> {
  found ??= search();
  return found;
}

async function search(): Promise<ClientProgram | undefined> {
  for (const command of ['mariadb', 'mysql'] as const) {
    const version = await runProgram(command, ['--version']).catch(() => undefined);
    if (version?.exitCode !== 0) continue;
    // From 11.4 on, MariaDB's client insists on a certificate that it can check.
    const isMariadb = version.stdout.includes('MariaDB');
    return { command, arguments: isMariadb ? ['--skip-ssl'] : [] };
  }
  return undefined;
}

/** Implements `DatabaseServer.restore`. */
export async function restoreWithClient(
  address: DatabaseAddress,
  database: string | undefined,
  sql: Readable | Buffer | string,
): Promise<void> {
  const { containerId, flavor } = address;
  const databaseArgument = database === undefined ? [] : [`--database=${database}`];
  // Without --comments the client takes the comments out of the bodies of stored programs.
  const ownArguments = ['--comments', ...databaseArgument];
  // The server's own client is in its container; the password goes by the environment, as the
  // command line is visible to every user of the machine.
  const [command, commandArguments] =
    containerId === undefined
      ? await localCommand(address)
      : (['docker', containerCommand(address, containerId)] as const);
  const options: RunOptions = {
    input: sql,
    env: { ...process.env, MYSQL_PWD: address.password },
  };
  const result = await runProgram(command, [...commandArguments, ...ownArguments], options);
  if (result.exitCode === 0) return;
  const ending = result.exitSignal ?? `exit code ${result.exitCode}`;
  throw new Error(`The ${flavor} client failed (${ending}): ${result.stderr.trim()}`);
}

async function localCommand(address: DatabaseAddress): Promise<readonly [string, string[]]> {
  const program = await findClientProgram();
  if (program === undefined) {
    throw new Error(
      'Neither mariadb nor mysql, the client programs, is on PATH: run "npm run setup".',
    );
  }
  const connection = ['--protocol=tcp', '--host=127.0.0.1', `--port=${address.port}`];
  return [
    program.command,
    ['--no-defaults', ...connection, ...common(address), ...program.arguments],
  ];
}

function containerCommand(address: DatabaseAddress, containerId: string): string[] {
  const client = address.flavor === 'mariadb' ? 'mariadb' : 'mysql';
  const exec = ['exec', '--interactive', '--env', 'MYSQL_PWD', containerId];
  return [...exec, client, '--no-defaults', ...common(address)];
}

function common(address: DatabaseAddress): string[] {
  return [`--user=${address.user}`, '--default-character-set=utf8mb4'];
}
