/** Which secondary keys of a table can be made after its rows, read from SHOW CREATE TABLE. */

import { Lexer } from '../../understand/lexer.ts';

/** A key as the server writes it. */
export interface SecondaryKey {
  /** As it stands there, with its quotes. */
  readonly name: string;
  /** `KEY name (…)` and all that it says of the key: what ADD takes. */
  readonly clause: string;
}

/** How the server writes to a session of `utf8mb4` with an empty sql_mode. */
const modes = { ansiQuotes: false, noBackslashEscapes: false, characterSet: 'utf8mb4' };

/** What stands among columns and keys and is neither. */
const constraints = ['CONSTRAINT', 'CHECK', 'PERIOD', 'FOREIGN'];

interface Definition {
  /** The word that it begins with; empty for a column. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The server keeps keys in the order in which they were made, behind the unique ones: so that the
 * order is the same afterwards, they are the last ones of the table, up to one that has to stay.
 *
 * These stay: unique, full-text and spatial keys, those of expressions, those that AUTO_INCREMENT or a
 * foreign key of the table needs, and those of which something is said that is not known here. Tables
 * with partitions or versions of rows keep them all. What foreign keys of other tables need, the server
 * knows: it refuses to drop it.
 *
 * @param definition - what SHOW CREATE TABLE says of a table of InnoDB
 */
export function deferrableKeys(definition: Buffer): readonly SecondaryKey[] {
  const lexer = new Lexer(definition, modes);
  while (!lexer.isEnd() && !lexer.isSign('(')) lexer.advance();
  const definitions: Definition[] = [];
  while (lexer.isSign('(') || lexer.isSign(',')) {
    lexer.advance();
    definitions.push(readDefinition(lexer));
  }
  for (; !lexer.isEnd(); lexer.advance()) {
    if (lexer.isWord('PARTITION', 'VERSIONING')) return [];
  }
  const needed = neededColumns(definition, definitions);
  const keys: SecondaryKey[] = [];
  for (const one of definitions.toReversed()) {
    if (constraints.includes(one.word)) continue;
    const key = one.word === 'KEY' ? readKey(definition, one, needed) : undefined;
    if (key === undefined) break;
    keys.unshift(key);
  }
  return keys;
}

/** From its first token to the comma or parenthesis behind it. */
function readDefinition(lexer: Lexer): Definition {
  const { start } = lexer;
  const word = lexer.word();
  while (!lexer.isEnd() && !lexer.isSign(',') && !lexer.isSign(')')) {
    if (lexer.isSign('(')) lexer.skipParentheses();
    else lexer.advance();
  }
  return { word, start, end: lexer.start };
}

/** Columns that a key must begin with, for AUTO_INCREMENT or for a foreign key. */
function neededColumns(
  definition: Buffer,
  definitions: readonly Definition[],
): ReadonlySet<string | undefined> {
  const needed = new Set<string | undefined>();
  for (const { word, start, end } of definitions) {
    const lexer = new Lexer(definition.subarray(start, end), modes);
    const column = word === '' ? lexer.name() : undefined;
    for (; !lexer.isEnd(); lexer.advance()) {
      if (column !== undefined && lexer.isWord('AUTO_INCREMENT')) needed.add(column);
      if (word !== 'CONSTRAINT' && word !== 'FOREIGN') continue;
      if (!lexer.takeWords('FOREIGN', 'KEY')) continue;
      while (!lexer.isEnd() && !lexer.isSign('(')) lexer.advance();
      lexer.takeSign('(');
      needed.add(lexer.name());
    }
  }
  return needed;
}

function readKey(
  definition: Buffer,
  { start, end }: Definition,
  needed: ReadonlySet<string | undefined>,
): SecondaryKey | undefined {
  const bytes = definition.subarray(start, end);
  const lexer = new Lexer(bytes, modes);
  lexer.advance();
  if (lexer.kind !== 'name') return undefined;
  const name = bytes.toString('utf8', lexer.start, lexer.end);
  lexer.advance();
  readOptions(lexer);
  if (!lexer.takeSign('(') || needed.has(lexer.name())) return undefined;
  do {
    if (!readPart(lexer)) return undefined;
  } while (lexer.takeSign(','));
  if (!lexer.takeSign(')')) return undefined;
  readOptions(lexer);
  if (!lexer.isEnd()) return undefined;
  return { name, clause: bytes.toString('utf8').trimEnd() };
}

/** A column, perhaps its first so many characters, perhaps descending. */
function readPart(lexer: Lexer): boolean {
  if (lexer.kind !== 'name') return false;
  lexer.advance();
  if (lexer.takeSign('(')) {
    lexer.advance();
    if (!lexer.takeSign(')')) return false;
  }
  if (lexer.isWord('ASC', 'DESC')) lexer.advance();
  return true;
}

function readOptions(lexer: Lexer): void {
  for (;;) {
    if (lexer.isWord('USING', 'COMMENT')) {
      lexer.advance();
      lexer.advance();
    } else if (lexer.isWord('KEY_BLOCK_SIZE')) {
      lexer.advance();
      lexer.takeSign('=');
      lexer.advance();
    } else if (lexer.isWord('INVISIBLE', 'VISIBLE', 'IGNORED')) {
      lexer.advance();
    } else {
      return;
    }
  }
}
