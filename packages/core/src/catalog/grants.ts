/** What the account may do, as SHOW GRANTS tells it. */

import { matchesPattern, parseGrant, type TableGrant } from './grant-line.ts';

/** How the server compares names of databases in grants. */
export interface GrantRules {
  /** `lower_case_table_names` is not 0. */
  readonly foldsCase?: boolean;
  /** `partial_revokes` is on: `%` and `_` in a grant are then ordinary characters. */
  readonly literalNames?: boolean;
}

/** The privileges of the account, with those of its active roles. */
export class Grants {
  /** The account, quoted for GRANT statements in messages. */
  readonly account: string;
  readonly #grants: readonly TableGrant[];
  readonly #rules: GrantRules;

  constructor(account: string, lines: readonly string[], rules: GrantRules = {}) {
    this.account = account;
    this.#rules = rules;
    this.#grants = lines.flatMap((line) => {
      const grant = parseGrant(line);
      if (grant === undefined) return [];
      return [{ ...grant, database: this.#fold(grant.database), table: this.#fold(grant.table) }];
    });
  }

  /** Whether a privilege holds for everything in a database. */
  onDatabase(privilege: string, database: string): boolean {
    if (this.everywhere(privilege, database)) return true;
    const applying = this.#grants.filter((grant) => grant.scope === 'database' && !grant.revoked);
    return ['account', 'role', 'public'].some((grantee) =>
      this.#effective(
        applying.filter((grant) => grant.grantee === grantee),
        privilege,
        this.#fold(database),
      ),
    );
  }

  /** Whether a privilege holds for one table. */
  onTable(privilege: string, database: string, table: string): boolean {
    return (
      this.onDatabase(privilege, database) ||
      this.#grants.some(
        (grant) =>
          grant.scope === 'table' &&
          !grant.revoked &&
          // Not a pattern here.
          grant.database === this.#fold(database) &&
          grant.table === this.#fold(table) &&
          holds(grant, privilege),
      )
    );
  }

  /** Whether a privilege is granted on `*.*` and not revoked for the database (MySQL 8.0.16). */
  everywhere(privilege: string, database?: string): boolean {
    const granted = this.#grants.some(
      (grant) => grant.scope === 'global' && !grant.revoked && holds(grant, privilege),
    );
    if (!granted) return false;
    const name = database === undefined ? undefined : this.#fold(database);
    return !this.#grants.some(
      (grant) =>
        grant.revoked && (name === undefined || grant.database === name) && holds(grant, privilege),
    );
  }

  /**
   * Of several grants that match a database, the server takes the most specific one alone, and not
   * their sum: the name itself before every pattern. Which of two patterns is the more specific
   * differs between servers, so a privilege counts if it is in both. Nested roles of MariaDB are one
   * grantee in that, the account another.
   */
  #effective(grants: readonly TableGrant[], privilege: string, database: string): boolean {
    const { literalNames = false } = this.#rules;
    const exact = grants.filter(
      (grant) => grant.database === database || (!literalNames && isEscaped(grant, database)),
    );
    if (exact.length > 0) return exact.some((grant) => holds(grant, privilege));
    if (literalNames) return false;
    const matching = grants.filter((grant) => matchesPattern(grant.database, database));
    const patterns = [...new Set(matching.map((grant) => grant.database))];
    return (
      patterns.length > 0 &&
      patterns.every((pattern) =>
        matching.some((grant) => grant.database === pattern && holds(grant, privilege)),
      )
    );
  }

  #fold(name: string): string {
    return this.#rules.foldsCase ? name.toLowerCase() : name;
  }
}

function holds(grant: TableGrant, privilege: string): boolean {
  return grant.privileges.has(privilege) || grant.privileges.has('ALL PRIVILEGES');
}

/** `shop\_eu` names the one database `shop_eu`. */
function isEscaped(grant: TableGrant, database: string): boolean {
  const name = grant.database;
  return !/[_%]/.test(name.replace(/\\./gs, '')) && name.replace(/\\([_%\\])/g, '$1') === database;
}
