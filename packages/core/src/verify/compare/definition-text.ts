/** The text of a definition as it is compared: without what changes by use, and without names of databases. */

import { createHash } from 'node:crypto';
import {
  autoIncrementOption,
  columnTexts,
  withReplacements,
} from '../../render/definitions/table-definition.ts';

/**
 * Not compared:
 *
 * - where AUTO_INCREMENT of a table, or a sequence, stands: it moves on without a change of rows
 * - the order of the keys of a table: MySQL sorts them when a table is made, and those that are alike
 *   to it not always in the same way
 * - the character set of a column with a collation, which tells it: MySQL 8 shows it only where it was
 *   named
 * - a semicolon at the end of a program: MySQL 5.7 keeps it where the program was made amid other
 *   statements, and no one who makes it again sends it
 */
export function comparedText(kind: string, statements: readonly Buffer[]): string {
  const texts = statements.map((bytes) => bytes.toString('latin1'));
  switch (kind) {
    case 'tableStructure':
      return texts.map(tableText).join(';\n');
    case 'createDatabase':
      return attributesOf(texts).join(';\n');
    case 'sequence':
      return texts.filter((text) => !/^INSERT /.test(text)).join(';\n');
    default:
      return texts.map((text) => text.replace(/[;\s]+$/, '')).join(';\n');
  }
}

function tableText(text: string): string {
  if (!/^CREATE /.test(text)) return text;
  return withSortedKeys(
    withReplacements(text, autoIncrementOption(text)).replace(
      / CHARACTER SET \w+(?= COLLATE )/g,
      '',
    ),
  );
}

function withSortedKeys(definition: string): string {
  const keyLines = /(?:^ {2}(?:UNIQUE |FULLTEXT |SPATIAL )?KEY .*\n)+/gm;
  return definition.replace(keyLines, (lines) =>
    lines
      .split('\n')
      .map((line) => line.replace(/,$/, ''))
      .sort()
      .join('\n'),
  );
}

const databaseStart = /^(?:CREATE DATABASE IF NOT EXISTS `(?:[^`]|``)*`|ALTER DATABASE) /;

/** The attributes that stand behind the name, in CREATE and ALTER DATABASE alike. */
function attributesOf(texts: readonly string[]): readonly string[] {
  const attributes = texts.filter((text) => databaseStart.test(text));
  return [...new Set(attributes.map((text) => text.replace(databaseStart, '')))];
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('base64');
}

/** The columns that a table is made with; `undefined` where that can't be read. */
export function columnNames(statements: readonly Buffer[]): readonly string[] | undefined {
  const created = statements.find((bytes) => bytes.subarray(0, 13).toString() === 'CREATE TABLE ');
  if (created === undefined) return undefined;
  return columnTexts(created.toString('latin1')).map(({ name }) =>
    Buffer.from(name, 'latin1').toString(),
  );
}
