/** INSERT, REPLACE, UPDATE, DELETE and LOAD DATA: the table they write to. */

import { readCalls } from './calls.ts';
import { other, type StatementReader } from './reading.ts';
import type { Understood } from './understood.ts';

/** What may stand between INSERT or REPLACE and the table. */
const insertModifiers = new Set(['LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'IGNORE', 'INTO']);

/**
 * @param knownRows - the rows that the splitter has counted: then only what stands before them is
 *   looked at
 */
export function readInsert(
  reader: StatementReader,
  verb: 'INSERT' | 'REPLACE',
  knownRows: boolean,
): Understood {
  const { lexer } = reader;
  let ordered = verb === 'REPLACE';
  for (;;) {
    const word = lexer.word();
    if (!insertModifiers.has(word)) break;
    if (word === 'IGNORE') ordered = true;
    lexer.advance();
  }
  const table = reader.object();
  if (table === undefined) return other;
  if (!knownRows) {
    if (!skipToValues(reader)) return { ...other, object: 'table', ...table };
    ordered ||= mentionsDuplicate(reader);
  }
  return { kind: 'insert', object: 'table', ...table, ...(ordered ? { ordered } : {}) };
}

/** Behind VALUES. `false` where it is INSERT … SELECT, or INSERT … SET. */
function skipToValues({ lexer }: StatementReader): boolean {
  for (;;) {
    if (lexer.isSign('(')) lexer.skipParentheses();
    else if (lexer.takeWords('VALUES') || lexer.takeWords('VALUE')) return true;
    else if (!lexer.takeWords('PARTITION')) return false;
  }
}

function mentionsDuplicate({ lexer }: StatementReader): boolean {
  while (!lexer.isEnd()) {
    if (lexer.takeWords('ON', 'DUPLICATE')) return true;
    lexer.advance();
  }
  return false;
}

/** DELETE FROM t, UPDATE t: of one table, by what calls nothing that may write elsewhere. */
export function readChange(reader: StatementReader, verb: 'UPDATE' | 'DELETE'): Understood {
  const { lexer } = reader;
  while (lexer.isWord('LOW_PRIORITY', 'QUICK', 'IGNORE')) lexer.advance();
  if (verb === 'DELETE' && !lexer.takeWords('FROM')) return other;
  const table = reader.object();
  if (table === undefined) return other;
  const ends =
    lexer.isEnd() || lexer.isWord(...(verb === 'UPDATE' ? ['SET'] : ['WHERE', 'ORDER', 'LIMIT']));
  const sequences = ends ? readCalls(reader) : undefined;
  if (sequences === undefined) return other;
  return {
    kind: 'change',
    object: 'table',
    ...table,
    ...(sequences.length === 0 ? {} : { sequences }),
  };
}
