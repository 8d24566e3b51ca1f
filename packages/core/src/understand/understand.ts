/** Tells what a statement does, and to what, from its first words. */

import type { ReadingModes, Statement } from '../split/statement.ts';
import { readCalls } from './calls.ts';
import { readAlter, readCreate, readDrop, readRename, readTruncate } from './definitions.ts';
import { Lexer } from './lexer.ts';
import { other, type Reading, StatementReader } from './reading.ts';
import { readChange, readInsert } from './rows.ts';
import { readSet } from './session.ts';
import type { NamedObject, StatementKind, Understood } from './understood.ts';
import type { TargetServer } from './version-comment.ts';

/** Commands of the programs `mysql` and `mariadb` that are no statements. They are words of their own. */
const clientCommands = new Set([
  ...['CHARSET', 'CLEAR', 'CONNECT', 'COSTS', 'DELIMITER', 'EDIT', 'EGO', 'EXIT', 'GO', 'HELP'],
  ...['NOPAGER', 'NOTEE', 'NOWARNING', 'PAGER', 'PRINT', 'PROMPT', 'QUERY_ATTRIBUTES', 'QUIT'],
  ...['REHASH', 'RESETCONNECTION', 'SANDBOX', 'SOURCE', 'SSL_SESSION_DATA_PRINT', 'STATUS'],
  ...['SYSTEM', 'TEE', 'WARNINGS'],
]);

/** What each first word makes of a statement that needs no further reading. */
const kinds = new Map<string, StatementKind>([
  ['UNLOCK', 'lock'],
  ['COMMIT', 'transaction'],
  ['ROLLBACK', 'transaction'],
  ['SAVEPOINT', 'transaction'],
  ['RELEASE', 'transaction'],
  ['PREPARE', 'prepared'],
  ['EXECUTE', 'prepared'],
  ['DEALLOCATE', 'prepared'],
  ['GRANT', 'accounts'],
  ['REVOKE', 'accounts'],
]);

/** Words that stand behind START, STOP, RESET and CHANGE where it is about replication. */
const replicationWords = [
  ...['SLAVE', 'REPLICA', 'MASTER', 'REPLICATION', 'ALL', 'GROUP_REPLICATION'],
] as const;

/**
 * @param statement - as the splitter gives it: of an INSERT whose rows are counted only what stands
 *   before them is read
 * @param server - the one that is to run it: comments of versions that it does not have count for
 *   nothing, as it skips them. Without one all count.
 */
export function understand(
  statement: Pick<Statement, 'bytes' | 'headBytes' | 'rows'>,
  modes: ReadingModes,
  server?: TargetServer,
): Understood {
  return readStatement(statement, modes, server).understood;
}

/** The same, and where the statement names databases. */
export function readStatement(
  { bytes, headBytes, rows }: Pick<Statement, 'bytes' | 'headBytes' | 'rows'>,
  modes: ReadingModes,
  server?: TargetServer,
): Reading {
  const knownRows = rows > 0;
  const head = knownRows ? bytes.subarray(0, headBytes) : bytes;
  const reader = new StatementReader(new Lexer(head, modes, server));
  const understood = read(reader, knownRows);
  const ordered = knownRows && understood.kind === 'insert' && hasDuplicateKeyTail(bytes);
  return {
    understood: ordered ? { ...understood, ordered } : understood,
    databases: reader.databases,
  };
}

/** So many bytes at the end of an INSERT are searched for what stands behind its rows. */
const tailBytes = 4096;

/**
 * Whether ON DUPLICATE KEY UPDATE may stand behind the rows. A value that reads so counts as well:
 * that costs the parallel writing of one statement, and looking through its rows would cost more.
 */
function hasDuplicateKeyTail(bytes: Buffer): boolean {
  const tail = bytes.subarray(-tailBytes);
  return (
    tail.includes('DUPLICATE', 0, 'latin1') ||
    (tail.includes('uplicate', 0, 'latin1') && /duplicate/i.test(tail.toString('latin1')))
  );
}

function read(reader: StatementReader, knownRows: boolean): Understood {
  const { lexer } = reader;
  if (lexer.isEnd()) return { kind: 'nothing' };
  if (lexer.isSign('\\') || lexer.isSign('?')) return { kind: 'clientCommand' };
  const word = lexer.word();
  if (clientCommands.has(word)) return { kind: 'clientCommand' };
  lexer.advance();
  const kind = kinds.get(word);
  if (kind !== undefined) return { kind };
  switch (word) {
    case 'INSERT':
    case 'REPLACE':
      return readInsert(reader, word, knownRows);
    case 'SET':
      return readSet(reader);
    case 'CREATE':
      return readCreate(reader);
    case 'DROP':
      return readDrop(reader);
    case 'ALTER':
      return readAlter(reader);
    case 'RENAME':
      return readRename(reader);
    case 'TRUNCATE':
      return readTruncate(reader);
    case 'UPDATE':
    case 'DELETE':
      return readChange(reader, word);
    case 'USE':
      return readUse(reader);
    case 'LOCK':
      return lexer.isWord('TABLE', 'TABLES') ? { kind: 'lock' } : other;
    default:
      return readService(reader, word);
  }
}

function readUse(reader: StatementReader): Understood {
  const name = reader.database();
  return name === undefined || !reader.lexer.isEnd() ? other : { kind: 'use', name };
}

function readService(reader: StatementReader, word: string): Understood {
  const { lexer } = reader;
  switch (word) {
    case 'BEGIN':
      lexer.takeWords('WORK');
      return lexer.isEnd() ? { kind: 'transaction' } : other;
    case 'START':
    case 'STOP':
    case 'RESET':
    case 'CHANGE':
      if (word === 'START' && lexer.isWord('TRANSACTION')) return { kind: 'transaction' };
      return lexer.isWord(...replicationWords) ? { kind: 'replication' } : other;
    case 'ANALYZE':
    case 'CHECK':
    case 'CHECKSUM':
    case 'OPTIMIZE':
    case 'REPAIR':
      // ANALYZE of MariaDB also runs a statement and tells about it.
      skipLocal(reader);
      return readTables(reader);
    case 'FLUSH':
      skipLocal(reader);
      if (lexer.takeWords('PRIVILEGES')) return lexer.isEnd() ? { kind: 'accounts' } : other;
      return readTables(reader);
    case 'DO':
    case 'SELECT':
    case 'SHOW':
      return readQuery(reader);
    default:
      return other;
  }
}

function skipLocal({ lexer }: StatementReader): void {
  if (!lexer.takeWords('LOCAL')) lexer.takeWords('NO_WRITE_TO_BINLOG');
}

/** Tables that are named in a list, each perhaps with something behind it. None means all of the server. */
function readTables(reader: StatementReader): Understood {
  const { lexer } = reader;
  if (!lexer.takeWords('TABLE') && !lexer.takeWords('TABLES')) return other;
  // FLUSH TABLES WITH READ LOCK names none.
  if (lexer.isWord('WITH', 'FOR')) return other;
  const tables: NamedObject[] = [];
  do {
    const table = reader.object();
    if (table === undefined) return other;
    tables.push(table);
    for (let depth = 0; !lexer.isEnd() && (depth > 0 || !lexer.isSign(',')); lexer.advance()) {
      // FLUSH TABLES t WITH READ LOCK, FOR EXPORT: nobody unlocks them.
      if (lexer.isWord('READ', 'EXPORT')) return other;
      if (lexer.isSign('(')) depth++;
      else if (lexer.isSign(')')) depth--;
    }
  } while (lexer.takeSign(','));
  const [first, ...others] = tables;
  if (first === undefined) return other;
  return {
    kind: 'maintenance',
    object: 'table',
    ...first,
    ...(others.length === 0 ? {} : { others }),
  };
}

/** What gives rows, or nothing, and may set the values of sequences. */
function readQuery(reader: StatementReader): Understood {
  const sequences = readCalls(reader);
  if (sequences === undefined) return other;
  return { kind: 'maintenance', ...(sequences.length === 0 ? {} : { sequences }) };
}
