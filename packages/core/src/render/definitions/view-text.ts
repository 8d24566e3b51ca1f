/** A view's text without the name of its own database, so that it can be restored into another one. */

import { type Token, tokens, unquoteName } from '../../sql/tokens.ts';
import { type Replacement, withReplacements } from './table-definition.ts';

/** After these, and any number of parentheses, the server writes a table. */
const beforeTable = new Set(['FROM', 'JOIN', 'STRAIGHT_JOIN']);
/** These take a sequence. */
const sequenceFunctions = new Set(['NEXTVAL', 'LASTVAL', 'SETVAL']);

/**
 * SHOW CREATE VIEW leaves the name of the current database out, but on MySQL 5.7 and MariaDB only
 * where the view reads from no other one. What stands before a dot is not always a database: a
 * table or its alias may be called the same.
 *
 * @param characterSet - of the definition
 */
export function withoutViewDatabase(
  definition: Buffer,
  database: string,
  characterSet: string,
): Buffer {
  const text = definition.toString('latin1');
  const own = Buffer.from(database).toString('latin1');
  const significant = [...tokens(text, { characterSet })].filter(
    ({ kind }) => kind !== 'space' && kind !== 'comment',
  );
  const cuts = significant.flatMap((token, index): Replacement[] => {
    if (token.kind !== 'name' || unquoteName(token) !== own) return [];
    if (significant[index - 1]?.text === '.') return [];
    const [dot, name, next] = significant.slice(index + 1, index + 4);
    if (dot?.text !== '.' || name?.kind !== 'name') return [];
    const isColumn = next?.text === '.';
    const isFunction = next?.text === '(';
    if (!isColumn && !isFunction && !isTable(significant, index)) return [];
    return [{ start: token.start, end: name.start, text: '' }];
  });
  return Buffer.from(withReplacements(text, cuts), 'latin1');
}

function isTable(significant: readonly Token[], index: number): boolean {
  let before = index - 1;
  while (significant[before]?.text === '(') before--;
  const word = significant[before];
  if (word?.kind !== 'word') return false;
  const upper = word.text.toUpperCase();
  return beforeTable.has(upper) || (before === index - 2 && sequenceFunctions.has(upper));
}
