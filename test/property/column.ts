/** Generated columns of a table: type, attributes, and values for its rows. */

import fc from 'fast-check';
import { identifier, text as quoteText } from '../sample/quote.ts';
import {
  bitType,
  type ColumnType,
  decimalType,
  floatType,
  integerType,
  temporalType,
  yearType,
} from './column-type.ts';
import { hostileAscii, hostileName, hostileText, type NameSeed } from './hostile-text.ts';
import { geometryType, jsonType, serverTypes } from './other-type.ts';
import type { ServerTraits } from './server-traits.ts';
import { bytesType, memberType, textType } from './text-type.ts';

/** A column whose values are given. */
export interface ColumnDraft {
  readonly name: NameSeed;
  readonly type: ColumnType;
  /** SQL expressions; row n has the value n modulo their number. */
  readonly values: readonly string[];
  readonly nullable: boolean;
  /** What stands after DEFAULT. */
  readonly default: string | undefined;
  readonly comment: string;
  readonly invisible: boolean;
}

/** A column that the server computes from another one. */
export interface GeneratedDraft {
  readonly name: NameSeed;
  readonly from: number;
  readonly expression: 'isNull' | 'length' | 'digest' | 'concatenation';
  readonly text: string;
  readonly stored: boolean;
  readonly comment: string;
}

export function columnDraft(traits: ServerTraits): fc.Arbitrary<ColumnDraft> {
  const type = fc.oneof(
    { weight: 4, arbitrary: integerType },
    { weight: 2, arbitrary: decimalType },
    { weight: 3, arbitrary: floatType },
    { weight: 1, arbitrary: bitType },
    { weight: 3, arbitrary: temporalType },
    { weight: 1, arbitrary: yearType },
    { weight: 8, arbitrary: textType(traits) },
    { weight: 3, arbitrary: bytesType(traits) },
    { weight: 3, arbitrary: memberType(traits) },
    { weight: 2, arbitrary: jsonType(traits) },
    { weight: 2, arbitrary: geometryType(traits) },
    ...serverTypes(traits).map((arbitrary) => ({ weight: 1, arbitrary })),
  );
  return type.chain((chosen) => {
    const value = fc.oneof(
      { weight: 9, arbitrary: chosen.value },
      { weight: 1, arbitrary: fc.constant('NULL') },
    );
    return fc.record({
      name: hostileName('c', 40),
      type: fc.constant(chosen),
      values: fc.array(value, { minLength: 1, maxLength: 40, size: 'small' }),
      nullable: fc.boolean(),
      default: defaultOf(chosen, traits),
      comment: comment(200),
      invisible: rarely(traits.has('invisibleColumn')),
    });
  });
}

export const generatedDraft: fc.Arbitrary<GeneratedDraft> = fc.record({
  name: hostileName('g', 40),
  from: fc.nat(),
  expression: fc.constantFrom('isNull', 'length', 'digest', 'concatenation'),
  text: hostileText(30),
  stored: fc.boolean(),
  comment: comment(50),
});

/** Mostly none. */
export function comment(mostCharacters: number): fc.Arbitrary<string> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant('') }, hostileText(mostCharacters));
}

export function rarely(possible: boolean): fc.Arbitrary<boolean> {
  if (!possible) return fc.constant(false);
  return fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, fc.constant(true));
}

function defaultOf(type: ColumnType, traits: ServerTraits): fc.Arbitrary<string | undefined> {
  const choices: fc.Arbitrary<string | undefined>[] = [fc.constant(undefined)];
  if (type.defaultValue !== undefined) {
    // MariaDB keeps some literals by their bytes, and can't read a quote or backslash in those.
    choices.push(type.defaultValue.filter((value) => !/_\w+ 0x.*(27|5c)/.test(value)));
  }
  const moment = /^(?:DATETIME|TIMESTAMP)\((\d)\)$/.exec(type.sql)?.[1];
  if (moment !== undefined) {
    const now = `CURRENT_TIMESTAMP(${moment})`;
    choices.push(fc.constantFrom(now, `${now} ON UPDATE ${now}`));
  }
  const holdsText = type.group === 'text' && !type.sql.includes('(0)');
  if (traits.has('expressionDefault') && holdsText && type.defaultValue !== undefined) {
    choices.push(hostileAscii(10).map((text) => `(LEFT(REVERSE(${quoteText(text)}), 1))`));
  }
  if (traits.has('expressionDefault') && type.group === 'integer') {
    choices.push(fc.constant('(1 + 2)'));
  }
  return fc.oneof(...choices);
}

/** A column as the table has it in the end. */
export interface Column {
  readonly name: string;
  readonly sql: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
  readonly generated: 'virtual' | 'stored' | undefined;
  /** Whether a value can be NULL. */
  readonly nullable: boolean;
  /** Empty where the server computes the value. */
  readonly values: readonly string[];
}

export interface ColumnDecisions {
  readonly name: string;
  readonly notNull: boolean;
  readonly autoIncrement: boolean;
  /** Whether a default may be an expression. */
  readonly expressions: boolean;
}

/** After these a partitioned table counts on from where the order of the rows leads it. */
const lastNumbers: ReadonlySet<string> = new Set(['18446744073709551615', '18446744073709551614']);

export function givenColumn(draft: ColumnDraft, decisions: ColumnDecisions): Column {
  const { name, autoIncrement, expressions } = decisions;
  // MySQL puts an empty vector where there is none to put, and takes it from nobody.
  const empty = draft.type.group === 'vector' && draft.values.every((value) => value === 'NULL');
  const notNull = decisions.notNull && !empty;
  const chosen = draft.default?.startsWith('(') && !expressions ? undefined : draft.default;
  const parts = [identifier(name), draft.type.sql, notNull ? 'NOT NULL' : 'NULL'];
  const nullDefault = chosen === undefined && !notNull;
  if (!autoIncrement && chosen !== undefined) parts.push(`DEFAULT ${chosen}`);
  if (!autoIncrement && nullDefault && !draft.type.large) parts.push('DEFAULT NULL');
  if (draft.invisible && !(notNull && chosen === undefined)) parts.push('INVISIBLE');
  if (autoIncrement) parts.push('AUTO_INCREMENT');
  if (draft.comment !== '') parts.push(`COMMENT ${quoteText(draft.comment)}`);
  const given = draft.values.filter(
    (value) => !(notNull && value === 'NULL') && !(autoIncrement && lastNumbers.has(value)),
  );
  return {
    name,
    sql: parts.join(' '),
    type: draft.type,
    notNull,
    generated: undefined,
    nullable: !notNull,
    values: given.length > 0 ? given : ['DEFAULT'],
  };
}

/** Of columns whose text depends on the session or that have none, only whether they are NULL. */
const plainGroups: ReadonlySet<ColumnType['group']> = new Set([
  ...(['integer', 'decimal', 'text', 'bytes', 'member'] as const),
]);

type ComputedType = Pick<ColumnType, 'sql' | 'group' | 'keyBytes'>;

function computation(
  expression: GeneratedDraft['expression'],
  source: string,
  text: string,
): readonly [ComputedType, string] {
  const number: ComputedType = { sql: 'INT', group: 'integer', keyBytes: 4 };
  switch (expression) {
    case 'isNull':
      return [number, `${source} IS NULL`];
    case 'length':
      return [number, `LENGTH(${source})`];
    case 'digest':
      return [{ sql: 'CHAR(64)', group: 'text', keyBytes: 256 }, `SHA2(${source}, 256)`];
    case 'concatenation': {
      const type: ComputedType = { sql: 'VARCHAR(60)', group: 'text', keyBytes: 242 };
      return [type, `CONCAT(${quoteText(text)}, LENGTH(${source}))`];
    }
  }
}

export function computedColumn(draft: GeneratedDraft, name: string, from: Column): Column {
  const source = identifier(from.name);
  const expression = plainGroups.has(from.type.group) ? draft.expression : 'isNull';
  const [type, formula] = computation(expression, source, draft.text);
  const stored = draft.stored ? 'STORED' : 'VIRTUAL';
  const note = draft.comment === '' ? '' : ` COMMENT ${quoteText(draft.comment)}`;
  return {
    name,
    sql: `${identifier(name)} ${type.sql} AS (${formula}) ${stored}${note}`,
    type: { ...type, value: fc.constant('DEFAULT'), defaultValue: undefined, large: false },
    notNull: false,
    generated: draft.stored ? 'stored' : 'virtual',
    nullable: from.nullable && expression !== 'isNull',
    values: [],
  };
}
