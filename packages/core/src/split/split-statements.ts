/** The statements of a text that comes from a stream. */

import { type SplitterOptions, StatementSplitter } from './splitter.ts';
import type { Statement } from './statement.ts';

/**
 * @param text - the bytes of a dump, in chunks of any size
 * @throws DumpError as {@link StatementSplitter} does, and whatever the text's reading throws
 */
export async function* splitStatements(
  text: AsyncIterable<Buffer>,
  options: SplitterOptions = {},
): AsyncGenerator<Statement, void, undefined> {
  const splitter = new StatementSplitter(options);
  for await (const chunk of text) yield* splitter.push(chunk);
  yield* splitter.end();
}
