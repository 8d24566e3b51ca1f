/** Whether a connection sends statements as they are, which leans on mysql2's inside, and one at a time. */

import { DumpError } from '../errors.ts';
import type { DatabaseConnection } from './database-connection.ts';
import { asDriverError } from './server-errors.ts';

/**
 * Sends all bytes from 0x00 to 0xFF, and such as are in no character set, and has the server tell what
 * it got.
 *
 * @throws DumpError `UNSUPPORTED` where something else came
 * @throws DumpError `INVALID_OPTION` where a statement may hold several: a comment that looks harmless
 *   could then hide one that nobody has looked at
 */
export async function checkExactStatements(connection: DatabaseConnection): Promise<void> {
  const bytes = Buffer.concat([
    Buffer.from(Array.from({ length: 256 }, (_, value) => value)),
    Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0xf4]),
  ]);
  const literal = bytes.toString('latin1').replace(/['\\]/g, '\\$&');
  const statement = Buffer.from(`SELECT HEX(_binary'${literal}')`, 'latin1');
  const [row] = await connection.execute(statement);
  if (row?.[0]?.toString('latin1') !== bytes.toString('hex').toUpperCase())
    throw notExact(connection);
  if (await runsSeveral(connection)) {
    throw new DumpError(
      'INVALID_OPTION',
      'The connection takes several statements at a time (multipleStatements, or the flag ' +
        'MULTI_STATEMENTS). A restore needs one that takes one at a time: leave that out.',
    );
  }
}

async function runsSeveral(connection: DatabaseConnection): Promise<boolean> {
  try {
    await connection.execute(Buffer.from('DO 0; DO 0'));
    return true;
  } catch (error) {
    const isSyntaxError = asDriverError(error).errno === 1064; // ER_PARSE_ERROR
    if (!isSyntaxError) throw error;
    return false;
  }
}

function notExact(connection: DatabaseConnection): DumpError {
  return new DumpError(
    'UNSUPPORTED',
    `Statements do not reach the server at ${connection.address} as they are, but are converted on ` +
      'the way. That is so with a version of mysql2 that this version of dumpstream does not know: ' +
      'install the one that its package.json asks for.',
  );
}
