/** Texts of valid statements whose effects tell how they were read. */

import fc from 'fast-check';

/** A character set whose characters may hold a backslash, with such characters, as bytes. */
const wideCharacters: Record<string, readonly string[]> = {
  utf8mb4: ['\xc3\xa9', '\xe6\xbc\xa2', '\xf0\x9f\x98\x80'],
  sjis: ['\x83\x5c', '\x95\x5c', '\x83\x60', '\x82\xa0', '\xb1'],
  cp932: ['\x83\x5c', '\x95\x5c', '\x97\x60', '\xb1'],
  gbk: ['\xbf\x5c', '\xd5\x5c', '\xc1\x60', '\xb0\xa1'],
  big5: ['\xa5\x5c', '\xb3\x5c', '\xae\x60', '\xa4\xa4'],
};

/** Their characters of two bytes, as a pattern. */
const pairs: Record<string, string> = {
  sjis: '[\\x81-\\x9f\\xe0-\\xfc][\\x40-\\x7e\\x80-\\xfc]',
  cp932: '[\\x81-\\x9f\\xe0-\\xfc][\\x40-\\x7e\\x80-\\xfc]',
  gbk: '[\\x81-\\xfe][\\x40-\\x7e\\x80-\\xfe]',
  big5: '[\\xa1-\\xf9][\\x40-\\x7e\\xa1-\\xfe]',
};

const contents = [
  ...["'", '"', '`', '\\', ';', ';;', '$$', '--', '-- ', '#', '/*', '*/', '/*!50000 ', '\n', '\t'],
  ...['a', 'INSERT', '(', ')', ',', '\x1a', '%', '\\n', 'end', "''", '""', ' '],
];

const modeNames = ['', 'ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'];

type Item =
  | { readonly kind: 'insert'; readonly values: readonly string[]; readonly style: number }
  | { readonly kind: 'mode'; readonly mode: number; readonly style: number }
  | { readonly kind: 'restore' }
  | { readonly kind: 'comment'; readonly text: string; readonly style: number }
  | { readonly kind: 'procedure'; readonly values: readonly string[]; readonly delimiter: string }
  | { readonly kind: 'select'; readonly values: readonly string[] };

export interface GeneratedText {
  readonly characterSet: string;
  /** One character for each byte. */
  readonly text: string;
}

/**
 * What the clients are known to read otherwise than the server is left out:
 * - `commentInExecutableComment`: with a comment in it they take the rest of the text for a comment
 * - `executableMarkInComment`: the same where a plain comment holds the mark of an executable one
 * - `delimiterInExecutableComment`: they end the statement there
 * - `carriageReturn`, `nul`: they take them out, or stop
 * - `delimiterBehindComments`: mysql 8.4 sends DELIMITER where there is nothing before it but a
 *   comment of a block and one to the end of its line
 *
 * They write into `log (id, v)` and "a;b`c" ("d'e"), both as numbered rows of bytes. */
export function generatedText(): fc.Arbitrary<GeneratedText> {
  return fc
    .constantFrom(...Object.keys(wideCharacters))
    .chain((characterSet) =>
      fc
        .array(item(characterSet), { minLength: 5, maxLength: 25 })
        .map((items) => ({ characterSet, text: new Writer(characterSet).write(items) })),
    );
}

function item(characterSet: string): fc.Arbitrary<Item> {
  const pieces = [...contents, ...(wideCharacters[characterSet] ?? [])];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((all) => all.join(''));
  const values = fc.array(text, { minLength: 1, maxLength: 4 });
  const style = fc.nat(11);
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('insert'), values, style }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('mode'), mode: fc.nat(3), style }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore') }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('comment'), text, style }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('select'), values }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('procedure'),
        values,
        delimiter: fc.constantFrom(';;', '$$', '//', '|', 'END_OF_IT', '--//'),
      }),
    },
  ) as fc.Arbitrary<Item>;
}

/** Knows the session's mode, as literals are written by it. */
class Writer {
  readonly #characterSet: string;
  #mode = 0;
  #saved = 0;
  #procedures = 0;
  /** Since the last statement. */
  #hasBlockComment = false;
  #text = "SET sql_mode = '';\nSET @saved = @@sql_mode;\n";

  constructor(characterSet: string) {
    this.#characterSet = characterSet;
  }

  write(items: readonly Item[]): string {
    for (const item of items) {
      this.#text += this.#item(item);
      if (item.kind !== 'comment') this.#hasBlockComment = false;
    }
    return this.#text;
  }

  #item(item: Item): string {
    switch (item.kind) {
      case 'insert':
        return this.#insert(item.values, item.style);
      case 'mode':
        return this.#setMode(item.mode, item.style);
      case 'restore':
        this.#mode = this.#saved;
        return 'SET sql_mode = @saved;\n';
      case 'comment':
        return this.#comment(item.text, item.style);
      case 'select':
        return `SELECT ${item.values.map((value) => this.#literal(value)).join(' , -- ;\n')};`;
      case 'procedure':
        return this.#procedure(item.values, item.delimiter);
    }
  }

  #insert(values: readonly string[], style: number): string {
    const rows = values.map((value, index) => `(${this.#literal(value, style + index)})`);
    const quote = this.#mode & 1 && style % 2 === 0 ? '"' : '`';
    const odd = (name: string) => quote + name.replaceAll(quote, quote + quote) + quote;
    switch (style) {
      case 0:
        return `INSERT INTO ${odd('a;b`c"')} (${odd("d'e")}) VALUES ${rows.join(',')};\n`;
      case 1:
        return `INSERT INTO ${odd('a;b`c"')} VALUES\n${rows.join(',\n')};`;
      case 2:
        return `/*!40000 INSERT INTO log (v) VALUES ${rows.join(',')} */;\n`;
      case 3:
        return `INSERT /*!40000 INTO */ log (v) /* it's */ VALUES ${rows.join(", -- it's\n")};\n`;
      case 4:
        return `insert log (v) value ${rows.join(' , # "\n')} ;;\n`;
      case 5:
        return `INSERT INTO log (v) SELECT ${this.#literal(values[0] ?? '')};\n`;
      case 6:
        return `INSERT INTO log SET v = ${this.#literal(values[0] ?? '')}; `;
      case 7:
        return `INSERT INTO log (v) VALUES (1--1), ${rows.join(',')}, (2 /* */ * /**/ 3);\n`;
      case 8:
        return `REPLACE INTO log (v) VALUES ${rows.join(',')} -- ;\n;`;
      default:
        return `INSERT INTO log (v) VALUES ${rows.join(',')};${style === 9 ? '' : '\n'}`;
    }
  }

  #setMode(mode: number, style: number): string {
    const quoted = `'${modeNames[mode]}'`;
    const before = this.#mode;
    this.#mode = mode;
    switch (style % 6) {
      case 0:
        return `SET sql_mode = ${quoted};\n`;
      case 1:
        return `/*!50003 SET sql_mode = ${quoted} */ ;\n`;
      case 2:
        // All values of a SET are those before it.
        this.#saved = before;
        return `SET SESSION sql_mode=${quoted}, @saved = @@sql_mode;`;
      case 3:
        return `SET @@session.sql_mode := ${quoted};\n`;
      case 4:
        return `SET @m = ${quoted}; SET sql_mode=CONCAT(@m, '');\n`;
      default:
        return `SET @a = 1, SESSION sql_mode = ${quoted};\n`;
    }
  }

  #comment(text: string, style: number): string {
    const line = text.replaceAll('\n', ' ');
    if (style % 3 === 0) return `\n-- ${line}\n`;
    if (style % 3 === 1) return `# ${line}\n`;
    this.#hasBlockComment = true;
    return `/* ${text.replaceAll(/\*\/|\/\*!/g, '').replace(/\*$/, '')} */\n`;
  }

  #procedure(values: readonly string[], delimiter: string): string {
    this.#procedures++;
    const body = values.map(
      (value, index) =>
        `  INSERT INTO log (v) VALUES (${this.#literal(value, index)}); -- it's ;\n`,
    );
    const name = `p${this.#procedures}`;
    const before = this.#hasBlockComment ? 'DO 0;' : '';
    return (
      `${before}\nDELIMITER ${delimiter}\nCREATE PROCEDURE ${name}()\nBEGIN\n${body.join('')}  /* ; */ ` +
      `END ${delimiter}\ndelimiter ;\nCALL ${name}();\n`
    );
  }

  #literal(value: string, style = 0): string {
    const isDouble = style % 2 === 1 && (this.#mode & 1) === 0;
    const quote = isDouble ? '"' : "'";
    if (this.#mode & 2) return quote + value.replaceAll(quote, quote + quote) + quote;
    const doubled = style % 3 === 0;
    const escaped = escapeBackslashes(value, this.#characterSet);
    return quote + escaped.replaceAll(quote, doubled ? quote + quote : `\\${quote}`) + quote;
  }
}

/** Not those that are the second byte of a character. */
function escapeBackslashes(value: string, characterSet: string): string {
  const pair = pairs[characterSet];
  const pattern = pair === undefined ? /\\/g : new RegExp(`${pair}|\\\\`, 'g');
  return value.replace(pattern, (found) => (found.length === 2 ? found : '\\\\'));
}

/** With letters in place of characters of two bytes. */
export function withoutPairs(text: string, characterSet: string): string {
  const pair = pairs[characterSet];
  return pair === undefined ? text : text.replaceAll(new RegExp(pair, 'g'), 'xx');
}
