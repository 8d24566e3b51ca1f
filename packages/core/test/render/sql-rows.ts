/** Reads INSERT statements back, by the manual's rules of literals alone. */

/** A value as a server without NO_BACKSLASH_ESCAPES reads it. */
export interface ReadValue {
  readonly form: 'null' | 'number' | 'string' | 'hexadecimal';
  /** `_cp932`, `_binary`, or nothing. */
  readonly introducer: string;
  readonly bytes: Buffer;
}

export interface ReadStatement {
  readonly start: string;
  readonly length: number;
  readonly rows: readonly (readonly ReadValue[])[];
}

/** https://dev.mysql.com/doc/refman/8.4/en/string-literals.html, table 11.1, without `\%` and `\_` */
const escapes = new Map([
  ['0', 0x00],
  ["'", 0x27],
  ['"', 0x22],
  ['b', 0x08],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['Z', 0x1a],
  ['\\', 0x5c],
]);

/**
 * @param start - what each statement begins with
 * @throws Error where the bytes are anything but such statements, one after the other
 */
export function readStatements(sql: Buffer, start: string): readonly ReadStatement[] {
  const statements: ReadStatement[] = [];
  let at = 0;
  while (at < sql.length) {
    const begun = at;
    expectText(start);
    const rows = [readRow()];
    while (sql[at] === 0x2c) {
      expectText(',\n');
      rows.push(readRow());
    }
    expectText(';\n');
    statements.push({ start, length: at - begun, rows });
  }
  return statements;

  function expectText(text: string): void {
    const found = sql.toString('latin1', at, at + text.length);
    if (found !== text) throw new Error(`At byte ${at}: ${text} expected, ${found} found`);
    at += text.length;
  }

  function readRow(): readonly ReadValue[] {
    expectText('(');
    const values: ReadValue[] = [];
    if (sql[at] !== 0x29) {
      values.push(readValue());
      while (sql[at] === 0x2c) {
        at++;
        values.push(readValue());
      }
    }
    expectText(')');
    return values;
  }

  function readValue(): ReadValue {
    const introducer = match(/_[a-z0-9]+ /y)?.trimEnd() ?? '';
    if (sql[at] === 0x27) return { form: 'string', introducer, bytes: readString() };
    const digits = match(/0x(?:[0-9A-Fa-f]{2})+/y);
    if (digits !== undefined) {
      return { form: 'hexadecimal', introducer, bytes: Buffer.from(digits.slice(2), 'hex') };
    }
    if (match(/NULL/y) !== undefined) return { form: 'null', introducer, bytes: Buffer.alloc(0) };
    const number = match(/-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/y);
    if (number === undefined) throw new Error(`At byte ${at}: no value`);
    return { form: 'number', introducer, bytes: Buffer.from(number) };
  }

  /** Sticky, at the current position; what it looks for may be as long as the rest. */
  function match(pattern: RegExp): string | undefined {
    const end = Math.min(sql.length, at + 64);
    let text = sql.toString('latin1', at, end);
    if (pattern.source.startsWith('0x') && text.startsWith('0x')) {
      text = sql.toString('latin1', at, nextOf([0x2c, 0x29], at));
    }
    pattern.lastIndex = 0;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }

  function nextOf(bytes: readonly number[], from: number): number {
    let position = from;
    while (position < sql.length && !bytes.includes(sql[position] ?? -1)) position++;
    return position;
  }

  function readString(): Buffer {
    const bytes: number[] = [];
    for (at++; at < sql.length; at++) {
      const byte = sql[at] ?? -1;
      if (byte === 0x27 && sql[at + 1] !== 0x27) {
        at++;
        return Buffer.from(bytes);
      }
      if (byte === 0x27) at++;
      if (byte !== 0x5c) {
        bytes.push(byte);
        continue;
      }
      const character = String.fromCharCode(sql[++at] ?? -1);
      const escaped = escapes.get(character);
      if (escaped === undefined) throw new Error(`At byte ${at}: no escape: ${character}`);
      bytes.push(escaped);
    }
    throw new Error('A string without an end');
  }
}
