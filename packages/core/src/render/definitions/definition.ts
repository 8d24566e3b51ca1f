/** Writes a CREATE statement so that every stock client sends it as it is, or says that it can't. */

import { DumpError } from '../../errors.ts';
import { clientMisreading } from '../../sql/client-reading.ts';
import type { TokenModes } from '../../sql/tokens.ts';
import type { OutputBuffer } from '../output-buffer.ts';
import { preparedStatement } from './prepared-statement.ts';

export interface Definition {
  /** The bytes of the statement, in {@link characterSet}. */
  readonly statement: Buffer;
  readonly characterSet: string;
  readonly modes: TokenModes;
  /** Whether the server can prepare such a statement: all of MariaDB's; views alone on MySQL. */
  readonly preparable: boolean;
  /** Holds semicolons, so that the client needs another delimiter. */
  readonly compound: boolean;
  /** What it is, for an error: "procedure `shop`.`p`". */
  readonly what: string;
}

/**
 * As it is wherever the clients understand it. What they would take wrong (a second byte of sjis
 * that looks like a backslash, a shell command in a name in double quotes) is handed to the
 * server as a prepared statement in hexadecimal, which no client looks into.
 *
 * @throws DumpError `UNSUPPORTED` where the server can't prepare it
 */
export function writeDefinition(definition: Definition, output: OutputBuffer): void {
  const { statement, compound } = definition;
  const delimiter = compound ? delimiterFor(statement) : ';';
  const misreading = clientMisreading(statement, delimiter, definition.modes);
  if (misreading !== undefined && definition.preparable) {
    writePrepared(definition, output);
    return;
  }
  if (misreading === 'misread') {
    throw new DumpError(
      'UNSUPPORTED',
      `The text of ${definition.what} can't be restored with the client program, which would take ` +
        'something in it for something else: a name in double quotes with a backslash in it, a ' +
        'backslash that is the second byte of a character (made under sjis or gbk), or a line that ' +
        'begins with "delimiter". Make it again without that, or leave its kind out of the dump.',
    );
  }
  if (misreading === 'bytesLost') output.text(lineEndCheck);
  if (compound) output.text(`DELIMITER ${delimiter}\n`);
  output.raw(statement);
  // On its own line: a body may end in a comment.
  output.text(compound ? `\n${delimiter}\nDELIMITER ;\n` : ';\n');
}

/** The client ends a statement at the delimiter wherever it stands: one that the body lacks. */
function delimiterFor(statement: Buffer): string {
  let delimiter = ';;';
  for (let number = 1; statement.includes(delimiter); number++) delimiter = `;;${number};;`;
  return delimiter;
}

function writePrepared({ statement, characterSet }: Definition, output: OutputBuffer): void {
  output.text(preparedStatement(`_${characterSet} 0x${statement.toString('hex')}`));
}

/**
 * Without `--binary-mode` the client reads CR LF as LF, also in strings. That is no silent change:
 * these statements then fail, and say in their error what helps.
 */
const lineEndCheck = preparedStatement(
  "IF(LENGTH('\r\n') = 2, 'DO 0', 'DO `restore with --binary-mode`')",
);
