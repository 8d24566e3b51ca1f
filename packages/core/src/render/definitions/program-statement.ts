/** The CREATE statement of a stored program as it has to be sent to make the same program again. */

import type { StoredProgram } from '../../catalog/model.ts';
import type { DatabaseConnection } from '../../connect/database-connection.ts';
import { DumpError } from '../../errors.ts';
import { qualifiedName } from '../../sql/identifier.ts';
import { serverIsAtLeast } from '../../sql/server-version.ts';
import { tokenModes } from '../../sql/sql-mode.ts';
import type { ServerInfo } from '../../summary.ts';
import { notPreserved, serverWritten, withoutBackslashEscapes } from './shown-heading.ts';
import { type Replacement, withReplacements } from './table-definition.ts';

/** The session that the program was made in, as far as its text depends on it. */
export interface ProgramSession {
  readonly sqlMode: string;
  /** `character_set_client`; the body is in it. */
  readonly characterSet: string;
}

/** UTF-8, or bytes that are taken as they are. */
const unconverted = new Set(['utf8', 'utf8mb3', 'utf8mb4', 'binary']);

/**
 * SHOW CREATE gives the body as it was typed, in the character set of the client that typed it, but
 * writes names, comments and returned types itself: in UTF-8, and with backslashes as escapes.
 *
 * @throws DumpError `UNSUPPORTED` for a name that the character set of the client does not have
 */
export async function programStatement(
  connection: DatabaseConnection,
  server: ServerInfo,
  program: StoredProgram,
  shown: Buffer,
  { sqlMode, characterSet }: ProgramSession,
): Promise<Buffer> {
  const text = shown.toString('latin1');
  const modes = tokenModes(sqlMode);
  const replacements: Replacement[] = [];
  for (const { kind, start, end } of serverWritten(
    program.kind,
    text,
    modes,
    server.flavor === 'mysql' && serverIsAtLeast(server, 8),
  )) {
    const original = text.slice(start, end);
    const unescaped =
      kind === 'string' && modes.noBackslashEscapes ? withoutBackslashEscapes(original) : original;
    const encoded =
      unconverted.has(characterSet) || !/[\x80-\xff]/.test(unescaped)
        ? unescaped
        : await convert(connection, program, unescaped, characterSet);
    if (encoded !== original) replacements.push({ start, end, text: encoded });
  }
  if (program.kind === 'event' && sqlMode.split(',').includes('HIGH_NOT_PRECEDENCE')) {
    replacements.push(...notPreserved(text, modes));
  }
  return replacements.length === 0
    ? shown
    : Buffer.from(withReplacements(text, replacements), 'latin1');
}

/** @param text - bytes of UTF-8, one character for each; the result likewise */
async function convert(
  connection: DatabaseConnection,
  program: StoredProgram,
  text: string,
  characterSet: string,
): Promise<string> {
  const bytes = Buffer.from(text, 'latin1');
  const converted = `CONVERT(CONVERT(0x${bytes.toString('hex')} USING utf8mb4) USING ${characterSet})`;
  const [row] = await connection.query(
    `SELECT HEX(${converted}), HEX(CONVERT(${converted} USING utf8mb4))`,
    `convert the heading of ${program.kind} ${qualifiedName(program)}`,
  );
  const [hexadecimal, back] = (row ?? []).map((value) => value?.toString('latin1') ?? '');
  if (back?.toLowerCase() !== bytes.toString('hex')) {
    throw new DumpError(
      'UNSUPPORTED',
      `The name or comment of ${program.kind} ${qualifiedName(program)} has characters that are ` +
        `not in ${characterSet}, the character set of the client that made it, and in which it must ` +
        'be made again. Make it under utf8mb4, or leave its kind out of the dump.',
    );
  }
  return Buffer.from(hexadecimal ?? '', 'hex').toString('latin1');
}
