/** Generated triggers, procedures, functions and events, under session settings of their own. */

import fc from 'fast-check';
import { identifier } from '../sample/quote.ts';
import { comment } from './column.ts';
import { hostileName, hostileText, type NameSeed } from './hostile-text.ts';
import type { GeneratedTable } from './table.ts';

export interface ProgramDraft {
  readonly kind: 'trigger' | 'procedure' | 'function' | 'event';
  readonly name: NameSeed;
  readonly parameters: readonly { readonly name: NameSeed; readonly type: string }[];
  readonly note: string;
  readonly text: string;
  readonly compound: boolean;
  readonly comment: string;
  readonly table: number;
  readonly time: 'BEFORE' | 'AFTER';
  readonly event: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly schedule: string;
  readonly ending: string;
  readonly sqlMode: string;
  readonly names: string;
  readonly timeZone: string;
}

const sqlModes = [
  '',
  'ANSI_QUOTES',
  'NO_BACKSLASH_ESCAPES',
  'PIPES_AS_CONCAT,IGNORE_SPACE',
  'STRICT_ALL_TABLES,NO_ZERO_DATE,ANSI_QUOTES,NO_BACKSLASH_ESCAPES',
  'HIGH_NOT_PRECEDENCE,NO_UNSIGNED_SUBTRACTION',
];

const parameterTypes = [
  ...['INT', 'BIGINT UNSIGNED', 'DECIMAL(5,2)', 'VARCHAR(10)', 'TEXT', 'DATETIME(3)', 'BLOB'],
  ...['VARCHAR(10) CHARACTER SET cp932', 'CHAR(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'],
  ...["ENUM('a','b''c','\\\\')", 'JSON', 'POINT'],
];

/** Of a CR LF in a program the dump says, where it is restored, that it needs `--binary-mode`. */
const bodyText = hostileText(60).map((text) => text.replace(/\r+\n/g, '\n'));

export const programDraft: fc.Arbitrary<ProgramDraft> = fc.record({
  kind: fc.constantFrom('trigger', 'procedure', 'function', 'event'),
  // In a session of another character set, each byte of it is a character.
  name: hostileName('r', 15),
  parameters: fc.array(
    fc.record({ name: hostileName('p', 15), type: fc.constantFrom(...parameterTypes) }),
    { maxLength: 3 },
  ),
  note: bodyText,
  text: bodyText,
  compound: fc.boolean(),
  comment: comment(20).map((text) => text.replace(/\r+\n/g, '\n')),
  table: fc.nat(),
  time: fc.constantFrom('BEFORE', 'AFTER'),
  event: fc.constantFrom('INSERT', 'UPDATE', 'DELETE'),
  schedule: fc.constantFrom(
    "AT '2037-03-04 05:06:07'",
    "EVERY 5 MINUTE STARTS '2030-01-01 00:00:00'",
    "EVERY '1:30' HOUR_MINUTE STARTS '2031-03-31 02:30:00' ENDS '2036-10-25 02:30:00'",
  ),
  ending: fc.constantFrom(
    '',
    ' ON COMPLETION PRESERVE',
    ' DISABLE',
    ' ON COMPLETION PRESERVE ENABLE',
  ),
  sqlMode: fc.constantFrom(...sqlModes),
  names: fc.constantFrom(
    'utf8mb4 COLLATE utf8mb4_bin',
    'utf8mb4 COLLATE utf8mb4_unicode_ci',
    'latin1 COLLATE latin1_swedish_ci',
    'latin1 COLLATE latin1_bin',
  ),
  timeZone: fc.constantFrom('SYSTEM', '+00:00', '-11:30', '+05:45'),
});

/** Statements for a session that may be left under any settings. */
export function buildProgram(
  draft: ProgramDraft,
  index: number,
  tables: readonly GeneratedTable[],
): readonly string[] {
  const table = tables[draft.table % tables.length];
  // A trigger names a table, which must be understood.
  const names = draft.kind === 'trigger' ? 'utf8mb4 COLLATE utf8mb4_unicode_ci' : draft.names;
  const create = creation(
    {
      ...draft,
      comment: sendable(draft.comment, names),
      // MySQL 8 takes no comment in a body that is not ASCII in a set other than UTF-8.
      note: names.startsWith('latin1') ? draft.note.replace(/[^\n -~]/g, '_') : draft.note,
      text: sendable(draft.text, names),
    },
    identifier(sendable(draft.name(index), names)),
    identifier(table?.name ?? ''),
  );
  return [
    `SET NAMES ${names}`,
    `SET time_zone = '${draft.timeZone}', sql_mode = '${draft.sqlMode}'`,
    create,
  ];
}

/** In a session that is not in UTF-8, what is not in its character set can't be sent. */
function sendable(text: string, names: string): string {
  return names.startsWith('latin1') ? text.replace(/[^\n-\u00ff]/g, '_') : text;
}

function creation(draft: ProgramDraft, name: string, table: string): string {
  const { kind, time, event, schedule, ending } = draft;
  const literal = quotedUnder(draft.sqlMode);
  const note = draft.comment === '' ? '' : ` COMMENT ${literal(draft.comment)}`;
  const parameters = draft.parameters.map(
    (parameter, position) => `${identifier(parameter.name(position))} ${parameter.type}`,
  );
  switch (kind) {
    case 'trigger':
      return `CREATE TRIGGER ${name} ${time} ${event} ON ${table} FOR EACH ROW ${body(draft)}`;
    case 'procedure': {
      const directed = parameters.map(
        (text, position) => `${['IN', 'OUT', 'INOUT'][position]} ${text}`,
      );
      return `CREATE PROCEDURE ${name}(${directed.join(', ')})${note} SQL SECURITY INVOKER ${body(draft)}`;
    }
    case 'function':
      return (
        `CREATE FUNCTION ${name}(${parameters.join(', ')}) RETURNS ` +
        `${draft.parameters[0]?.type ?? 'INT'}${note} DETERMINISTIC ${body(draft, 'RETURN NULL')}`
      );
    case 'event':
      return `CREATE EVENT ${name} ON SCHEDULE ${schedule}${ending}${note} DO ${body(draft)}`;
  }
}

/** A body with whatever a client might take for the end of it. */
function body({ note, text, compound, sqlMode }: ProgramDraft, last?: string): string {
  const literal = quotedUnder(sqlMode)(text);
  const statement = `SET @x = ${literal}`;
  if (!compound) return last ?? statement;
  const inComment = note.replaceAll('*/', '* /').replaceAll('/*', '/ *');
  const inLine = note.replace(/[\n\r]/g, ' ');
  const statements = [statement, ...(last === undefined ? [] : [last])];
  return `BEGIN\n  /* ${inComment} */\n  ${statements.join(`; -- ${inLine}\n  `)}; # ${inLine}\nEND`;
}

function quotedUnder(sqlMode: string): (text: string) => string {
  const escapes = !sqlMode.includes('NO_BACKSLASH_ESCAPES');
  return (text) => {
    const doubled = text.replaceAll("'", "''");
    return `'${escapes ? doubled.replaceAll('\\', '\\\\') : doubled}'`;
  };
}
