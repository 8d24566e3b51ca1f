/** Asks the server for the grants of the account that dumps. */

import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import { quoteString } from '../sql/identifier.ts';
import type { ServerInfo } from '../summary.ts';
import { Grants } from './grants.ts';
import { text } from './text.ts';

/** ER_OPTION_PREVENTS_STATEMENT: the server runs with --skip-grant-tables, all is allowed. */
const grantTablesSkipped = 1290;

export async function readGrants(
  connection: DatabaseConnection,
  server: ServerInfo,
): Promise<Grants> {
  const [row] = await connection.query('SELECT CURRENT_USER()', 'tell the account');
  const account = quoteAccount(text(row?.[0]));
  try {
    const roles = await activeRoles(connection, server);
    const using = roles === undefined ? '' : ` FOR CURRENT_USER() USING ${roles}`;
    const rows = await connection.query(`SHOW GRANTS${using}`, 'show the grants of the account');
    const lines = rows.map(([line]) => text(line));
    return new Grants(account, lines, await readRules(connection));
  } catch (error) {
    const { cause } = error instanceof DumpError ? error : {};
    if (cause instanceof Error && 'errno' in cause && cause.errno === grantTablesSkipped) {
      return new Grants(account, ['GRANT ALL PRIVILEGES ON *.* TO everybody']);
    }
    throw error;
  }
}

/** From `user@host`; a host holds no `@`. */
function quoteAccount(account: string): string {
  const at = account.lastIndexOf('@');
  return `${quoteString(account.slice(0, at))}@${quoteString(account.slice(at + 1))}`;
}

async function readRules(connection: DatabaseConnection) {
  const rows = await connection.query(
    "SHOW VARIABLES WHERE Variable_name IN ('lower_case_table_names', 'partial_revokes')",
    'show its variables',
  );
  const variables = new Map(rows.map(([name, value]) => [text(name), text(value)]));
  return {
    foldsCase: variables.get('lower_case_table_names') !== '0',
    literalNames: variables.get('partial_revokes') === 'ON',
  };
}

/** MySQL 8 shows the privileges of roles only when they are named; MariaDB always does. */
async function activeRoles(
  connection: DatabaseConnection,
  server: ServerInfo,
): Promise<string | undefined> {
  if (server.flavor === 'mariadb' || Number.parseInt(server.version, 10) < 8) return undefined;
  const [roles] = await connection.query('SELECT CURRENT_ROLE()', 'tell the active roles');
  const names = text(roles?.[0]);
  return names === '' || names === 'NONE' ? undefined : names;
}
