/** What a definition of a table names besides the table itself, and writes to, or takes values from. */

import { readCalls, takeSequence } from './calls.ts';
import type { StatementReader } from './reading.ts';
import type { NamedObject, Understood } from './understood.ts';

/**
 * CREATE TABLE … LIKE t. It is read, and not written; but where it is a MERGE table, the new one writes to
 * the same tables.
 */
export function readLike(reader: StatementReader): NamedObject | undefined {
  const { lexer } = reader;
  const place = lexer.place();
  lexer.takeSign('(');
  const like = lexer.takeWords('LIKE') ? reader.object() : undefined;
  if (like === undefined) lexer.goTo(place);
  return like;
}

/**
 * What a statement names besides its own object, and writes: the tables of a MERGE table, the new name
 * of one that is renamed, the one that a partition is exchanged with, or made of; and sequences that give
 * columns their values. `undefined` where one of them can't be read, or where a SELECT that makes
 * the rows may write elsewhere by what it calls.
 */
export function readOtherObjects(
  reader: StatementReader,
  verb: 'CREATE' | 'ALTER',
): Pick<Understood, 'others' | 'sequences'> | undefined {
  const { lexer } = reader;
  const tables: NamedObject[] = [];
  const sequences: NamedObject[] = [];
  let depth = 0;
  while (!lexer.isEnd()) {
    if (verb === 'CREATE' && lexer.isWord('SELECT', 'ROW')) {
      const place = lexer.place();
      const isQuery = lexer.isWord('SELECT');
      lexer.advance();
      if (isQuery || lexer.isSign('(')) {
        const called = readCalls(reader);
        if (called === undefined) return undefined;
        sequences.push(...called);
        break;
      }
      lexer.goTo(place);
    }
    const inParenthesis = !lexer.isWord('NEXT', 'PREVIOUS');
    const sequence = takeSequence(reader);
    if (sequence === 'unreadable') return undefined;
    if (sequence !== undefined) {
      sequences.push(sequence);
      if (inParenthesis) depth++;
      continue;
    }
    const word = depth === 0 ? lexer.word() : '';
    if (lexer.isSign('(')) depth++;
    else if (lexer.isSign(')')) depth--;
    lexer.advance();
    if (word === 'UNION') {
      lexer.takeSign('=');
      if (!lexer.isSign('(')) continue;
      const place = lexer.place();
      lexer.advance();
      const known = reader.databases.length;
      const merged = lexer.isSign(')') ? [] : reader.objects();
      if (merged !== undefined && lexer.takeSign(')')) {
        tables.push(...merged);
      } else {
        // Of two queries, or of what can't be read: nothing of it counts.
        reader.databases.length = known;
        lexer.goTo(place);
      }
    } else if (verb === 'ALTER' && word === 'RENAME' && !lexer.isWord('COLUMN', 'INDEX', 'KEY')) {
      if (!lexer.takeWords('TO') && !lexer.takeWords('AS')) lexer.takeSign('=');
      const renamed = reader.object();
      if (renamed === undefined) return undefined;
      tables.push(renamed);
    } else if (verb === 'ALTER' && word === 'WITH' && lexer.takeWords('TABLE')) {
      const exchanged = reader.object();
      if (exchanged === undefined) return undefined;
      tables.push(exchanged);
    } else if (verb === 'ALTER' && word === 'CONVERT' && lexer.isWord('TABLE', 'PARTITION')) {
      // MariaDB: CONVERT TABLE t TO PARTITION p, CONVERT PARTITION p TO TABLE t.
      if (lexer.takeWords('PARTITION')) {
        lexer.advance();
        if (!lexer.takeWords('TO')) return undefined;
      }
      const converted = lexer.takeWords('TABLE') ? reader.object() : undefined;
      if (converted === undefined) return undefined;
      tables.push(converted);
    }
  }
  return {
    ...(tables.length === 0 ? {} : { others: tables }),
    ...(sequences.length === 0 ? {} : { sequences }),
  };
}
