/** Databases themselves: made anew, or given the attributes of the dumped one. */

import type { Schema } from '../catalog/model.ts';
import { commentText, quoteIdentifier, quoteString } from '../sql/identifier.ts';

export interface DatabaseStart {
  /** Make the database and make it current; otherwise the dump goes into whichever is current. */
  readonly named: boolean;
  /** Drop it first, with all that is in it. Only where named. */
  readonly drop: boolean;
  /** Leave out the statement that makes it, and what changes its attributes. */
  readonly keep: boolean;
  /** Change the attributes of a database that is there already. */
  readonly alter: boolean;
}

/**
 * A database that is already there gets the attributes by ALTER DATABASE: tables and routines made
 * later would else come out differently. Without a name that means the current database.
 */
export function renderDatabaseStart(schema: Schema, start: DatabaseStart): string {
  const { named, drop, keep, alter } = start;
  const name = quoteIdentifier(schema.name);
  const attributes = attributesOf(schema);
  const made = named && !keep;
  const lines = [
    ...(made && drop ? [`DROP DATABASE IF EXISTS ${name};\n`] : []),
    ...(made ? [`CREATE DATABASE IF NOT EXISTS ${name} ${attributes};\n`] : []),
    ...(named ? [useStatement(schema)] : []),
    ...(alter && !keep && !(made && drop) ? [`ALTER DATABASE ${attributes};`] : []),
  ];
  if (lines.length === 0) return '';
  const title = named ? `Current database: ${commentText(name)}` : 'Attributes of the database';
  return `\n--\n-- ${title}\n--\n\n${lines.join('\n')}\n`;
}

/** Makes a database current that has been made before. */
export function renderUseDatabase(schema: Pick<Schema, 'name'>): string {
  return `\n${useStatement(schema)}\n`;
}

/** Last, as nothing can be put into it afterwards. */
export function renderReadOnly(): string {
  return '\n/*!80022 ALTER DATABASE READ ONLY = 1 */;\n';
}

function attributesOf({ characterSet, collation, encrypted, comment }: Schema): string {
  const encryption =
    encrypted === undefined ? '' : ` /*!80016 DEFAULT ENCRYPTION='${encrypted ? 'Y' : 'N'}' */`;
  // An escaped slash is a slash, but not the end of a comment.
  const text = quoteString(comment).replaceAll('*/', '*\\/');
  const commented = comment === '' ? '' : ` /*M!100500 COMMENT ${text} */`;
  return `DEFAULT CHARACTER SET ${characterSet} COLLATE ${collation}${encryption}${commented}`;
}

/**
 * USE is a command of the clients, which take the rest of its line for the name and a backslash for
 * an escape: the next line of the name would be a command of its own. In a comment it is left to the
 * server.
 */
function useStatement({ name }: Pick<Schema, 'name'>): string {
  const use = `USE ${quoteIdentifier(name)}`;
  return /^[\w$ \u0080-\uffff.-]+$/.test(name) ? `${use};` : `/*!40000 ${use} */;`;
}
