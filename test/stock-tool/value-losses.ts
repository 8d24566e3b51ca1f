/** Values that the dump programs of MySQL and MariaDB change without a word. */

import type { DatabaseServer } from '../services/index.ts';

/** A value in the column `v`, and what it is after the stock program's round trip. */
export interface ValueLoss {
  readonly title: string;
  readonly type: string;
  /** SQL expression. */
  readonly value: string;
  /** SQL expression that shows what the column holds, to the bit. */
  readonly shown: string;
  readonly before: string;
  readonly after: string;
  /** Servers that can hold it; by default all. */
  readonly heldBy?: (server: DatabaseServer) => boolean;
}

const number = 'CONCAT(v * 1e0)';
const sign = "IF(ATAN2(v, -1) < 0, '-', '+')";
const memberNumber = 'CONCAT(v + 0)';
const firstOfJson = "CONCAT(JSON_TYPE(JSON_EXTRACT(v, '$[0]')), ' ', JSON_EXTRACT(v, '$[0]'))";

/** MariaDB's JSON is a text, and has no types but those of a text. */
const isMysql = ({ flavor }: DatabaseServer) => flavor === 'mysql';

export const valueLosses: readonly ValueLoss[] = [
  float('1/7', '1e0/7', '0.1428571492433548', '0.14285700023174286'),
  float('5592405.5', '5592405.5', '5592405.5', '5592410'),
  float('16777216', '16777216', '16777216', '16777200'),
  {
    title: 'the sign of a zero in FLOAT',
    type: 'FLOAT',
    value: '-1e-60',
    shown: sign,
    before: '-',
    after: '+',
  },
  character('cp932', 'FA54', '81CA'),
  character('ujis', '8FA2B7', '7E'),
  character('sjis', '5C', '815F'),
  character('big5', 'A15A', 'A2CE'),
  character('armscii8', 'A4', '29'),
  character('gbk', 'A140', '3F'),
  character('euckr', 'A2E8', '3F'),
  character('hebrew', 'A1', '3F'),
  {
    title: 'the date 2021-02-31, which ALLOW_INVALID_DATES lets in',
    type: 'DATE',
    value: "'2021-02-31'",
    shown: 'CONCAT(v)',
    before: '2021-02-31',
    after: '0000-00-00',
  },
  {
    title: "the error value 0 of an ENUM with the member ''",
    type: "ENUM('a','')",
    value: '0',
    shown: memberNumber,
    before: '0',
    after: '2',
  },
  {
    title: "the member '' of a SET",
    type: "SET('','a')",
    value: '1',
    shown: memberNumber,
    before: '1',
    after: '0',
  },
  {
    title: 'a DECIMAL within JSON',
    type: 'JSON',
    value: 'JSON_ARRAY(1.10)',
    shown: firstOfJson,
    before: 'DECIMAL 1.10',
    after: 'DOUBLE 1.1',
    heldBy: isMysql,
  },
  {
    title: 'a DATE within JSON',
    type: 'JSON',
    value: "JSON_ARRAY(CAST('2024-02-29' AS DATE))",
    shown: firstOfJson,
    before: 'DATE "2024-02-29"',
    after: 'STRING "2024-02-29"',
    heldBy: isMysql,
  },
];

function float(title: string, value: string, before: string, after: string): ValueLoss {
  return { title: `FLOAT ${title}`, type: 'FLOAT', value, shown: number, before, after };
}

function character(set: string, before: string, after: string): ValueLoss {
  const type = `VARCHAR(1) CHARACTER SET ${set}`;
  return { title: `${set} ${before}`, type, value: `0x${before}`, shown: 'HEX(v)', before, after };
}
