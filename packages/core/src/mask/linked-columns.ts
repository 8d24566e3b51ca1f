/** Masked columns that foreign keys join: they must be masked alike, or the joins break. */

import type { Table } from '../catalog/model.ts';
import type { ForeignKeyConstraint } from '../catalog/table-constraints.ts';
import type { DumpError } from '../errors.ts';
import { quoteIdentifier } from '../sql/identifier.ts';
import { canonicalJson } from './canonical-policy.ts';
import { type ParsedRule, ruleName } from './column-mask.ts';
import { entriesOf, invalidEntries } from './invalid-mask.ts';
import type { MaskedTable } from './masked-table.ts';
import { shownColumn } from './resolve-rules.ts';
import type { MaskedColumn } from './rule.ts';

/** One column of a foreign key, or the one that it refers to. */
interface End {
  readonly masked: MaskedTable;
  readonly column: string;
}

/** Groups of columns that hold the same values, by the first that was met. */
export class LinkedColumns {
  readonly problems: DumpError[] = [];
  readonly #parents = new Map<string, string>();
  /** What all of a group share. */
  readonly #shared = new Map<string, Pick<MaskedColumn, 'longest' | 'unique'>>();

  /** @param foldsNames - whether the server takes names of databases and tables in any case */
  constructor(tables: readonly MaskedTable[], foldsNames: boolean) {
    const fold = (name: string): string => (foldsNames ? name.toLowerCase() : name);
    const nameOf = (database: string, table: string): string =>
      JSON.stringify([fold(database), fold(table)]);
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
    this.#shared.set(group, {
      longest: lengths.length === 0 ? undefined : Math.min(...lengths),
      unique: column.unique || known?.unique === true,
    });
  }

  /** Once all have been added: the column as its rule is to see it, alike in all of its group. */
  alike(column: MaskedColumn): MaskedColumn {
    const shared = this.#shared.get(this.#groupOf(idOf(column, column.name)));
    return shared === undefined ? column : { ...column, ...shared };
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
        this.#join(idOf(child.table, column), idOf(parent.table, to.column));
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
  const joint =
    key.relation === undefined
      ? `the foreign key ${quoteIdentifier(key.name)}`
      : 'a relation of the policy';
  const relation = key.relation === undefined ? [] : [['relations', key.relation]];
  return invalidEntries(
    `${said(from)} and ${said(to)} are joined by ${joint}, and would not be masked alike. Give both the ` +
      'same rule with the same parameters, or keep both.',
    [...entriesOf(ruleOf(from), ruleOf(to)), ...relation],
  );
}
