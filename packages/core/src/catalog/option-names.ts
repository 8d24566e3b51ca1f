/** What tables and views may be called in options. */

import { DumpError } from '../errors.ts';

export interface ObjectName {
  readonly database: string;
  readonly name: string;
}

/**
 * A name that begins with the name of a dumped database and a dot is that database's table. Any other
 * is a table of whichever database, also where it has a dot in it: the table `a.b` of the database
 * `a` is written `a.a.b`.
 *
 * @param databases - names of the databases that are dumped
 */
export function optionNames(
  { database, name }: ObjectName,
  databases: readonly string[],
): readonly string[] {
  const full = `${database}.${name}`;
  const ambiguous = name.includes('.') && databases.some((owner) => name.startsWith(`${owner}.`));
  return ambiguous ? [full] : [full, name];
}

/** An error `UNKNOWN_TABLE`, for a name that no object has. */
export function unknownTable(
  option: string,
  unknown: string,
  databases: readonly string[],
): DumpError {
  return new DumpError(
    'UNKNOWN_TABLE',
    `The option ${option} names "${unknown}", but there is no such table or view in ` +
      `${databases.map((name) => `"${name}"`).join(', ')}, or the account may not see it. ` +
      'Names are compared with upper and lower case, and written table or database.table.',
  );
}
