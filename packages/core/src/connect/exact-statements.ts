/** Whether the bytes of statements reach the server as they are, which leans on mysql2's inside. */

import { DumpError } from '../errors.ts';
import type { DatabaseConnection } from './database-connection.ts';

/**
 * Sends all bytes from 0x00 to 0xFF, and such as are in no character set, and has the server tell what
 * it got.
 *
 * @throws DumpError `UNSUPPORTED` where something else came
 */
export async function checkExactStatements(connection: DatabaseConnection): Promise<void> {
  const bytes = Buffer.concat([
    Buffer.from(Array.from({ length: 256 }, (_, value) => value)),
    Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0xf4]),
  ]);
  const literal = bytes.toString('latin1').replace(/['\\]/g, '\\$&');
  const statement = Buffer.from(`SELECT HEX(_binary'${literal}')`, 'latin1');
  const [row] = await connection.execute(statement);
  if (row?.[0]?.toString('latin1') === bytes.toString('hex').toUpperCase()) return;
  throw new DumpError(
    'UNSUPPORTED',
    `Statements do not reach the server at ${connection.address} as they are, but are converted on ` +
      'the way. That is so with a version of mysql2 that this version of dumpstream does not know: ' +
      'install the one that its package.json asks for.',
  );
}
