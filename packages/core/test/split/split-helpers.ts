/** Splits texts in tests: whole, and cut into chunks. */

import type { SplitterOptions } from '../../src/split/splitter.ts';
import { StatementSplitter } from '../../src/split/splitter.ts';
import type { Statement } from '../../src/split/statement.ts';

/** @param chunkBytes - how long each chunk is; by default the text is one */
export function split(
  text: string | Buffer,
  options: SplitterOptions = {},
  chunkBytes = Number.MAX_SAFE_INTEGER,
): Statement[] {
  const bytes = toBytes(text);
  const splitter = new StatementSplitter(options);
  const statements: Statement[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    // A copy that is written to afterwards, as the splitter keeps nothing of it.
    const chunk = Buffer.from(bytes.subarray(at, Math.min(bytes.length, at + chunkBytes)));
    statements.push(...owned(splitter.push(chunk), options));
    chunk.fill(0x21);
  }
  statements.push(...owned(splitter.end(), options));
  return statements;
}

/** What is only lent is copied before the next one is asked for. */
function* owned(
  statements: Iterable<Statement>,
  { passing = false }: SplitterOptions,
): Generator<Statement> {
  for (const statement of statements) {
    yield passing ? { ...statement, bytes: Buffer.from(statement.bytes) } : statement;
  }
}

/**
 * The statements as text, one character for each byte; the same for every way to cut the text, and where
 * their memory is used again.
 */
export function texts(text: string | Buffer, options: SplitterOptions = {}): string[] {
  const shown = split(text, options).map(({ bytes }) => bytes.toString('latin1'));
  for (const chunkBytes of [1, 2, 3, 7, undefined]) {
    for (const passing of [false, true]) {
      const others = split(text, { ...options, passing }, chunkBytes).map(({ bytes }) =>
        bytes.toString('latin1'),
      );
      if (JSON.stringify(others) !== JSON.stringify(shown)) {
        throw new Error(`In chunks of ${chunkBytes}, ${passing}: ${JSON.stringify(others)}`);
      }
    }
  }
  return shown;
}

/** A string is one character for each byte. */
function toBytes(text: string | Buffer): Buffer {
  return typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
}
