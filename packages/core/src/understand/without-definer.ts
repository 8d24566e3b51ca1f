/** Definitions without the account that they run as. */

import type { ReadingModes } from '../split/statement.ts';
import { type Edit, withEdits } from './edits.ts';
import { Lexer } from './lexer.ts';
import { inPreparedText } from './prepared-text.ts';
import { StatementReader } from './reading.ts';

/**
 * A view, trigger, routine or event without `DEFINER = …`, also where that stands in a comment of its
 * own: whoever restores becomes the definer. `SQL SECURITY` stays, and so does what stands behind the
 * kind of object. Other statements are given back as they are.
 *
 * Also of a statement that our dumps hand over as hexadecimal text to be prepared.
 */
export function withoutDefiner(bytes: Buffer, modes: ReadingModes): Buffer {
  const lexer = new Lexer(bytes, modes);
  if (lexer.isWord('SET', 'PREPARE', 'EXECUTE'))
    return inPreparedText(bytes, modes, withoutDefiner);
  if (!lexer.takeWords('CREATE') && !lexer.takeWords('ALTER')) return bytes;
  const reader = new StatementReader(lexer);
  while (!lexer.isWord('DEFINER')) {
    if (lexer.isWord('OR', 'REPLACE', 'AGGREGATE')) lexer.advance();
    else if (!reader.skipAttribute()) return bytes;
  }
  return withEdits(bytes, definer(lexer));
}

/** Each of its tokens by itself: between them a comment may begin or end. */
function definer(lexer: Lexer): readonly Edit[] {
  const edits: Edit[] = [];
  const cut = (): void => {
    edits.push({ start: lexer.start, end: lexer.end });
    lexer.advance();
  };
  cut();
  if (lexer.isSign('=')) cut();
  cut();
  if (lexer.isSign('(')) cut();
  if (lexer.isSign(')')) cut();
  if (lexer.isSign('@')) {
    cut();
    cut();
    while (lexer.isSign('.')) {
      cut();
      cut();
    }
  }
  return edits;
}
