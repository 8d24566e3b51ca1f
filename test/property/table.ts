/** Generated tables with their rows, as SQL. */

import fc from 'fast-check';
import { identifier, text as quoteText } from '../sample/quote.ts';
import {
  type Column,
  type ColumnDraft,
  columnDraft,
  comment,
  computedColumn,
  type GeneratedDraft,
  generatedDraft,
  givenColumn,
} from './column.ts';
import { hostileName, hostileText, type NameSeed } from './hostile-text.ts';
import { buildKey, type Key, type KeyDraft, keyDraft } from './key.ts';
import { type PartitionDraft, partitionDraft, partitioning } from './partition.ts';
import type { ServerTraits } from './server-traits.ts';
import { type Collated, collated } from './text-type.ts';

export interface TableDraft {
  readonly name: NameSeed;
  readonly columns: readonly ColumnDraft[];
  readonly generated: readonly GeneratedDraft[];
  readonly keys: readonly KeyDraft[];
  readonly checks: readonly {
    readonly name: NameSeed;
    readonly column: number;
    readonly text: string;
  }[];
  readonly partitions: PartitionDraft | undefined;
  readonly engine: string;
  readonly rowFormat: string | undefined;
  readonly autoIncrement: number | undefined;
  readonly collation: Collated | undefined;
  readonly comment: string;
  readonly rows: number;
  /** Times that the rows are put in, where no key keeps them from it. */
  readonly repeat: number;
}

export function tableDraft(traits: ServerTraits): fc.Arbitrary<TableDraft> {
  const otherEngines = traits.engines.filter((engine) => engine !== 'InnoDB');
  return fc.record({
    name: hostileName('t', 30),
    columns: fc.array(columnDraft(traits), { minLength: 1, maxLength: 8 }),
    generated: fc.array(generatedDraft, { maxLength: 2, size: 'small' }),
    keys: fc.array(keyDraft(traits), { maxLength: 4 }),
    checks: traits.has('check')
      ? fc.array(
          fc.record({ name: hostileName('x', 40), column: fc.nat(), text: hostileText(20) }),
          { maxLength: 2 },
        )
      : fc.constant([]),
    partitions: fc.option(partitionDraft, { nil: undefined, freq: 8 }),
    engine: fc.oneof(
      { weight: 3, arbitrary: fc.constant('InnoDB') },
      { weight: 1, arbitrary: fc.constantFrom('InnoDB', ...otherEngines) },
    ),
    rowFormat: fc.option(fc.constantFrom('COMPACT', 'REDUNDANT', 'COMPRESSED', 'DYNAMIC'), {
      nil: undefined,
      freq: 5,
    }),
    autoIncrement: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined, freq: 4 }),
    collation: fc.option(collated(traits), { nil: undefined }),
    comment: comment(500),
    rows: fc.oneof(
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 }) },
      { weight: 4, arbitrary: fc.integer({ min: 0, max: 40 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 200 }) },
    ),
    repeat: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 10 })),
  });
}

/** A table that can be made. */
export interface GeneratedTable {
  readonly name: string;
  readonly create: string;
  readonly columns: readonly Column[];
  readonly keys: readonly Key[];
  readonly engine: string;
  /** INSERT IGNORE … VALUES, or what stands for it. */
  readonly insert: string;
  /** `(…)`, one for each row. */
  readonly tuples: readonly string[];
  readonly repeat: number;
}

/** What engines can't do; the draft is cut down to it. */
interface Limits {
  readonly large: boolean;
  readonly geometry: boolean;
  readonly generated: boolean;
  readonly keys: boolean;
  readonly nulls: boolean;
}

const noLimits: Limits = { large: true, geometry: true, generated: true, keys: true, nulls: true };
const engineLimits: Readonly<Record<string, Limits>> = {
  MEMORY: { ...noLimits, large: false, generated: false },
  ARCHIVE: { ...noLimits, geometry: false, generated: false, keys: false },
  CSV: { large: true, geometry: false, generated: false, keys: false, nulls: false },
};

export function buildTable(draft: TableDraft, index: number, traits: ServerTraits): GeneratedTable {
  const limits = engineLimits[draft.engine] ?? noLimits;
  const partitioned = draft.partitions !== undefined;
  const drafts = draft.columns.filter(
    ({ type }) =>
      (limits.large || !type.large) &&
      (type.group !== 'geometry' || (limits.geometry && !partitioned)) &&
      // MySQL can't read its own JSON from a CSV file, nor an empty vector.
      (!['json', 'vector'].includes(type.group) || draft.engine !== 'CSV'),
  );
  const numbered = drafts.map((column, position) => ({
    ...column,
    name: column.name(position),
    // A table must have a column that is seen.
    invisible: column.invisible && position > 0,
  }));
  const automatic =
    draft.autoIncrement === undefined || draft.engine === 'CSV'
      ? -1
      : drafts.findIndex(({ type }) => type.group === 'integer');
  const inPrimary = primaryColumns(
    draft,
    drafts.length + (limits.generated ? draft.generated.length : 0),
  );
  const given = numbered.map((column, position) =>
    givenColumn(
      { ...column, name: () => column.name },
      {
        name: column.name,
        notNull:
          !column.nullable || !limits.nulls || position === automatic || inPrimary.has(position),
        autoIncrement: position === automatic,
        expressions: !['CSV', 'ARCHIVE', 'MEMORY'].includes(draft.engine),
      },
    ),
  );
  if (given.length === 0) given.push(onlyColumn);
  // The server can't compute from what it counts up itself.
  const sources = given.filter(
    ({ type }, position) =>
      position !== automatic &&
      type.group !== 'vector' &&
      // Its padding depends on the session's sql_mode.
      !(traits.flavor === 'mariadb' && type.sql.startsWith('CHAR(')),
  );
  const computed =
    limits.generated && sources.length > 0
      ? draft.generated.map((column, position) =>
          computedColumn(
            column,
            column.name(position),
            sources[column.from % sources.length] ?? onlyColumn,
          ),
        )
      : [];
  const columns = [...given, ...computed];
  const keys = limits.keys ? buildKeys(draft, columns, traits) : [];
  const counted = given[automatic];
  const countedFirst = keys.some(
    ({ columns: [first], prefixed }) => first === counted && !prefixed,
  );
  const extra = counted === undefined || countedFirst ? [] : [`KEY (${identifier(counted.name)})`];
  const checks = draft.checks.flatMap(({ name, column, text }, position) => {
    const checked = sources[column % sources.length];
    if (checked === undefined) return [];
    const constraint = identifier(name(100 * index + position));
    return `CONSTRAINT ${constraint} CHECK (${identifier(checked.name)} IS NULL OR ${quoteText(`${text}x`)} <> '')`;
  });
  const name = draft.name(index);
  const stored = storedIn(draft.engine);
  const body = [
    ...columns.map(({ sql }) => sql),
    ...keys.map(({ sql }) => sql),
    ...extra,
    ...checks,
  ];
  // MariaDB keeps texts of expressions in the table's character set.
  const plain = /^[^\u0080-\uffff]*$/.test([...columns.map(({ sql }) => sql), ...checks].join());
  const create = `CREATE TABLE ${identifier(name)} (\n  ${body.join(',\n  ')}\n)`;
  const isUnique = keys.some(({ kind }) => kind === 'primary' || kind === 'unique');
  return {
    name,
    create: `${create} ${tableOptions(draft, plain)}${partitioning(draft, columns, keys, traits)}`,
    columns,
    keys,
    engine: draft.engine,
    insert: `INSERT IGNORE INTO ${identifier(name)} (${given.map((c) => identifier(c.name)).join(', ')}) VALUES\n`,
    tuples: Array.from(
      { length: draft.rows },
      (_, row) => `(${given.map(({ values }) => stored(values[row % values.length])).join(', ')})`,
    ),
    repeat: isUnique ? 1 : draft.repeat,
  };
}

/** MySQL can't read a -0 from a CSV file into an UNSIGNED column, nor check its own table then. */
function storedIn(engine: string): (value: string | undefined) => string {
  return (value = 'DEFAULT') => (engine === 'CSV' && value === '-0e0' ? '0e0' : value);
}

const onlyColumn: Column = {
  name: 'only',
  sql: '`only` INT NOT NULL',
  type: {
    sql: 'INT',
    group: 'integer',
    value: fc.constant('1'),
    defaultValue: fc.constant('1'),
    keyBytes: 4,
    large: false,
  },
  notNull: true,
  generated: undefined,
  nullable: false,
  values: ['1'],
};

/** Only the first primary key counts. */
function primaryColumns(draft: TableDraft, columns: number): ReadonlySet<number> {
  const primary = draft.keys.find(({ kind }) => kind === 'primary');
  return new Set(primary?.parts.map(({ column }) => column % columns));
}

function buildKeys(
  draft: TableDraft,
  columns: readonly Column[],
  traits: ServerTraits,
): readonly Key[] {
  const primary = draft.keys.find(({ kind }) => kind === 'primary');
  return draft.keys
    .filter((key) => key.kind !== 'primary' || key === primary)
    .filter(
      (key) =>
        draft.partitions === undefined || !['unique', 'fulltext', 'spatial'].includes(key.kind),
    )
    .flatMap(
      (key, position) =>
        buildKey(key, columns, { name: key.name(position), traits, engine: draft.engine }) ?? [],
    );
}

function tableOptions(draft: TableDraft, plain: boolean): string {
  const options = [`ENGINE=${draft.engine}`];
  if (!plain) {
    options.push('DEFAULT CHARACTER SET=utf8mb4');
  } else if (draft.collation !== undefined) {
    const { set, collation } = draft.collation;
    options.push(`DEFAULT CHARACTER SET=${set.name} COLLATE=${collation}`);
  }
  if (draft.autoIncrement !== undefined) options.push(`AUTO_INCREMENT=${draft.autoIncrement}`);
  if (draft.engine === 'InnoDB' && draft.rowFormat !== undefined) {
    options.push(`ROW_FORMAT=${draft.rowFormat}`);
  }
  if (draft.comment !== '') options.push(`COMMENT=${quoteText(draft.comment)}`);
  return options.join(' ');
}
