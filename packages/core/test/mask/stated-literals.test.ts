/** Definitions of masked columns that hold values are told of. */

import { expect, test } from 'vitest';
import { tableConstraints } from '../../src/catalog/table-constraints.ts';
import { maskedTable } from '../../src/mask/masked-table.ts';
import { statedLiterals } from '../../src/mask/stated-literals.ts';
import type { MaskRuleName } from '../../src/mask-policy.ts';
import { testTable } from './tables.ts';

/** The message for a table of which these columns are masked. */
function told(
  lines: readonly string[],
  columns: readonly string[],
  after = '',
): string | undefined {
  const table = testTable('t', lines, after);
  const parsed = { rule: 'hash' as MaskRuleName, parameters: {}, trustChecks: true };
  const rules = new Map(columns.map((column) => [column, parsed]));
  return statedLiterals([maskedTable(table, tableConstraints(table.definition), rules)])?.message;
}

test.each([
  ["`a` varchar(20) DEFAULT 'Bob'", '(DEFAULT)'],
  ["`a` varchar(20) DEFAULT _utf8mb4'Bob'", '(DEFAULT)'],
  ["`a` varchar(20) DEFAULT (concat('Bob','!'))", '(DEFAULT)'],
  ['`a` int DEFAULT -17', '(DEFAULT)'],
  ["`a` int DEFAULT '42'", '(DEFAULT)'],
  ["`a` varchar(20) CHECK (`a` <> 'Bob')", '(CHECK)'],
  [
    "`a` varchar(20),\n  CONSTRAINT `c` CHECK ((`a` <> _utf8mb4'Bob')) /*!80016 NOT ENFORCED */",
    '(CHECK)',
  ],
  ["`a` varchar(20),\n  `b` int GENERATED ALWAYS AS ((`a` = 'Bob')) VIRTUAL", '(expression)'],
  ["`a` varchar(20),\n  KEY `k` ((case when (`a` = _utf8mb4'Bob') then 1 end))", '(expression)'],
  ["`a` varchar(20),\n  UNIQUE KEY `k` (`b`,(`a` <> _utf8mb4'Bob'))", '(expression)'],
])('%s', (line, where) => {
  const message = told(line.split(',\n  '), ['a']);
  expect(message).toContain(`\`a\``);
  expect(message).toContain(where);
  expect(message).not.toContain('Bob');
  expect(told(line.split(',\n  '), ['other'])).toBeUndefined();
});

test('bounds of partitions by a masked column', () => {
  const after = '\n PARTITION BY LIST COLUMNS(`a`)\n(PARTITION `p` VALUES IN (1))';
  expect(told(['`a` int'], ['a'], after)).toContain('(partitions)');
});

test.each([
  '`a` varchar(20) DEFAULT NULL',
  "`a` varchar(20) NOT NULL DEFAULT ''",
  "`a` decimal(10,2) DEFAULT '0.00'",
  "`a` datetime DEFAULT '0000-00-00 00:00:00'",
  '`a` timestamp(3) DEFAULT CURRENT_TIMESTAMP(3)',
  "`a` varchar(20) COMMENT 'as DEFAULT 5'",
  "`a` enum('Bob','Eve') NOT NULL",
  '`a` longtext CHECK (json_valid(`a`))',
  '`a` varchar(20),\n  KEY `k` (`a`(10)) KEY_BLOCK_SIZE=8,\n  KEY `l` ((upper(`a`)))',
])('tells nothing of %s', (line) => {
  expect(told(line.split(',\n  '), ['a'])).toBeUndefined();
});
