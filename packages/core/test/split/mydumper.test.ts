/** The files of mydumper, in which a statement ends with its line. */

import { expect, test } from 'vitest';
import { texts } from './split-helpers.ts';

const body = 'CREATE PROCEDURE p()\nBEGIN\n  SET @a = 1; SET @b = 2; \n  SELECT ";";\t\nEND';

test.for([
  ['SET NAMES', '/*!40101 SET NAMES binary*/'],
  ['the variable in front of programs', 'SET @PREV_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT'],
])('bodies are whole without a DELIMITER where the text begins with %s', ([, first = '']) => {
  expect(texts(`${first};\nDROP PROCEDURE IF EXISTS p;\n${body};\nSELECT 1;\n`)).toEqual([
    first,
    'DROP PROCEDURE IF EXISTS p',
    body,
    'SELECT 1',
  ]);
});

test('rows are rows, and semicolons in them no ends', () => {
  const insert = 'INSERT INTO `t` VALUES\n(1,"a;\\n"),\n(2,";\n")';
  const first = '/*!40101 SET NAMES binary*/';
  expect(texts(`${first};\n/*!40014 SET FOREIGN_KEY_CHECKS=0*/;\n${insert};\n`)).toEqual([
    first,
    '/*!40014 SET FOREIGN_KEY_CHECKS=0*/',
    insert,
  ]);
});

test.for([
  ['SET NAMES as others write it', '/*!40101 SET NAMES utf8 */'],
  ['another statement', 'SELECT 1'],
])('elsewhere a semicolon is enough: behind %s', ([, first = '']) => {
  const parts = [first, '/*!40101 SET NAMES binary*/', 'SELECT 2', 'SELECT 3'];
  expect(texts(`${parts.join(';')};\n`)).toEqual(parts);
});

test('a DELIMITER is obeyed all the same', () => {
  const first = '/*!40101 SET NAMES binary*/';
  expect(texts(`${first};\nDELIMITER ;\nSELECT 1;SELECT 2;`)).toEqual([
    first,
    'SELECT 1',
    'SELECT 2',
  ]);
});
