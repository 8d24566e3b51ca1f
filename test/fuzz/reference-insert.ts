/** The rows of an INSERT, and the parts that it is cut into: the reference of the fuzzer. */

/** A statement or a part of one, with one character for each byte. */
export interface ReferencePart {
  readonly number: number;
  readonly offset: number;
  readonly text: string;
  readonly rows: number;
  readonly headBytes: number;
  readonly continues: boolean;
}

export class TextProblem extends Error {
  readonly code: string;
  readonly number: number;
  readonly offset: number;

  constructor(code: string, number: number, offset: number) {
    super(code);
    this.code = code;
    this.number = number;
    this.offset = offset;
  }
}

export interface ReferenceStatement {
  readonly number: number;
  readonly offset: number;
  readonly text: string;
  /** The same text with blanks for comments, "''… for what is in quotes. */
  readonly mask: string;
  readonly marks: readonly { readonly at: number; readonly begins: boolean }[];
  readonly max: number;
  /** Of what is broken only the parts before are wanted. */
  readonly ending: 'delimiter' | 'endOfText' | 'broken';
}

interface Token {
  readonly text: string;
  readonly at: number;
}

interface Rows {
  /** Whole rows. */
  readonly rows: readonly { readonly start: number; readonly end: number }[];
  /** Where a row begins that does not end. */
  readonly openRow?: number;
  readonly isExecutable: boolean;
  /** What stands behind the rows: nothing, the end of the comment around them, or code. */
  readonly behind: 'nothing' | 'comma' | 'commentEnd' | 'tail';
}

export function referenceParts(statement: ReferenceStatement): {
  readonly parts: readonly ReferencePart[];
  readonly error?: string | undefined;
} {
  const { number, offset, text, max, ending } = statement;
  const found = readRows(statement);
  const parts: ReferencePart[] = [];
  const headBytes = found?.rows[0]?.start ?? 0;
  const head = text.slice(0, headBytes);
  const closing = found?.isExecutable ? ' */' : '';
  const limit = max - closing.length;
  let first = 0;
  let partStart = 0;
  const sizeUpTo = (end: number) => (first === 0 ? end : headBytes + end - partStart);
  const cutBefore = (row: number, rowStart: number) => {
    const end = found?.rows[row - 1]?.end ?? 0;
    const bytes = (first === 0 ? text.slice(0, end) : head + text.slice(partStart, end)) + closing;
    const rows = row - first;
    const at = first === 0 ? offset : offset + partStart;
    parts.push({ number, offset: at, text: bytes, rows, headBytes, continues: true });
    first = row;
    partStart = rowStart;
  };
  for (const [index, row] of (found?.rows ?? []).entries()) {
    if (sizeUpTo(row.end) <= limit) continue;
    if (index > first) cutBefore(index, row.start);
    if (sizeUpTo(row.end) > limit) return { parts, error: 'STATEMENT_TOO_LARGE' };
  }
  const rows = (found?.rows.length ?? 0) - first;
  if (found?.openRow !== undefined && rows > 0 && sizeUpTo(text.length) > limit) {
    cutBefore(found.rows.length, found.openRow);
  }
  if (ending === 'broken') return { parts };
  const isAmidRows = found?.openRow !== undefined || found?.behind === 'comma';
  if (ending === 'endOfText' && isAmidRows) return { parts, error: 'TRUNCATED_DUMP' };
  const isLong = sizeUpTo(text.length) > limit;
  if (found?.behind === 'tail' && (isLong || first > 0)) {
    return { parts, error: 'STATEMENT_TOO_LARGE' };
  }
  let bytes = first === 0 ? text : head + text.slice(partStart);
  if (isLong) {
    if (found === undefined || isAmidRows) return { parts, error: 'STATEMENT_TOO_LARGE' };
    const end = found.rows.at(-1)?.end ?? 0;
    bytes = first === 0 ? text.slice(0, end) : head + text.slice(partStart, end);
    if (found.behind === 'commentEnd') bytes += closing;
  }
  if (ending === 'endOfText') bytes = bytes.replace(/[ \t\n\v\f\r]+$/, '');
  const left = (found?.rows.length ?? 0) - first;
  parts.push({
    number,
    offset: first === 0 ? offset : offset + partStart,
    text: bytes,
    rows: left,
    headBytes: left === 0 ? 0 : headBytes,
    continues: false,
  });
  return { parts };
}

/** `undefined` for all that is no INSERT or REPLACE with at least one whole row, or one begun. */
function readRows(statement: ReferenceStatement): Rows | undefined {
  const tokens = tokensOf(statement.mask);
  let at = headLength(tokens);
  if (at === undefined) return;
  const rows: { start: number; end: number }[] = [];
  const first = tokens[at];
  if (first === undefined) return;
  const isExecutable = isExecutableAt(statement, first.at);
  for (;;) {
    const start: Token | undefined = tokens[at];
    if (start === undefined) return { rows, isExecutable, behind: 'comma' };
    if (start.text.toUpperCase() === 'ROW') at++;
    else if (start.text !== '(') return tail(rows, isExecutable);
    const isRowWord = start.text !== '(';
    if (isRowWord && tokens[at] !== undefined && tokens[at]?.text !== '(') {
      return tail(rows, isExecutable);
    }
    const close = closingParenthesis(tokens, at);
    if (close === undefined) return { rows, openRow: start.at, isExecutable, behind: 'nothing' };
    const end = (tokens[close] as Token).at + 1;
    rows.push({ start: start.at, end });
    const next = tokens[close + 1];
    if (isExecutableAt(statement, end) !== isExecutable) return tail(rows, isExecutable);
    const between = statement.marks.filter(
      (mark) => mark.at >= end && mark.at < (next?.at ?? Number.POSITIVE_INFINITY),
    );
    if (between.length > 0) {
      const isEnd =
        between.length === 1 && !between[0]?.begins && next === undefined && isExecutable;
      return isEnd ? { rows, isExecutable, behind: 'commentEnd' } : tail(rows, isExecutable);
    }
    if (next === undefined) return { rows, isExecutable, behind: 'nothing' };
    if (next.text !== ',') return tail(rows, isExecutable);
    at = close + 2;
    const following = tokens[at]?.at ?? Number.POSITIVE_INFINITY;
    if (statement.marks.some((mark) => mark.at > next.at && mark.at < following)) {
      return tail(rows, isExecutable);
    }
  }
}

function tail(rows: Rows['rows'], isExecutable: boolean): Rows | undefined {
  return rows.length === 0 ? undefined : { rows, isExecutable, behind: 'tail' };
}

/** The index of the first token behind VALUES. */
function headLength(tokens: readonly Token[]): number | undefined {
  const word = (index: number) => tokens[index]?.text.toUpperCase() ?? '';

  let at = 0;
  if (word(at) !== 'INSERT' && word(at) !== 'REPLACE') return;
  at++;
  while (/^(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|INTO)$/.test(word(at))) at++;
  if (word(at) === '.') at++;
  if (!isName(tokens[at]?.text)) return;
  at++;
  for (;;) {
    if (word(at) === 'PARTITION') at++;
    else if (word(at) === '.' && isName(tokens[at + 1]?.text)) at += 2;
    else if (word(at) === '(') {
      const close = closingParenthesis(tokens, at);
      if (close === undefined) return;
      at = close + 1;
    } else break;
  }
  return word(at) === 'VALUES' || word(at) === 'VALUE' ? at + 1 : undefined;
}

function isName(text = ''): boolean {
  return /^(?:[\w$\x80-\xff]+|"'*)$/.test(text) && text.length <= 1024;
}

function closingParenthesis(tokens: readonly Token[], open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]?.text === '(') depth++;
    if (tokens[at]?.text === ')' && --depth === 0) return at;
  }
  return undefined;
}

function isExecutableAt({ marks }: ReferenceStatement, at: number): boolean {
  return marks.filter((mark) => mark.at < at).at(-1)?.begins ?? false;
}

/** Tokens of a mask: words, what was in quotes, and single signs. */
function tokensOf(mask: string): Token[] {
  return [...mask.matchAll(/[\w$\x80-\xff]+|"'*|[^ \t\n\v\f\r]/g)].map((match) => ({
    text: match[0],
    at: match.index,
  }));
}
