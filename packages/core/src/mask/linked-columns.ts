/** Masked columns that foreign keys join: they must be masked alike, or the joins break. */

import type { Column, Table } from '../catalog/model.ts';
import { columnOf, tableIds } from '../catalog/same-names.ts';
import type { ForeignKeyConstraint } from '../catalog/table-constraints.ts';
import type { DumpError } from '../errors.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import { canonicalJson } from './canonical-policy.ts';
import { columnKind } from './column-limits.ts';
import { type ParsedRule, ruleName } from './column-mask.ts';
import { entriesOf, invalidEntries } from './invalid-mask.ts';
import { numbersStayJoined } from './joined-numbers.ts';
import type { MaskedTable } from './masked-table.ts';
import { shownColumn } from './resolve-rules.ts';
import type { MaskedColumn } from './rule.ts';
import { isExact } from './same-value.ts';

/** One column of a foreign key, or the one that it refers to. */
interface End {
  readonly masked: MaskedTable;
  readonly column: string;
}

/** What all of a group share. */
interface Shared {
  readonly longest: number | undefined;
  readonly unique: boolean;
  /** Collations of its columns, and whether one of them is unique by it. */
  readonly collations: ReadonlyMap<string, boolean>;
}

/** Groups of columns that hold the same values, by the first that was met. */
export class LinkedColumns {
  readonly problems: DumpError[] = [];
  readonly #parents = new Map<string, string>();
  readonly #shared = new Map<string, Shared>();

  /** @param foldsNames - whether the server takes names of databases and tables in any case */
  constructor(tables: readonly MaskedTable[], foldsNames: boolean) {
    const nameOf = tableIds(foldsNames);
    const byName = new Map(
      tables.map((masked) => [nameOf(masked.table.database, masked.table.name), masked]),
    );
    for (const child of tables) {
      for (const key of child.constraints.foreignKeys) {
        const parent = byName.get(nameOf(key.database ?? child.table.database, key.table));
        if (parent !== undefined) this.#link(child, key, parent);
      }
    }
  }

  /** Told of each masked column once. */
  add(column: MaskedColumn): void {
    const group = this.#groupOf(idOf(column, column.name));
    const known = this.#shared.get(group);
    const lengths = [known?.longest, column.longest].filter((length) => length !== undefined);
    const collations = new Map(known?.collations);
    const { collation } = column;
    if (collation !== undefined) {
      collations.set(collation, column.unique || collations.get(collation) === true);
    }
    this.#shared.set(group, {
      collations,
      longest: lengths.length === 0 ? undefined : Math.min(...lengths),
      unique: column.unique || known?.unique === true,
    });
  }

  /** Once all have been added: the column as its rule is to see it, alike in all of its group. */
  alike(column: MaskedColumn): MaskedColumn {
    const shared = this.#shared.get(this.#groupOf(idOf(column, column.name)));
    if (shared === undefined) return column;
    const { longest, unique, collations } = shared;
    const collation = column.collation && sharedCollation(column.collation, collations);
    // A long text is limited in bytes; where another column takes less, it is in characters.
    const isLimited = longest !== column.longest && /text$/.test(column.dataType);
    const dataType = isLimited ? 'varchar' : column.dataType;
    return { ...column, dataType, longest, unique, collation };
  }

  #link(child: MaskedTable, key: ForeignKeyConstraint, parent: MaskedTable): void {
    for (const [index, column] of key.columns.entries()) {
      const from: End = { masked: child, column };
      const to: End = { masked: parent, column: key.references[index] ?? '' };
      const rule = ruleOf(from);
      const other = ruleOf(to);
      if (rule === undefined && other === undefined) {
        const computed = [from, to].some(({ masked, column: name }) => {
          return masked.affected.causeOf([name]) !== undefined;
        });
        if (computed) this.problems.push(different(from, to, key));
      } else if (rule?.rule === 'null') {
        // NULL refers to nothing.
      } else if (rule !== undefined && other !== undefined && isSame(rule, other)) {
        const problem = differentKinds(from, to, key, rule);
        if (problem === undefined) {
          this.#join(idOf(child.table, column), idOf(parent.table, to.column));
        } else this.problems.push(problem);
      } else {
        this.problems.push(different(from, to, key));
      }
    }
  }

  #join(a: string, b: string): void {
    const first = this.#groupOf(a);
    const second = this.#groupOf(b);
    if (first !== second) this.#parents.set(second, first);
  }

  #groupOf(id: string): string {
    let group = id;
    for (let next = this.#parents.get(group); next !== undefined; next = this.#parents.get(group)) {
      group = next;
    }
    return group;
  }
}

/**
 * Relations that a policy declares may join columns of different collations. All of them take for the
 * same value what the unique one does, as its values must stay different; or, where none is unique, what
 * the one does that knows no case.
 */
function sharedCollation(own: string, collations: ReadonlyMap<string, boolean>): string {
  const sorted = [...collations].sort(([a], [b]) => (a < b ? -1 : 1));
  const unique = sorted.filter(([, isUnique]) => isUnique);
  const [first, second] = unique;
  if (first !== undefined) return second === undefined ? first[0] : own;
  return sorted.find(([collation]) => !isExact(collation))?.[0] ?? own;
}

/** These make other values of one, but of the same one whatever the type is. */
const ofAnyType = new Set<unknown>(['uuid', 'ip', 'creditCard', 'phone', 'constant']);

/** No foreign key joins two kinds of types, but a relation that a policy declares may. */
function differentKinds(
  from: End,
  to: End,
  key: ForeignKeyConstraint,
  rule: ParsedRule,
): DumpError | undefined {
  const [a, b] = [from, to].map(({ masked, column }) => columnOf(masked.table, column));
  if (a === undefined || b === undefined || isMaskedAlike(a, b, rule)) return undefined;
  const [child, parent] = [from, to].map(({ masked, column }) => shownColumn(masked.table, column));
  return refused(
    [from, to],
    key,
    `${child} (${a.columnType}) and ${parent} (${b.columnType}) are joined by ${shownKey(key)}, and the ` +
      `rule ${ruleName(rule.rule)} makes different values in the two types. Give both a rule that does not, or keep both.`,
  );
}

function isMaskedAlike(a: Column, b: Column, { rule, parameters }: ParsedRule): boolean {
  if (rule === 'number') return numbersStayJoined(a, b, parameters);
  if (typeof rule === 'function' || ofAnyType.has(rule)) return true;
  const kind = columnKind(a);
  return (
    (kind === columnKind(b) && (!/^(?:enum|set)$/.test(kind) || a.columnType === b.columnType)) ||
    [a, b].every((column) => /^(?:date|datetime|timestamp)$/.test(columnKind(column)))
  );
}

function idOf(
  owner: Pick<Table, 'database' | 'name'> | Pick<MaskedColumn, 'database' | 'table'>,
  column: string,
): string {
  const table = 'table' in owner ? owner.table : owner.name;
  return JSON.stringify([owner.database, table, column.toLowerCase()]);
}

function ruleOf({ masked, column }: End): ParsedRule | undefined {
  for (const [name, rule] of masked.rules) {
    if (name.toLowerCase() === column.toLowerCase()) return rule;
  }
  return undefined;
}

function isSame(a: ParsedRule, b: ParsedRule): boolean {
  return a.rule === b.rule && canonicalJson(a.parameters) === canonicalJson(b.parameters);
}

/** Two columns that refer to each other, and would not be the same one. */
function different(from: End, to: End, key: ForeignKeyConstraint): DumpError {
  const said = (end: End): string => {
    const rule = ruleOf(end);
    return `${shownColumn(end.masked.table, end.column)} (${rule === undefined ? 'kept' : ruleName(rule.rule)})`;
  };
  return refused(
    [from, to],
    key,
    `${said(from)} and ${said(to)} are joined by ${shownKey(key)}, and would not be masked alike. Give both the ` +
      'same rule with the same parameters, or keep both.',
  );
}

function shownKey({ name, relation }: ForeignKeyConstraint): string {
  return relation === undefined
    ? `the foreign key ${quoteIdentifier(name)}`
    : 'a relation of the policy';
}

function refused(
  ends: readonly End[],
  { relation }: ForeignKeyConstraint,
  message: string,
): DumpError {
  const paths = relation === undefined ? [] : [['relations', relation]];
  return invalidEntries(message, [...entriesOf(...ends.map(ruleOf)), ...paths]);
}
