/** Reads one line of SHOW GRANTS. Names in it are anybody's. */

/** A grant on everything, on a database or on a table. */
export interface TableGrant {
  /** A partial revoke of MySQL 8.0.16. */
  readonly revoked: boolean;
  readonly scope: 'global' | 'database' | 'table';
  /** Upper case, `ALL PRIVILEGES` for all; those on single columns are left out. */
  readonly privileges: ReadonlySet<string>;
  /** `*`, a name, or a pattern with `%` and `_` that backslashes take the meaning from. */
  readonly database: string;
  /** `*` or a name. */
  readonly table: string;
  /** Who it is granted to: MariaDB lists the grants of the account, of its roles and of PUBLIC. */
  readonly grantee: 'account' | 'role' | 'public';
}

const identifier = '\\*|`(?:[^`]|``)*`';
const quoted = "'(?:[^'\\\\]|\\\\.|'')*'|`(?:[^`]|``)*`";
// A line that grants a role begins with a quoted name, and says nothing about tables.
const grantLine = new RegExp(
  `^(?<verb>GRANT|REVOKE) (?<privileges>[A-Z].*?) ON (?<database>${identifier})\\.(?<table>${identifier}) ` +
    `(?:TO|FROM) (?<name>${quoted})?(?<host>@)?`,
  's',
);

/** `undefined` for roles, proxies and routines, which say nothing about tables. */
export function parseGrant(line: string): TableGrant | undefined {
  const { verb, privileges, database, table, name, host } = grantLine.exec(line)?.groups ?? {};
  if (privileges === undefined || database === undefined || table === undefined) return undefined;
  return {
    revoked: verb === 'REVOKE',
    scope: database === '*' ? 'global' : table === '*' ? 'database' : 'table',
    privileges: wholePrivileges(privileges),
    database: unquote(database),
    table: unquote(table),
    grantee: name === undefined ? 'public' : host === undefined ? 'role' : 'account',
  };
}

/**
 * Without what is granted on columns: `SELECT (a, b), TRIGGER` is TRIGGER alone. MySQL 5.7 does not
 * quote the columns, whose names may hold anything: all between the outermost parentheses is
 * dropped, with the privilege that it belongs to.
 */
function wholePrivileges(list: string): ReadonlySet<string> {
  const names = (part: string): string[] => part.split(',').map((name) => name.trim());
  const open = list.indexOf('(');
  if (open === -1) return new Set(names(list.toUpperCase()));
  const before = names(list.slice(0, open)).slice(0, -1);
  const close = list.lastIndexOf(')');
  const after = close === -1 ? [] : names(list.slice(close + 1));
  return new Set(
    [...before, ...after].filter((name) => name !== '').map((name) => name.toUpperCase()),
  );
}

function unquote(name: string): string {
  return name.startsWith('`') ? name.slice(1, -1).replaceAll('``', '`') : name;
}

/**
 * `_` and `%` are wildcards, `\_` and `\%` are none.
 * https://dev.mysql.com/doc/refman/8.4/en/grant.html
 */
export function matchesPattern(pattern: string, database: string): boolean {
  const source = pattern.replace(/\\[_%\\]|[_%]|[^\w]/gs, (part) => {
    if (part === '_') return '.';
    if (part === '%') return '.*';
    return `\\${part.length === 2 ? part.slice(1) : part}`.replace(/^\\([\w])$/, '$1');
  });
  return new RegExp(`^${source}$`, 's').test(database);
}
