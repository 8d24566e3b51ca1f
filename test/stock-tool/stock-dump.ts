/** Dumps with the program that comes with the server, as a user of it would. */

import type { DatabaseServer } from '../services/index.ts';
import { type RunResult, runProgram } from '../services/process.ts';
import type { StockProgram } from '../services/stock-tools.ts';

/** What a user gives it who wants an exact dump of everything. */
const carefulArguments = [
  '--default-character-set=utf8mb4',
  '--hex-blob',
  '--routines',
  '--events',
  '--single-transaction',
  '--no-tablespaces',
];

/** Without it the dump can't be restored beside its original. */
const mysqlArguments = ['--set-gtid-purged=OFF'];

export interface StockDumpOptions {
  /** In place of the server's own account. */
  readonly account?: { readonly user: string; readonly password: string };
  /** Kills it when triggered. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the dump program with all that makes it exact.
 *
 * @returns how it ended, and the dump as its stdout
 * @throws Error where the server has no dump program; the signal's reason where it is triggered
 */
export async function stockDump(
  server: DatabaseServer,
  database: string,
  options: StockDumpOptions = {},
): Promise<RunResult> {
  const { dump } = server.stockTools;
  if (dump === undefined) throw new Error(`${server.name} has no dump program here.`);
  const { account, signal } = options;
  const own = [...carefulArguments, ...((await isMariadbProgram(dump)) ? [] : mysqlArguments)];
  const user = account === undefined ? [] : [`--user=${account.user}`];
  return runProgram(dump.command, [...dump.arguments, ...own, ...user, database], {
    env: { ...process.env, MYSQL_PWD: (account ?? server).password },
    ...(signal && { signal }),
  });
}

/** MariaDB's program is what a Debian machine has for MySQL as well. */
export async function isMariadbProgram({
  command,
  arguments: own,
}: StockProgram): Promise<boolean> {
  const { stdout } = await runProgram(command, [...own, '--version']);
  return stdout.includes('MariaDB');
}
