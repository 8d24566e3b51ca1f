/** The programs that come with a server: its client, and its dump program. */

import { runProgram } from './process.ts';

/** A program, and the arguments that come before all others. */
export interface StockProgram {
  readonly command: string;
  readonly arguments: readonly string[];
}

/**
 * `mysql` and `mysqldump`, or `mariadb` and `mariadb-dump`. Of a running server: they connect to it
 * as its account, and want its password in the variable `MYSQL_PWD`.
 */
export interface StockTools {
  readonly client: StockProgram;
  /** `undefined` where it isn't there. */
  readonly dump: StockProgram | undefined;
}

/** From 11.4 on, MariaDB's programs insist on a certificate that they can check. */
export const mariadbArguments: readonly string[] = ['--skip-ssl'];

let installed: Promise<StockTools | undefined> | undefined;

/** Finds the programs on PATH; `undefined` where there is no client. */
export function findInstalledTools(): Promise<StockTools | undefined> {
  installed ??= search();
  return installed;
}

async function search(): Promise<StockTools | undefined> {
  const client = (await findProgram('mariadb')) ?? (await findProgram('mysql'));
  if (client === undefined) return undefined;
  const dump = (await findProgram('mariadb-dump')) ?? (await findProgram('mysqldump'));
  return { client, dump };
}

async function findProgram(command: string): Promise<StockProgram | undefined> {
  const printed = await runProgram(command, ['--version']).catch(() => undefined);
  if (printed?.exitCode !== 0) return undefined;
  return printed.stdout.includes('MariaDB')
    ? { command, arguments: ['--no-defaults', ...mariadbArguments] }
    : { command, arguments: ['--no-defaults'] };
}

/**
 * The same programs with the arguments to reach a server of this machine. The password is not among
 * them, as the command line is visible to every user: it goes by the variable `MYSQL_PWD`.
 */
export function toolsFor(tools: StockTools, user: string, port: number): StockTools {
  const connection = ['--protocol=tcp', '--host=127.0.0.1', `--port=${port}`, `--user=${user}`];
  const connected = ({ command, arguments: own }: StockProgram): StockProgram => ({
    command,
    arguments: [...own, ...connection],
  });
  return { client: connected(tools.client), dump: tools.dump && connected(tools.dump) };
}
