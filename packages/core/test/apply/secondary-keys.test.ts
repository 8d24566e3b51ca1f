/** Which keys can be made behind the rows. */

import { expect, test } from 'vitest';
import { deferrableKeys } from '../../src/apply/tables/secondary-keys.ts';

function clausesOf(
  keys: readonly string[],
  options = 'ENGINE=InnoDB',
  columns = '`a` int',
): string[] {
  const definition = `CREATE TABLE \`t\` (\n  ${[columns, ...keys].join(',\n  ')}\n) ${options}`;
  return deferrableKeys(Buffer.from(definition)).map(({ clause }) => clause);
}

test('plain keys, with all that they say', () => {
  const keys = [
    'KEY `a` (`a`,`b`(10),`c` DESC)',
    "KEY `b` (`b`) USING BTREE COMMENT 'it''s, ) KEY `x` (`x`)'",
    'KEY `c` (`c`) KEY_BLOCK_SIZE=4 /*!80000 INVISIBLE */',
    'KEY `d` (`d`) IGNORED',
    'KEY `a``,\n  KEY ``z`` (` (`a``,\n  KEY ``z`` (`)',
  ];
  expect(clausesOf(['PRIMARY KEY (`id`)', 'UNIQUE KEY `u` (`a`)', ...keys])).toEqual(keys);
  expect(clausesOf([...keys, 'CONSTRAINT `c` CHECK (`a` > 0)'])).toEqual(keys);
});

test.for([
  ['unique', 'UNIQUE KEY `u` (`a`)'],
  ['full-text', 'FULLTEXT KEY `f` (`a`)'],
  ['spatial', 'SPATIAL KEY `f` (`a`)'],
  ['of an expression', 'KEY `f` ((`a` + 1))'],
  ['with something unknown', 'KEY `f` (`a`) `SIZE`=7'],
])('those before one that stays, stay: %s', ([, key]) => {
  const before = 'KEY `a` (`a`)';
  const behind = 'KEY `z` (`a`)';
  expect(clausesOf([before, key ?? '', behind])).toEqual([behind]);
});

test('a key that AUTO_INCREMENT or a foreign key needs stays', () => {
  const behind = 'KEY `z` (`z`)';
  const number = "`n` int NOT NULL AUTO_INCREMENT COMMENT 'x'";
  expect(clausesOf(['KEY `n` (`n`,`a`)', behind], '', number)).toEqual([behind]);
  const foreign = 'CONSTRAINT `f` FOREIGN KEY (`n`) REFERENCES `o` (`id`)';
  expect(clausesOf(['KEY `n` (`n`)', behind, foreign])).toEqual([behind]);
  expect(clausesOf(['KEY `n` (`n`)', behind], '', "`n` int COMMENT 'AUTO_INCREMENT'")).toHaveLength(
    2,
  );
});

test('tables with partitions or versions keep theirs', () => {
  expect(clausesOf(['KEY `a` (`a`)'], '/*!50100 PARTITION BY HASH (`a`) */')).toEqual([]);
  expect(clausesOf(['KEY `a` (`a`)'], 'WITH SYSTEM VERSIONING')).toEqual([]);
  expect(clausesOf(['KEY `a` (`a`)'], "COMMENT='PARTITION'")).toHaveLength(1);
});
