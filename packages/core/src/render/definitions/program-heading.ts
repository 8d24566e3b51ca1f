/** Changes in how a definition is written: its definer, its database, the quotes around its text. */

import { quoteString } from '../../sql/identifier.ts';
import { type Token, type TokenModes, tokens } from '../../sql/tokens.ts';

/** What a definition makes; what stands before it is the heading's own. */
const objectKinds = new Set([
  ...['VIEW', 'TRIGGER', 'PROCEDURE', 'FUNCTION', 'AGGREGATE', 'EVENT', 'PACKAGE'],
]);

/** A part of the text to leave out. */
interface Cut {
  readonly start: number;
  readonly end: number;
}

/** Without `DEFINER=…`: the one who restores becomes the definer. `SQL SECURITY` stays. */
export function withoutDefiner(statement: Buffer, modes: TokenModes = {}): Buffer {
  const heading: Token[] = [];
  for (const token of significant(statement, modes)) {
    const begun = heading.findIndex(({ text }) => text.toUpperCase() === 'DEFINER');
    // DEFINER = user, and @ host where it is no role; the next word ends it.
    const account = begun < 0 ? [] : heading.slice(begun + 2);
    const ended = account.length === 3 || (account.length === 1 && token.text !== '@');
    const definer = heading[begun];
    if (definer !== undefined && ended) {
      return withoutCuts(statement, [{ start: definer.start, end: token.start }]);
    }
    if (begun < 0 && objectKinds.has(token.text.toUpperCase())) return statement;
    heading.push(token);
  }
  return statement;
}

/**
 * A trigger's heading without the name of its own database, which the server keeps as the user typed
 * it: `CREATE TRIGGER shop.t AFTER INSERT ON shop.items`. It could otherwise not be restored into
 * a database of another name. The body stays as it is. No other database can be named there: a
 * trigger is in the database of its table.
 */
export function withoutDatabase(statement: Buffer, modes: TokenModes = {}): Buffer {
  const cuts: Cut[] = [];
  let expecting: 'TRIGGER' | 'name' | 'ON' | 'table' = 'TRIGGER';
  let first: Token | undefined;
  let dotted = false;
  for (const token of significant(statement, modes)) {
    const word = token.kind === 'word' ? token.text.toUpperCase() : '';
    if (expecting === 'TRIGGER' || expecting === 'ON') {
      if (word === expecting) expecting = expecting === 'ON' ? 'table' : 'name';
    } else if (first === undefined) {
      if (expecting === 'name' && ['IF', 'NOT', 'EXISTS'].includes(word)) continue;
      first = token;
    } else if (!dotted && token.text === '.') {
      dotted = true;
    } else {
      if (dotted) cuts.push({ start: first.start, end: token.start });
      if (expecting === 'table') break;
      // Without a dot this token is BEFORE or AFTER, and never ON.
      expecting = 'ON';
      first = undefined;
      dotted = false;
    }
  }
  return withoutCuts(statement, cuts);
}

/**
 * A library with its text in quotes in place of dollar signs, which the clients do not know: its
 * quotes and backslashes mean nothing to the server, but much to them.
 */
export function withQuotedText(statement: Buffer, modes: TokenModes): Buffer {
  const sql = statement.toString('latin1');
  let previous: Token | undefined;
  for (const token of significant(statement, modes)) {
    const mark = /^\$\w*\$/.exec(sql.slice(token.start))?.[0];
    if (mark !== undefined && previous?.text.toUpperCase() === 'AS') {
      const text = statement.toString('utf8', token.start + mark.length);
      const quoted = quoteText(text.slice(0, text.lastIndexOf(mark)), modes);
      return Buffer.concat([statement.subarray(0, token.start), Buffer.from(quoted)]);
    }
    previous = token;
  }
  return statement;
}

function quoteText(text: string, { noBackslashEscapes }: TokenModes): string {
  return noBackslashEscapes ? `'${text.replaceAll("'", "''")}'` : quoteString(text);
}

/** Without spaces and comments. */
function* significant(statement: Buffer, modes: TokenModes): Generator<Token> {
  for (const token of tokens(statement.toString('latin1'), modes)) {
    if (token.kind !== 'space' && token.kind !== 'comment') yield token;
  }
}

function withoutCuts(statement: Buffer, cuts: readonly Cut[]): Buffer {
  const kept: Buffer[] = [];
  let position = 0;
  for (const { start, end } of cuts) {
    kept.push(statement.subarray(position, start));
    position = end;
  }
  return Buffer.concat([...kept, statement.subarray(position)]);
}
