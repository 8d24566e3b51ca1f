/** The items of a table's definition in tokens: columns, keys and constraints, their names and parentheses. */

import { type Token, tokens, unquoteName } from '../sql/tokens.ts';

/** What stands between the outer parentheses, and what follows them; without space and comments. */
export function itemsOf(definition: string): { items: readonly Token[][]; rest: readonly Token[] } {
  const items: Token[][] = [];
  const rest: Token[] = [];
  let depth = 0;
  let closed = false;
  for (const token of tokens(definition)) {
    if (['space', 'comment', 'versionStart', 'versionEnd'].includes(token.kind)) continue;
    const isSign = token.kind === 'sign';
    if (closed) {
      rest.push(token);
    } else if (isSign && token.text === '(' && depth++ === 0) {
      items.push([]);
    } else if (isSign && token.text === ')' && --depth === 0) {
      closed = true;
    } else if (isSign && token.text === ',' && depth === 1) {
      items.push([]);
    } else if (depth > 0) {
      items.at(-1)?.push(token);
    }
  }
  return { items, rest };
}

/** Names are UTF-8. */
export function nameOf(token: Token): string {
  return Buffer.from(unquoteName(token), 'latin1').toString();
}

/** All names, wherever they stand. */
export function namesIn(item: readonly Token[]): readonly string[] {
  return item.filter(({ kind }) => kind === 'name').map(nameOf);
}

/** The name of a key or constraint, and the words outside of parentheses but for CONSTRAINT. */
export function nameAndWords(item: readonly Token[]): readonly [string | undefined, string] {
  const words: string[] = [];
  let name: string | undefined;
  let depth = 0;
  for (const token of item) {
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    else if (depth > 0) continue;
    else if (token.kind === 'name') name ??= nameOf(token);
    else if (token.kind === 'word' && token.text !== 'CONSTRAINT') {
      words.push(token.text.toUpperCase());
    }
  }
  return [name, words.join(' ')];
}

/** The tokens within the parentheses that stand behind a word or name, or anything after it. */
export function parenthesesAfter(
  item: readonly Token[],
  after: string,
): readonly Token[] | undefined {
  let depth = 0;
  for (const [index, token] of item.entries()) {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    const found =
      token.kind === 'name'
        ? index > 0 && nameOf(token) === after
        : token.kind === 'word' && token.text.toUpperCase() === after;
    if (depth === 0 && found) return parentheses(item, index + 1);
  }
  return undefined;
}

/** The tokens within the first parentheses from a position on. */
export function parentheses(item: readonly Token[], from: number): readonly Token[] | undefined {
  const start = item.findIndex(({ text }, index) => index >= from && text === '(');
  if (start < 0) return undefined;
  let depth = 0;
  for (let index = start; index < item.length; index++) {
    if (item[index]?.text === '(') depth++;
    if (item[index]?.text === ')' && --depth === 0) return item.slice(start + 1, index);
  }
  return item.slice(start + 1);
}

/** What commas separate within the first parentheses. */
export function partsOf(item: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of parentheses(item, 0) ?? []) {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (token.text === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
