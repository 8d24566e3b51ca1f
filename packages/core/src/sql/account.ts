/** Names of accounts: `'user'@'host'`, and roles. */

import { quoteIdentifier } from './identifier.ts';

export interface AccountName {
  readonly user: string;
  /** `undefined` for a role of MariaDB. */
  readonly host: string | undefined;
}

/** Backticks: a backslash is an ordinary character between them, whatever the SQL mode. */
export function quoteAccount({ user, host }: AccountName): string {
  return host === undefined
    ? quoteIdentifier(user)
    : `${quoteIdentifier(user)}@${quoteIdentifier(host)}`;
}

const part = /'(?:[^'\\]|\\.|'')*'|`(?:[^`]|``)*`|"(?:[^"\\]|\\.|"")*"|[^'"`@\s]+/.source;
const written = new RegExp(`^(?<user>${part})(?:@(?<host>${part}))?$`, 's');

/** Reads `'user'@'host'`, each part in any quotes or none. `undefined` where it is no such name. */
export function parseAccount(text: string): AccountName | undefined {
  const { user, host } = written.exec(text.trim())?.groups ?? {};
  if (user === undefined) return undefined;
  return { user: unquote(user), host: host === undefined ? undefined : unquote(host) };
}

function unquote(text: string): string {
  const quote = text[0] ?? '';
  if (!['"', "'", '`'].includes(quote)) return text;
  const doubled = text.slice(1, -1).replaceAll(quote + quote, quote);
  return quote === '`' ? doubled : doubled.replace(/\\(.)/gs, '$1');
}
