/** Accounts with their grants, at the end of the dump: grants on tables need the tables. */

import type { GrantTarget } from '../catalog/account-statements.ts';
import type { Account, Catalog } from '../catalog/model.ts';
import { type AccountName, quoteAccount } from '../sql/account.ts';
import { commentText } from '../sql/identifier.ts';

/** Databases that every server has. */
const everywhere = new Set(['mysql', 'sys', 'performance_schema', 'information_schema']);

/** Whether what a grant is for is there after the restore. Without it the restore would end there. */
export function isGrantable(catalog: Catalog, target: GrantTarget | undefined): boolean {
  if (target === undefined) return true;
  if (target.kind === 'role') {
    return target.roles.every((role) => catalog.accounts.some(({ name }) => isSame(name, role)));
  }
  const [database, name] = target.name;
  if (everywhere.has(database.toLowerCase())) return true;
  const owner = catalog.databases.find((candidate) => candidate.name === database);
  if (owner === undefined) return false;
  const objects =
    target.kind === 'table'
      ? [...owner.tables, ...owner.views, ...owner.sequences]
      : owner.routines.filter(({ kind }) => kind === target.kind);
  return objects.some((object) => object.name === name);
}

/** An account that is there is not changed, but gets the grants. */
export function renderAccounts(catalog: Catalog): string {
  const { accounts } = catalog;
  const created = accounts.flatMap((account) => account.created.map(line));
  const granted = accounts.flatMap(({ grants }) =>
    grants.map(({ statement, target }) =>
      isGrantable(catalog, target)
        ? line(statement)
        : `-- Left out, as it needs what is not in this dump: ${commentText(statement)};\n`,
    ),
  );
  const defaults = accounts.flatMap((account) => defaultRoles(catalog, account));
  return ['\n--\n-- Accounts\n--\n\n', ...created, ...granted, ...defaults].join('');
}

function defaultRoles(catalog: Catalog, { defaultRoles: statement, grants }: Account): string[] {
  if (statement === undefined) return [];
  const granted = grants.filter(({ target }) => target?.kind === 'role');
  return granted.every(({ target }) => isGrantable(catalog, target))
    ? [line(statement)]
    : [`-- Left out, as it needs what is not in this dump: ${commentText(statement)};\n`];
}

function line(statement: string): string {
  return `${statement};\n`;
}

function isSame(a: AccountName, b: AccountName): boolean {
  return quoteAccount(a) === quoteAccount(b);
}
