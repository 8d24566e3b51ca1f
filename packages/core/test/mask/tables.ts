/** Tables without a server, and rules of masks for tests alone. */

import type { Column, Database, Table } from '../../src/catalog/model.ts';
import { type TableConstraints, tableConstraints } from '../../src/catalog/table-constraints.ts';
import type { DeclaredRelation } from '../../src/declared-relation.ts';
import { withDeclaredKeys } from '../../src/mask/declared-keys.ts';
import { maskedTable } from '../../src/mask/masked-table.ts';
import { type PlannedMasks, planMasks } from '../../src/mask/plan-masks.ts';
import { resolveRules } from '../../src/mask/resolve-rules.ts';
import type { RuleDefinition } from '../../src/mask/rule.ts';
import type { MaskPolicy } from '../../src/mask-policy.ts';

/** `hash` is injective; `text` is not, and reads the column that `by` names. */
export const testRules: ReadonlyMap<string, RuleDefinition> = new Map(
  [
    rule('keep'),
    rule('json'),
    rule('null', { compile: () => () => null }),
    rule('hash', {
      injective: () => true,
      compile: (_column, _parameters, keyed) => {
        const domain = keyed.domain('hash');
        return (value) =>
          typeof value === 'string'
            ? domain.digest(value).toString('hex', 0, 4)
            : domain.digest(value).subarray(0, 4);
      },
    }),
    rule('text', {
      reads: ({ by }) => (typeof by === 'string' ? [by] : []),
      problem: ({ dataType }) => (dataType === 'int' ? 'the column holds numbers' : undefined),
      compile:
        (_column, { by }) =>
        (_value, row) =>
          typeof by === 'string' ? `by ${row.column(by)}` : 'x',
    }),
  ].map((definition) => [definition.name, definition]),
);

function rule(name: RuleDefinition['name'], own: Partial<RuleDefinition> = {}): RuleDefinition {
  return {
    ...{ name, description: name, parameters: {} },
    problem: () => undefined,
    injective: () => false,
    compile: () => (value) => value,
    ...own,
  };
}

/** A table of the database `shop`, from what SHOW CREATE TABLE says of it. */
export interface TestTable extends Table {
  readonly definition: string;
}

export function testTable(name: string, lines: readonly string[], after = ''): TestTable {
  const definition = `CREATE TABLE \`${name}\` (\n  ${lines.join(',\n  ')}\n) ENGINE=InnoDB${after}`;
  return {
    ...{ kind: 'table', database: 'shop', name, engine: 'InnoDB', versioned: false },
    ...{
      holdsRows: true,
      clusteredKey: undefined,
      rowKey: undefined,
      estimatedRows: 0,
      estimatedBytes: 0,
    },
    columns: lines.flatMap((line) => testColumn(line) ?? []),
    definition,
  };
}

function testColumn(line: string): Column | undefined {
  const [, name, columnType, rest = ''] = /^`([^`]+)` (\S+)(.*)$/s.exec(line) ?? [];
  if (name === undefined || columnType === undefined) return undefined;
  const dataType = columnType.replace(/\(.*/s, '');
  const isText = /char|text|enum|set/.test(dataType);
  return {
    ...{ name, columnType, dataType },
    characterSet: isText ? 'utf8mb4' : undefined,
    collation: isText ? 'utf8mb4_bin' : undefined,
    nullable: !rest.includes('NOT NULL'),
    generated: rest.includes('GENERATED'),
    invisible: false,
    ...(rest.includes('ROW START') ? { rowTime: 'start' as const } : {}),
  };
}

export function policyOf(columns: MaskPolicy['columns'], strict = false): MaskPolicy {
  return { version: 1, strict, columns };
}

/** A catalog of these tables. */
export function databaseOf(tables: readonly Table[]): Database {
  return { name: 'shop', tables } as unknown as Database;
}

export function planOf(
  tables: readonly TestTable[],
  columns: MaskPolicy['columns'],
  relations: readonly DeclaredRelation[] = [],
  foldsNames = false,
  rules = testRules,
): PlannedMasks & { readonly messages: readonly string[] } {
  const policy = policyOf(columns);
  const resolved = resolveRules({ databases: [databaseOf(tables)] }, policy, foldsNames);
  const constraints = new Map<Table, TableConstraints>(
    tables.map((table) => [table, tableConstraints(table.definition)]),
  );
  const masked = [...withDeclaredKeys(constraints, { relations }, foldsNames)].map(
    ([table, demanded]) => maskedTable(table, demanded, resolved.rules.get(table) ?? new Map()),
  );
  const planned = planMasks(masked, foldsNames, rules);
  const messages = [...resolved.problems, ...planned.problems].map(({ message }) => message);
  return { ...planned, messages };
}
