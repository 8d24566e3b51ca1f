/** What the expressions of a statement call: nothing but functions that change nothing, and sequences. */

import type { Lexer } from './lexer.ts';
import type { StatementReader } from './reading.ts';
import type { NamedObject } from './understood.ts';

/** Functions of MariaDB that take a sequence, and change it, in their parentheses. */
const sequenceFunctions = new Set(['NEXTVAL', 'LASTVAL', 'SETVAL']);

/** Words that a parenthesis may follow, and that call nothing. */
const keywords = new Set([
  ...[
    'ALL',
    'AND',
    'ANY',
    'AS',
    'BETWEEN',
    'BINARY',
    'BY',
    'CASE',
    'CHARACTER',
    'CHAR',
    'DATETIME',
  ],
  ...[
    'DECIMAL',
    'DISTINCT',
    'DIV',
    'ELSE',
    'EXCEPT',
    'EXISTS',
    'FROM',
    'HAVING',
    'IN',
    'INTERSECT',
  ],
  ...[
    'INTERVAL',
    'IS',
    'JOIN',
    'LIKE',
    'LIMIT',
    'MOD',
    'NOT',
    'ON',
    'OR',
    'OVER',
    'REGEXP',
    'RLIKE',
  ],
  ...[
    'ROW',
    'SELECT',
    'SET',
    'SOME',
    'THEN',
    'TIME',
    'UNION',
    'USING',
    'VALUE',
    'VALUES',
    'VARCHAR',
  ],
  ...['WHEN', 'WHERE', 'XOR', 'SIGNED', 'UNSIGNED'],
]);

/** Functions of the servers that change nothing, lock nothing, and read no file. */
const harmlessFunctions = new Set([
  ...['ABS', 'ADDDATE', 'ADDTIME', 'ASCII', 'AVG', 'BIN', 'BIN_TO_UUID', 'BIT_AND', 'BIT_LENGTH'],
  ...[
    'BIT_OR',
    'CAST',
    'CEIL',
    'CEILING',
    'CHARACTER_LENGTH',
    'CHARSET',
    'CHAR_LENGTH',
    'COALESCE',
  ],
  ...[
    'COLLATION',
    'CONCAT',
    'CONCAT_WS',
    'CONNECTION_ID',
    'CONV',
    'CONVERT',
    'CONVERT_TZ',
    'COUNT',
  ],
  ...['CRC32', 'CURDATE', 'CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP', 'CURRENT_USER'],
  ...['CURTIME', 'DATABASE', 'DATE', 'DATEDIFF', 'DATE_ADD', 'DATE_FORMAT', 'DATE_SUB', 'DAY'],
  ...['DAYOFMONTH', 'DAYOFWEEK', 'DAYOFYEAR', 'DEFAULT', 'ELT', 'EXTRACT', 'FIELD', 'FIND_IN_SET'],
  ...['FLOOR', 'FORMAT', 'FROM_BASE64', 'FROM_DAYS', 'FROM_UNIXTIME', 'GREATEST', 'GROUP_CONCAT'],
  ...['HEX', 'HOUR', 'IF', 'IFNULL', 'INET6_ATON', 'INET6_NTOA', 'INET_ATON', 'INET_NTOA', 'INSTR'],
  ...['ISNULL', 'JSON_ARRAY', 'JSON_EXTRACT', 'JSON_OBJECT', 'JSON_UNQUOTE', 'JSON_VALID'],
  ...[
    'LAST_DAY',
    'LCASE',
    'LEAST',
    'LEFT',
    'LENGTH',
    'LOCATE',
    'LOWER',
    'LPAD',
    'LTRIM',
    'MAKEDATE',
  ],
  ...['MAKETIME', 'MAX', 'MD5', 'MICROSECOND', 'MID', 'MIN', 'MINUTE', 'MONTH', 'NOW', 'NULLIF'],
  ...['NVL', 'OCT', 'OCTET_LENGTH', 'ORD', 'PI', 'POSITION', 'POW', 'POWER', 'QUARTER', 'QUOTE'],
  ...['REGEXP_REPLACE', 'REGEXP_SUBSTR', 'REPEAT', 'REPLACE', 'REVERSE', 'RIGHT', 'ROUND', 'RPAD'],
  ...[
    'RTRIM',
    'SCHEMA',
    'SECOND',
    'SEC_TO_TIME',
    'SESSION_USER',
    'SHA',
    'SHA1',
    'SHA2',
    'SIGN',
    'SLEEP',
  ],
  ...['SPACE', 'SQRT', 'STRCMP', 'STR_TO_DATE', 'SUBDATE', 'SUBSTR', 'SUBSTRING', 'SUBTIME', 'SUM'],
  ...['SUBSTRING_INDEX', 'SYSDATE', 'SYSTEM_USER', 'TIMEDIFF', 'TIMESTAMP', 'TIMESTAMPADD'],
  ...['TIMESTAMPDIFF', 'TIME_FORMAT', 'TIME_TO_SEC', 'TO_BASE64', 'TO_DAYS', 'TO_SECONDS', 'TRIM'],
  ...['TRUNCATE', 'UCASE', 'UNHEX', 'UNIX_TIMESTAMP', 'UPPER', 'USER', 'UTC_DATE', 'UTC_TIME'],
  ...['UTC_TIMESTAMP', 'UUID', 'UUID_TO_BIN', 'VERSION', 'WEEK', 'WEEKDAY', 'WEEKOFYEAR', 'YEAR'],
]);

/**
 * From here to the end of the statement. All that is not known counts as something that writes: stored
 * functions, which write where their body says, also in another database; loadable ones; GET_LOCK
 * and LOAD_FILE; and INTO OUTFILE. SLEEP only waits.
 *
 * @returns the sequences whose values are taken or set; `undefined` where anything else may be written
 */
export function readCalls(reader: StatementReader): readonly NamedObject[] | undefined {
  const { lexer } = reader;
  const sequences: NamedObject[] = [];
  let before = '';
  let kindBefore: Lexer['kind'] = 'sign';
  let isDotted = false;
  let afterDot = false;
  while (!lexer.isEnd()) {
    if (lexer.isSign('(')) {
      if (kindBefore === 'name' || (kindBefore === 'word' && isDotted)) return undefined;
      if (kindBefore === 'word' && !keywords.has(before) && !harmlessFunctions.has(before)) {
        return undefined;
      }
    }
    if (!afterDot) {
      const sequence = takeSequence(reader);
      if (sequence === 'unreadable') return undefined;
      if (sequence !== undefined) {
        sequences.push(sequence);
        before = '';
        kindBefore = 'sign';
        continue;
      }
    }
    const word = lexer.word();
    if (word === 'OUTFILE' || word === 'DUMPFILE') return undefined;
    // Under sql_mode ORACLE a sequence of MariaDB: `s.NEXTVAL`.
    if (afterDot && (word === 'NEXTVAL' || word === 'CURRVAL')) return undefined;
    before = word;
    kindBefore = lexer.kind;
    isDotted = afterDot;
    afterDot = lexer.isSign('.');
    lexer.advance();
  }
  return sequences;
}

/**
 * `NEXTVAL(s)`, `SETVAL(s, 1)`, `NEXT VALUE FOR s`, where one of them stands here, up to behind the
 * sequence; else it stays.
 */
export function takeSequence(reader: StatementReader): NamedObject | 'unreadable' | undefined {
  const { lexer } = reader;
  if (sequenceFunctions.has(lexer.word())) {
    const place = lexer.place();
    lexer.advance();
    if (lexer.takeSign('(')) return reader.object() ?? 'unreadable';
    lexer.goTo(place);
    return undefined;
  }
  const takes =
    lexer.takeWords('NEXT', 'VALUE', 'FOR') || lexer.takeWords('PREVIOUS', 'VALUE', 'FOR');
  return takes ? (reader.object() ?? 'unreadable') : undefined;
}
