/** What is written otherwise in the text of SHOW CREATE TABLE. */

import { expect, test } from 'vitest';
import {
  autoIncrementOption,
  columnTexts,
  misplacedParts,
  withReplacements,
} from '../../src/render/definitions/table-definition.ts';
import { emptyTable } from './rendered-rows.ts';

const table = { ...emptyTable, database: 'sho`p' };

const placed = (text: string) => withReplacements(text, misplacedParts(text, table));

test('a version comment that holds its own end loses its signs', () => {
  expect(placed("a /*!80021 ENGINE_ATTRIBUTE='x */; DROP' */ b")).toBe(
    "a  ENGINE_ATTRIBUTE='x */; DROP'  b",
  );
  expect(placed('/*!50100 PARTITION `p*/` */')).toBe(' PARTITION `p*/` ');
});

test('a version comment without that stays', () => {
  const text = "a /*!80023 INVISIBLE */ COMMENT '*/' /*!50100 PARTITION `p` */";
  expect(placed(text)).toBe(text);
});

test('a sequence loses the name of the own database, not that of another one', () => {
  expect(placed('DEFAULT nextval(`sho``p`.`s`)')).toBe('DEFAULT nextval(`s`)');
  expect(placed('DEFAULT nextval(`other`.`s`)')).toBe('DEFAULT nextval(`other`.`s`)');
  expect(placed("COMMENT 'nextval(`sho``p`.`s`)'")).toBe("COMMENT 'nextval(`sho``p`.`s`)'");
});

test('defaults and members are found in columns alone', () => {
  const columns = columnTexts(`CREATE TABLE \`t(\` (
  \`a,b\` enum('x,''y)','DEFAULT ''z''') DEFAULT 'x,''y)' COMMENT 'DEFAULT ''no''',
  \`c\` varchar(5) GENERATED ALWAYS AS (if(\`a,b\` in ('p','q'),'r',default(\`d\`))) VIRTUAL,
  \`d\` int DEFAULT 1,
  KEY \`k\` (\`d\`) COMMENT 'DEFAULT ''no''',
  CONSTRAINT \`ck\` CHECK (\`d\` in ('1','2'))
) ENGINE=InnoDB COMMENT='(\`x\` int DEFAULT ''no'')'`);
  expect(
    columns.map(({ name, defaultText, members }) => [
      name,
      defaultText?.text,
      members.map(({ text }) => text),
    ]),
  ).toEqual([
    ['a,b', "'x,''y)'", ["'x,''y)'", "'DEFAULT ''z'''"]],
    ['c', undefined, []],
    ['d', undefined, []],
  ]);
});

test('the counter of a table is left out, and nothing that is called like it', () => {
  const text =
    "CREATE TABLE `t` (\n  `AUTO_INCREMENT` int AUTO_INCREMENT\n) ENGINE=ARCHIVE AUTO_INCREMENT=8 COMMENT=' AUTO_INCREMENT=9 '";
  expect(withReplacements(text, autoIncrementOption(text))).toBe(
    text.replace('ARCHIVE AUTO_INCREMENT=8 ', 'ARCHIVE '),
  );
});
