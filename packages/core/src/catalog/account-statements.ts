/** From what SHOW CREATE USER and SHOW GRANTS say to statements that can be run elsewhere. */

import { type AccountName, parseAccount, quoteAccount } from '../sql/account.ts';

/** A statement in which quoted parts have numbers in their place, so that words can be looked for. */
class Skeleton {
  readonly text: string;
  readonly #parts: readonly string[];

  constructor(statement: string) {
    const parts: string[] = [];
    this.text = statement.replace(/'(?:[^'\\]|\\.|'')*'|`(?:[^`]|``)*`/gs, (part) => {
      parts.push(part);
      return `\0${parts.length - 1}\0`;
    });
    this.#parts = parts;
  }

  fill(text: string): string {
    return text.replace(/\0(\d+)\0/g, (_match, index: string) => this.#parts[Number(index)] ?? '');
  }
}

const account = '\\0\\d+\\0(?:@\\0\\d+\\0)?';

export interface CreatedUser {
  /** `CREATE USER IF NOT EXISTS …` */
  readonly statement: string;
  /** `SET DEFAULT ROLE …`, which works only once the roles are granted. */
  readonly defaultRoles: string | undefined;
}

/** @param shown - one line of SHOW CREATE USER */
export function createUserStatement(shown: string, name: AccountName): CreatedUser {
  const skeleton = new Skeleton(shown);
  const [clause, roles] =
    new RegExp(` DEFAULT ROLE (${account}(?:, ?${account})*)`).exec(skeleton.text) ?? [];
  const rest = skeleton.text
    .replace(clause ?? '', '')
    .replace(new RegExp(`^CREATE USER ${account}`), '');
  return {
    statement: `CREATE USER IF NOT EXISTS ${quoteAccount(name)}${skeleton.fill(rest)}`,
    defaultRoles:
      roles === undefined
        ? undefined
        : `SET DEFAULT ROLE ${skeleton.fill(roles)} TO ${quoteAccount(name)}`,
  };
}

/** What must be there for a grant to work. */
export type GrantTarget =
  | { readonly kind: 'table' | 'procedure' | 'function'; readonly name: readonly [string, string] }
  | { readonly kind: 'role'; readonly roles: readonly AccountName[] };

export interface GrantStatement {
  readonly statement: string;
  readonly target: GrantTarget | undefined;
}

/**
 * `undefined` for a line that grants nothing, or to somebody else: MariaDB also lists what the roles
 * of the account have.
 *
 * @param shown - one line of SHOW GRANTS, quoted as the servers since MySQL 8 and MariaDB do
 */
export function grantStatement(shown: string, name: AccountName): GrantStatement | undefined {
  const skeleton = new Skeleton(shown);
  const match = new RegExp(
    `^(?<what>.*?) (?<to>TO|FROM|FOR) (?<grantee>PUBLIC|${account})(?<options>.*)$`,
    's',
  ).exec(skeleton.text);
  const { what = '', to = '', grantee = '', options = '' } = match?.groups ?? {};
  if (match === null || skeleton.fill(grantee) !== granteeOf(name)) return undefined;
  // MariaDB repeats the password, which is that of CREATE USER: an account that is there keeps its own.
  const option = /\b(GRANT|ADMIN) OPTION\b/.exec(options)?.[0];
  if (what.startsWith('GRANT USAGE ON ') && option === undefined) return undefined;
  const suffix = option === undefined ? '' : ` WITH ${option}`;
  return {
    statement: skeleton.fill(`${what} ${to} ${grantee}${suffix}`),
    target: targetOf(what, skeleton),
  };
}

function granteeOf(name: AccountName): string {
  return name.host === undefined && name.user === 'PUBLIC' ? 'PUBLIC' : quoteAccount(name);
}

function targetOf(what: string, skeleton: Skeleton): GrantTarget | undefined {
  const { kind, database, object } =
    / ON (?:(?<kind>PROCEDURE|FUNCTION) )?(?<database>\0\d+\0)\.(?<object>\0\d+\0)$/.exec(what)
      ?.groups ?? {};
  if (database !== undefined && object !== undefined) {
    const name = [nameOf(skeleton.fill(database)), nameOf(skeleton.fill(object))] as const;
    if (kind === 'PROCEDURE') return { kind: 'procedure', name };
    return { kind: kind === 'FUNCTION' ? 'function' : 'table', name };
  }
  const roles = new RegExp(`^(?:GRANT|SET DEFAULT ROLE) (${account}(?:,${account})*)$`).exec(what);
  if (roles?.[1] === undefined) return undefined;
  const names = roles[1].split(',').map((role) => parseAccount(skeleton.fill(role)));
  return { kind: 'role', roles: names.filter((role) => role !== undefined) };
}

function nameOf(quoted: string): string {
  return quoted.slice(1, -1).replaceAll('``', '`');
}
