/** Names and texts that try to break out of statements and comments, and to run client commands. */

import { identifier, text } from '../sample/quote.ts';

/**
 * Names that are legal everywhere.
 *
 * @param marker - path of a file that would be made if the client ran one of them; short, as a name
 *   has 64 characters at the most
 */
export function hostileNames(marker: string): readonly string[] {
  return [
    `\\! touch ${marker}`,
    `a\n\\! touch ${marker}\nb`,
    `b\nsystem touch ${marker}\n;`,
    `c'\`"; \\! touch ${marker}`,
    `d*/ \\! touch ${marker} /*`,
    `e\ndelimiter //\n-- `,
    `f\nsource ${marker}\n\\. x`,
    'g` INT); DROP TABLE x; -- ',
    'h */ ; /*! SELECT 1 */',
    '\\`\\',
    'i;; $$ // # %s \t "日本" é DELIMITER',
    'x'.repeat(64),
    '日'.repeat(20),
    'select',
    '1',
  ].map((name) => name.replace(/ $/, ' x'));
}

/** The same as text, longer and with every quote, for comments, defaults and values. */
export function hostileText(marker: string): string {
  return `${hostileNames(marker).slice(0, 11).join(' ')}\r\n'\\'; \\! touch ${marker}\r\nsystem touch ${marker}\n`;
}

/** Statements that make one of every kind of object with such names. */
export function hostileSchema(marker: string): readonly string[] {
  const names = hostileNames(marker);
  const comment = text(hostileText(marker).slice(0, 250));
  const columns = names.map((name) => `${identifier(name)} INT COMMENT ${comment}`);
  const keys = names.map(
    (name) => `KEY ${identifier(name)} (${identifier(name)}) COMMENT ${comment}`,
  );
  const partitions = names.map(
    (name, index) =>
      `PARTITION ${identifier(name)} VALUES LESS THAN (${index + 1}) COMMENT = ${comment}`,
  );
  const value = text(hostileText(marker));
  // CR LF inside of a string is another matter, see the test of it.
  const bodyText = value.replaceAll('\r\n', '\n');
  const body = `BEGIN /* \\! touch ${marker}\nsystem touch ${marker}\n*/ -- \\! touch ${marker}
  SELECT ${bodyText}; # \\! touch ${marker} inner_block: BEGIN SELECT ';;', '//'; END;
END`;
  return [
    `CREATE TABLE all_columns (${[...columns, ...keys].join(', ')}) COMMENT=${comment}`,
    `INSERT INTO all_columns VALUES (${names.map((_, index) => index).join(', ')})`,
    `CREATE TABLE all_partitions (id INT) PARTITION BY RANGE (id) (${partitions.join(', ')})`,
    `INSERT INTO all_partitions VALUES ${names.map((_, index) => `(${index})`).join(', ')}`,
    `CREATE TABLE texts (id INT PRIMARY KEY, t TEXT, d VARCHAR(2000) DEFAULT ${value},
      e ENUM(${names.map(text).join(', ')}) DEFAULT ${text(names[1] ?? '')}, b BLOB)`,
    `INSERT INTO texts (id, t, e, b) VALUES ${names
      .map((name, index) => `(${index}, ${text(name)}, ${index + 1}, ${value})`)
      .join(', ')}`,
    ...names.flatMap((name, index) => [
      `CREATE TABLE ${identifier(name)} (${identifier(name)} INT PRIMARY KEY, other INT,
        CONSTRAINT ${identifier(name)} FOREIGN KEY (other) REFERENCES ${identifier(name)} (${identifier(name)}))`,
      `INSERT INTO ${identifier(name)} VALUES (${index}, NULL)`,
      `CREATE VIEW ${identifier(`v${name}`.slice(0, 64))} AS SELECT ${identifier(name)} AS ${identifier(
        name,
      )}, ${value} AS t FROM ${identifier(name)}`,
      `CREATE TRIGGER ${identifier(name)} BEFORE INSERT ON ${identifier(name)} FOR EACH ROW ${body.replace('SELECT', 'SET @x =').replace("SELECT ';;', '//'", "SET @x = ';;'")}`,
      `CREATE PROCEDURE ${identifier(name)}(IN ${identifier(name)} INT) COMMENT ${comment} ${body}`,
      `CREATE EVENT ${identifier(name)} ON SCHEDULE EVERY 1 DAY DISABLE COMMENT ${text(name)} DO ${body}`,
    ]),
  ];
}
