/** Grants of MySQL 5.7, whose SHOW GRANTS quotes neither columns nor accounts as SQL needs it. */

import type { SqlSession } from '../connect/sql-session.ts';
import { type AccountName, quoteAccount } from '../sql/account.ts';
import { qualifiedName, quoteIdentifier, quoteString } from '../sql/identifier.ts';
import { text } from './text.ts';

/** Lines in the form of newer servers. */
export async function readOldGrants(
  connection: SqlSession,
  name: AccountName,
): Promise<readonly string[]> {
  const shown = await connection.query(
    `SHOW GRANTS FOR ${quoteAccount(name)}`,
    `show the grants of ${quoteAccount(name)}`,
  );
  const grantee = ` TO '${name.user}'@'${name.host}'`;
  const option = ' WITH GRANT OPTION';
  const quoted = shown.flatMap(([value]) => {
    const line = text(value);
    const suffix = line.endsWith(option) ? option : '';
    const what = line.slice(0, line.length - suffix.length - grantee.length);
    // Tables and proxies are read from where they are kept.
    if (/^GRANT PROXY ON '/.test(what) || /\.`(?:[^`]|``)*`$/.test(what)) {
      if (!/ ON (PROCEDURE|FUNCTION) `(?:[^`]|``)*`\.`(?:[^`]|``)*`$/.test(what)) return [];
    }
    return [`${what} TO ${quoteAccount(name)}${suffix}`];
  });
  return [
    ...quoted,
    ...(await tableGrants(connection, name)),
    ...(await proxyGrants(connection, name)),
  ];
}

async function tableGrants(connection: SqlSession, name: AccountName): Promise<readonly string[]> {
  const action = `show the grants of ${quoteAccount(name)}`;
  const where = `WHERE User = ${quoteString(name.user)} AND Host = ${quoteString(name.host ?? '')}`;
  const columns = await connection.query(
    `SELECT Db, Table_name, Column_name, Column_priv FROM mysql.columns_priv ${where} ` +
      'ORDER BY Db, Table_name, Column_name',
    action,
  );
  const tables = await connection.query(
    `SELECT Db, Table_name, Table_priv FROM mysql.tables_priv ${where} ORDER BY Db, Table_name`,
    action,
  );
  return tables.map(([database, table, privileges]) => {
    const whole = text(privileges).split(',').filter(Boolean);
    const byPrivilege = new Map<string, string[]>();
    for (const [owner, of, column, names] of columns) {
      if (text(owner) !== text(database) || text(of) !== text(table)) continue;
      for (const privilege of text(names).split(',')) {
        const listed = byPrivilege.get(privilege) ?? [];
        byPrivilege.set(privilege, [...listed, quoteIdentifier(text(column))]);
      }
    }
    const list = [
      ...whole.filter((privilege) => privilege !== 'Grant'),
      ...[...byPrivilege].map(([privilege, names]) => `${privilege} (${names.join(', ')})`),
    ];
    const on = qualifiedName({ database: text(database), name: text(table) });
    const option = whole.includes('Grant') ? ' WITH GRANT OPTION' : '';
    // Columns keep their case: only the words of the privileges are written large.
    const privilegesText = list.map((item) =>
      item.replace(/^[A-Za-z ]+/, (words) => words.toUpperCase()),
    );
    const granted = privilegesText.length === 0 ? 'USAGE' : privilegesText.join(', ');
    return `GRANT ${granted} ON ${on} TO ${quoteAccount(name)}${option}`;
  });
}

async function proxyGrants(connection: SqlSession, name: AccountName): Promise<readonly string[]> {
  const rows = await connection.query(
    'SELECT Proxied_user, Proxied_host, With_grant FROM mysql.proxies_priv ' +
      `WHERE User = ${quoteString(name.user)} AND Host = ${quoteString(name.host ?? '')} ` +
      'ORDER BY Proxied_user, Proxied_host',
    `show the grants of ${quoteAccount(name)}`,
  );
  return rows.map(([user, host, withGrant]) => {
    const proxied = quoteAccount({ user: text(user), host: text(host) });
    const option = text(withGrant) === '1' ? ' WITH GRANT OPTION' : '';
    return `GRANT PROXY ON ${proxied} TO ${quoteAccount(name)}${option}`;
  });
}
