/** A statement as errors tell of it. */

import type { FailedStatement } from '../../errors.ts';
import type { Statement } from '../../split/statement.ts';
import { quoteIdentifier } from '../../sql/identifier.ts';
import { shownStatement } from '../../understand/shown-statement.ts';
import type { Understood } from '../../understand/understood.ts';

export function failedStatement(
  { number, offset, bytes }: Pick<Statement, 'number' | 'offset' | 'bytes'>,
  { object, database, name, table }: Partial<Understood>,
): FailedStatement {
  const text = shownStatement(bytes);
  if (name === undefined) return { number, offset, text };
  const prefix = database === undefined ? '' : `${quoteIdentifier(database)}.`;
  const of = table === undefined ? '' : ` of table ${quoteIdentifier(table)}`;
  const about = `${object ?? 'table'} ${prefix}${quoteIdentifier(name)}${of}`;
  return { number, offset, text, object: about };
}
