/** What the server warns of while a dump is restored: values and definitions that it has changed. */

import type { DatabaseConnection, ResultRow } from '../../connect/database-connection.ts';
import type { ServerWarning, ServerWarnings } from '../../restore-summary.ts';
import type { Statement } from '../../split/statement.ts';
import { shownStatement } from '../../understand/shown-statement.ts';

/** Warnings that are told one by one. */
const toldWarnings = 5;

/** The servers keep 64 (`max_error_count`; MySQL from 8.0 on 1024), and tell how many there were. */
const question = Buffer.from('SHOW WARNINGS LIMIT 1024');

/**
 * Of what is out of fashion, and of changes in later versions: nothing has been changed. ER_WARN_DEPRECATED_SYNTAX
 * and its like, also where messages are not in English.
 * https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
 */
const deprecations = new Set([
  ...[1287, 1681, 3005, 3090, 3135, 3502, 3554, 3719, 3720, 3778, 3995, 4079, 6124],
]);

export class WarningCollector implements ServerWarnings {
  readonly #first: ServerWarning[] = [];
  readonly #told = new Set<string>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get first(): readonly ServerWarning[] {
    return this.#first;
  }

  /**
   * To be called right after a statement, on the connection that has run it.
   *
   * @param about - the table that it writes to
   */
  async collect(
    connection: Pick<DatabaseConnection, 'execute' | 'warnings'>,
    { number }: Pick<Statement, 'number'>,
    { database, name }: { readonly database?: string; readonly name?: string },
  ): Promise<void> {
    const { warnings } = connection;
    if (warnings === 0) return;
    const rows = await connection.execute(question);
    const serious = rows.filter(isOfChange);
    if (serious.length === 0) return;
    this.#count += serious.length + Math.max(0, warnings - rows.length);
    for (const [, code, message] of serious) {
      if (this.#first.length === toldWarnings) return;
      const warning: ServerWarning = {
        statement: number,
        ...(database === undefined ? {} : { database }),
        ...(name === undefined ? {} : { table: name }),
        code: Number(code?.toString()),
        message: shownStatement(message ?? Buffer.alloc(0)),
      };
      // The same of another row, or in another statement, tells nothing new.
      const key = JSON.stringify([
        database,
        name,
        warning.code,
        warning.message.replace(/\d+/g, ''),
      ]);
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      this.#first.push(warning);
    }
  }
}

function isOfChange([level, code, message]: ResultRow): boolean {
  if (level?.toString() === 'Note' || deprecations.has(Number(code?.toString()))) return false;
  return !/deprecated/i.test(message?.toString('latin1') ?? '');
}
