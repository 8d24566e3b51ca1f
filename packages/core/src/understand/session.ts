/** SET: of the session alone, of the whole server, or of an account. */

import { other, type StatementReader } from './reading.ts';
import type { StatementKind, Understood } from './understood.ts';

/** Scopes of variables that are not those of the session. */
const globalScopes = new Set(['GLOBAL', 'PERSIST', 'PERSIST_ONLY']);

export function readSet(reader: StatementReader): Understood {
  const { lexer } = reader;
  if (lexer.isWord('PASSWORD')) return { kind: 'accounts' };
  if (lexer.takeWords('DEFAULT', 'ROLE')) return { kind: 'accounts' };
  // SET STATEMENT … FOR runs any statement; a resource group is one of the server's threads.
  if (lexer.isWord('STATEMENT', 'RESOURCE') || lexer.isEnd()) return other;
  let kind: StatementKind = 'setSession';
  let depth = 0;
  let begins = true;
  while (!lexer.isEnd()) {
    if (begins) {
      // MariaDB takes these also behind other assignments.
      if (lexer.isWord('PASSWORD') || lexer.takeWords('DEFAULT', 'ROLE')) return other;
      const scoped = lexer.takeSign('@') && lexer.takeSign('@');
      if (globalScopes.has(lexer.word()) && isScope(reader, scoped)) kind = 'setGlobal';
      begins = false;
    }
    if (lexer.isSign('(')) depth++;
    else if (lexer.isSign(')')) depth--;
    else if (depth === 0 && lexer.isSign(',')) begins = true;
    lexer.advance();
  }
  return { kind };
}

/** Whether it is no variable of that name: `@@GLOBAL.x`, `GLOBAL x`. */
function isScope({ lexer }: StatementReader, dotted: boolean): boolean {
  const place = lexer.place();
  lexer.advance();
  const result = dotted ? lexer.isSign('.') : lexer.kind === 'word' || lexer.kind === 'name';
  lexer.goTo(place);
  return result;
}
