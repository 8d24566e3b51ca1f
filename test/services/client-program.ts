/** Restores SQL with the stock client program, as a user would. */

import type { Readable } from 'node:stream';
import type { DatabaseAddress } from './database-server.ts';
import { type RunOptions, runProgram } from './process.ts';

/** Implements `DatabaseServer.restore`. */
export async function restoreWithClient(
  address: DatabaseAddress,
  database: string | undefined,
  sql: Readable | Buffer | string,
): Promise<void> {
  const { client } = address.stockTools;
  const databaseArgument = database === undefined ? [] : [`--database=${database}`];
  const own = [
    '--default-character-set=utf8mb4',
    // Without it the client takes the comments out of the bodies of stored programs.
    '--comments',
    ...databaseArgument,
  ];
  const options: RunOptions = {
    input: sql,
    env: { ...process.env, MYSQL_PWD: address.password },
  };
  const result = await runProgram(client.command, [...client.arguments, ...own], options);
  if (result.exitCode === 0) return;
  const ending = result.exitSignal ?? `exit code ${result.exitCode}`;
  throw new Error(`The ${address.flavor} client failed (${ending}): ${result.stderr.trim()}`);
}
