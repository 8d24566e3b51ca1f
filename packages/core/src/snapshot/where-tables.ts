/** Tells whether a condition for rows could read other tables than the one it is for. */

import type { SqlSession } from '../connect/sql-session.ts';
import type { DumpOptions } from '../options.ts';
import { quoteString } from '../sql/identifier.ts';
import { tokens, unquoteName } from '../sql/tokens.ts';

/** What a subquery begins with: `(SELECT …)`, `(TABLE …)`, `(WITH …)`. */
const subqueryWords = new Set(['select', 'table', 'with']);

/**
 * Those tables are not locked, and connections could see them at different moments. A stored
 * function can read any table.
 */
export async function whereReadsTables(
  session: SqlSession,
  { where, subset }: Pick<DumpOptions, 'subset' | 'where'>,
): Promise<boolean> {
  const conditions = [
    ...(typeof where === 'string' ? [where] : Object.values(where ?? {})),
    ...Object.values(subset?.roots ?? {}),
  ];
  const called = new Set<string>();
  for (const condition of conditions) {
    let before = '';
    for (const token of tokens(condition)) {
      if (token.kind === 'space' || token.kind === 'comment') continue;
      // A comment that the server reads as code is not looked into any further.
      if (token.kind === 'versionStart') return true;
      if (token.kind === 'word' && subqueryWords.has(token.text.toLowerCase())) return true;
      if (token.text === '(' && before !== '') called.add(before);
      before = token.kind === 'word' || token.kind === 'name' ? unquoteName(token) : '';
    }
  }
  if (called.size === 0) return false;
  const rows = await session.query(
    "SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_TYPE = 'FUNCTION' " +
      `AND ROUTINE_NAME IN (${[...called].map(quoteString).join(', ')}) LIMIT 1`,
    'look for the functions that the option where calls',
  );
  return rows.length > 0;
}
