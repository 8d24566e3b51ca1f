/** What a table demands of the values of its columns, read from the text of SHOW CREATE TABLE. */

import type { Token } from '../sql/tokens.ts';
import {
  itemsOf,
  nameAndWords,
  nameOf,
  namesIn,
  parentheses,
  parenthesesAfter,
  partsOf,
} from './definition-items.ts';

/** A part of a key: a column, its first characters, or an expression. */
export interface KeyPart {
  /** `undefined` for an expression. */
  readonly column: string | undefined;
  readonly prefix: boolean;
  /** Columns that it has to do with. */
  readonly mentions: readonly string[];
}

export interface UniqueConstraint {
  readonly name: string;
  readonly parts: readonly KeyPart[];
}

export interface ForeignKeyConstraint {
  readonly name: string;
  readonly columns: readonly string[];
  /** `undefined` for the database of the table. */
  readonly database: string | undefined;
  readonly table: string;
  readonly references: readonly string[];
  /** Of one that is no key of the table, but declared in a policy of masks: its number there. */
  readonly relation?: number;
}

/** A CHECK that is enforced, or something else that says what values there may be. */
export interface ValueConstraint {
  readonly name: string;
  readonly mentions: readonly string[];
  /** The column, where it is `json_valid(column)` and nothing else. */
  readonly jsonColumn: string | undefined;
}

export interface TableConstraints {
  readonly unique: readonly UniqueConstraint[];
  readonly foreignKeys: readonly ForeignKeyConstraint[];
  readonly checks: readonly ValueConstraint[];
  /** Columns that each generated column is computed from, by its name. */
  readonly generated: ReadonlyMap<string, readonly string[]>;
  /** Columns by whose values rows go to partitions that need not exist: LIST and RANGE. */
  readonly partitionedBy: readonly string[];
  /** Values that stand in the definition itself. */
  readonly literals: readonly StatedLiteral[];
}

/** Where a definition holds a literal, and the columns that it may be a value of. */
export interface StatedLiteral {
  readonly columns: readonly string[];
  readonly where: 'DEFAULT' | 'CHECK' | 'expression' | 'partitions';
}

/** @param definition - one character for each byte (`latin1`) */
export function tableConstraints(definition: string): TableConstraints {
  const { items, rest } = itemsOf(definition);
  const unique: UniqueConstraint[] = [];
  const foreignKeys: ForeignKeyConstraint[] = [];
  const checks: ValueConstraint[] = [];
  const generated = new Map<string, readonly string[]>();
  const literals: StatedLiteral[] = [];
  const state = (
    where: StatedLiteral['where'],
    columns: readonly string[],
    expression: readonly Token[],
  ): void => {
    if (expression.some(isLiteral)) literals.push({ columns, where });
  };
  for (const item of items) {
    const [first] = item;
    if (first?.kind === 'name') {
      const name = nameOf(first);
      const expression = parenthesesAfter(item, 'AS');
      if (expression !== undefined) {
        generated.set(name, namesIn(expression));
        state('expression', namesIn(expression), expression);
      }
      state('DEFAULT', [name], defaultOf(item));
      const check = parenthesesAfter(item, 'CHECK');
      if (check !== undefined) {
        checks.push(valueConstraint(name, check));
        state('CHECK', namesIn(check), check);
      }
      continue;
    }
    const [name, words] = nameAndWords(item);
    if (/^(?:\w+ )?KEY\b/.test(words)) {
      // Of a key only expressions: the numbers behind columns are lengths.
      for (const part of partsOf(item)) {
        if (part[0]?.kind !== 'name') state('expression', namesIn(part), part);
      }
    }
    if (words.startsWith('PRIMARY KEY') || words.startsWith('UNIQUE')) {
      unique.push({ name: name ?? 'PRIMARY', parts: keyParts(item) });
    } else if (words.startsWith('FOREIGN KEY')) {
      foreignKeys.push(foreignKey(name ?? '', item));
    } else if (words.startsWith('CHECK')) {
      const check = parenthesesAfter(item, 'CHECK') ?? [];
      const enforced = !/\bNOT ENFORCED$/.test(words);
      state('CHECK', namesIn(check), check);
      if (enforced) checks.push(valueConstraint(name ?? '', check));
    } else if (words.startsWith('PERIOD FOR') && name !== undefined) {
      // Its beginning must be before its end.
      const columns = namesIn(parenthesesAfter(item, name) ?? []);
      checks.push({ name, mentions: columns, jsonColumn: undefined });
    }
  }
  const partitionedBy = partitionColumns(rest);
  if (partitionedBy.length > 0) literals.push({ columns: partitionedBy, where: 'partitions' });
  return { unique, foreignKeys, checks, generated, partitionedBy, literals };
}

/** A text or a number that is a value, and not none, nothing or zero. */
function isLiteral({ kind, text }: Token): boolean {
  const value = kind === 'string' ? text.slice(1, -1) : kind === 'word' ? text : '';
  if (kind === 'word' && !/^\d/.test(value)) return false;
  return /[^0.:\- ]/.test(value);
}

/** What stands behind DEFAULT: a literal, or an expression in parentheses. */
function defaultOf(item: readonly Token[]): readonly Token[] {
  const at = item.findIndex(({ kind, text }) => kind === 'word' && /^DEFAULT$/i.test(text));
  if (at < 0) return [];
  const [first, second] = item.slice(at + 1);
  if (first?.text === '(') return parentheses(item, at) ?? [];
  // A literal with its character set, a bit or a sign before it: _utf8mb4'x', b'1', -1.
  const isBefore = first?.kind === 'sign' || /^(?:_\w+|[bxn])$/i.test(first?.text ?? '');
  return [first, isBefore ? second : undefined].filter((token) => token !== undefined);
}

function keyParts(item: readonly Token[]): readonly KeyPart[] {
  return partsOf(item).map((part) => {
    const [first, second] = part;
    const isColumn = first?.kind === 'name';
    return {
      column: isColumn ? nameOf(first) : undefined,
      prefix: isColumn && second?.text === '(',
      mentions: namesIn(part),
    };
  });
}

function foreignKey(name: string, item: readonly Token[]): ForeignKeyConstraint {
  const at = item.findIndex(({ kind, text }) => kind === 'word' && /^REFERENCES$/i.test(text));
  const target: string[] = [];
  for (const token of item.slice(at + 1)) {
    if (token.text === '(') break;
    if (token.kind === 'name' || token.kind === 'word') target.push(nameOf(token));
  }
  return {
    name,
    columns: namesIn(parentheses(item, 0) ?? []),
    database: target.length > 1 ? target[0] : undefined,
    table: target.at(-1) ?? '',
    references: namesIn(parentheses(item, at) ?? []),
  };
}

function valueConstraint(name: string, check: readonly Token[]): ValueConstraint {
  // MySQL shows a CHECK in parentheses of its own.
  const plain = check.filter(({ text }) => text !== '(' && text !== ')');
  const [call, column] = plain;
  const isJson = plain.length === 2 && /^json_valid$/i.test(call?.text ?? '');
  return {
    name,
    mentions: namesIn(check),
    jsonColumn: isJson && column?.kind === 'name' ? nameOf(column) : undefined,
  };
}

/** MySQL shows names in expressions of partitions as they were written, so words are names too. */
function partitionColumns(rest: readonly Token[]): readonly string[] {
  const at = rest.findIndex(({ text }, index) => {
    return /^PARTITION$/i.test(text) && /^BY$/i.test(rest[index + 1]?.text ?? '');
  });
  const method = rest[at + 2]?.text.toUpperCase() ?? '';
  if (at < 0 || !['LIST', 'RANGE'].includes(method)) return [];
  return (parentheses(rest, at) ?? [])
    .filter(({ kind }) => kind === 'name' || kind === 'word')
    .map(nameOf);
}
