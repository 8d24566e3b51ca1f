/** SET: of the session alone, of the whole server, or of an account. */

import { readCalls } from './calls.ts';
import { other, type StatementReader } from './reading.ts';
import type { StatementKind, Understood } from './understood.ts';

/** Scopes of variables that are not those of the session. */
const globalScopes = new Set(['GLOBAL', 'PERSIST', 'PERSIST_ONLY']);

/**
 * Variables of the session that say how replicas are told of what it does, or whether the server's own log
 * is: like those of the whole server, they are none of the data's.
 */
const ofReplication = new Set([
  ...['GTID_NEXT', 'GTID_DOMAIN_ID', 'GTID_SEQ_NO', 'SERVER_ID', 'SKIP_REPLICATION', 'SQL_LOG_OFF'],
  ...['PSEUDO_SLAVE_MODE', 'PSEUDO_REPLICA_MODE', 'BINLOG_FORMAT', 'WSREP_ON'],
  ...['ORIGINAL_COMMIT_TIMESTAMP', 'ORIGINAL_SERVER_VERSION', 'IMMEDIATE_SERVER_VERSION'],
]);

export function readSet(reader: StatementReader): Understood {
  const { lexer } = reader;
  if (lexer.isWord('PASSWORD')) return { kind: 'accounts' };
  if (lexer.takeWords('DEFAULT', 'ROLE')) return { kind: 'accounts' };
  // SET STATEMENT … FOR runs any statement; a resource group is one of the server's threads.
  if (lexer.isWord('STATEMENT', 'RESOURCE') || lexer.isEnd()) return other;
  const place = lexer.place();
  // MariaDB: the session goes on as another account.
  if (lexer.takeWords('SESSION', 'AUTHORIZATION')) return other;
  lexer.goTo(place);
  // No dump sets a sequence by a variable.
  const sequences = readCalls(reader);
  if (sequences === undefined || sequences.length > 0) return other;
  lexer.goTo(place);
  let kind: StatementKind = 'setSession';
  let depth = 0;
  let begins = true;
  let assignments = 0;
  let binaryLog = false;
  while (!lexer.isEnd()) {
    if (begins) {
      // MariaDB takes these also behind other assignments.
      if (lexer.isWord('PASSWORD') || lexer.takeWords('DEFAULT', 'ROLE')) return other;
      const isUserVariable = lexer.takeSign('@');
      const scoped = isUserVariable && lexer.takeSign('@');
      const variable = scoped || !isUserVariable ? variableOf(reader) : '';
      if (variable === undefined) return other;
      if (ofReplication.has(variable)) kind = 'setGlobal';
      if (globalScopes.has(lexer.word()) && isScope(reader, scoped)) kind = 'setGlobal';
      binaryLog ||= variable === 'SQL_LOG_BIN';
      assignments++;
      begins = false;
    }
    if (lexer.isSign('(')) depth++;
    else if (lexer.isSign(')')) depth--;
    else if (depth === 0 && lexer.isSign(',')) begins = true;
    lexer.advance();
  }
  if (!binaryLog) return { kind };
  // It may have to be left out, and the others not.
  return assignments > 1 ? other : { kind, binaryLog };
}

/**
 * The variable of the server in capital letters, perhaps with the session's scope before it; behind the
 * signs. `undefined` for a name of other characters: MySQL 8 compares names without accents, and blanks
 * at the end, so that it may be any.
 */
function variableOf({ lexer }: StatementReader): string | undefined {
  const place = lexer.place();
  if (lexer.isWord('SESSION', 'LOCAL')) {
    lexer.advance();
    lexer.takeSign('.');
  }
  const name = lexer.name()?.toUpperCase();
  let isPlain = true;
  while (lexer.kind === 'word' || lexer.kind === 'name' || lexer.isSign('.')) {
    isPlain &&= lexer.isSign('.') || /^[\w$]+$/.test(lexer.name() ?? '');
    lexer.advance();
  }
  lexer.goTo(place);
  return isPlain ? (name ?? '') : undefined;
}

/** Whether it is no variable of that name: `@@GLOBAL.x`, `GLOBAL x`. */
function isScope({ lexer }: StatementReader, dotted: boolean): boolean {
  const place = lexer.place();
  lexer.advance();
  const result = dotted ? lexer.isSign('.') : lexer.kind === 'word' || lexer.kind === 'name';
  lexer.goTo(place);
  return result;
}
