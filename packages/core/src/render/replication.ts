/** Statements with which a replica goes on from where the dump ends. */

import type { DumpOptions } from '../options.ts';
import { commentText, quoteString } from '../sql/identifier.ts';
import { serverIsAtLeast } from '../sql/server-version.ts';
import type { BinlogPosition, ServerInfo } from '../summary.ts';

export type ReplicationOptions = Pick<DumpOptions, 'setGtidPurged' | 'sourceData'>;

interface Replication {
  /** After the session's settings. */
  readonly before: string;
  /** Before the session's settings are put back. */
  readonly after: string;
}

/** Empty without the options, or where `'auto'` finds no GTIDs. */
export function renderReplication(
  server: ServerInfo,
  position: BinlogPosition | undefined,
  options: ReplicationOptions,
): Replication {
  const { setGtidPurged = 'off', sourceData } = options;
  const gtid = setGtidPurged === 'off' ? undefined : position?.gtid;
  const commented = setGtidPurged === 'commented';
  const parts: string[] = [];
  let after = '';
  if (gtid !== undefined) {
    const statements = gtidStatements(server, gtid);
    parts.push(section('GTID state of the dumped server', statements.before, commented));
    if (!commented) after = statements.after;
  }
  if (sourceData !== undefined && position?.file !== undefined) {
    const followsGtid = server.flavor === 'mariadb' && gtid !== undefined && !commented;
    const statement = coordinates(server, position);
    const title = 'Position of the binary log to start replication from';
    parts.push(section(title, [statement], sourceData === 2 || followsGtid));
    if (followsGtid) {
      const byGtid = 'CHANGE MASTER TO MASTER_USE_GTID=slave_pos;';
      parts.push(section('The same by GTID', [byGtid], sourceData === 2));
    }
  }
  return { before: parts.join(''), after };
}

function section(title: string, statements: readonly string[], commented: boolean): string {
  const lines = commented
    ? statements.map((statement) => `-- ${commentText(statement)}`)
    : statements;
  return `\n--\n-- ${title}\n--\n\n${lines.join('\n')}\n`;
}

/**
 * Since MySQL 8.0 `+` adds to what the target has executed; 5.7 takes a set only where it has
 * executed nothing. What is restored must not become transactions of the target's own.
 */
function gtidStatements(
  server: ServerInfo,
  gtid: string,
): { readonly before: readonly string[]; readonly after: string } {
  if (server.flavor === 'mariadb') {
    return { before: [`SET GLOBAL gtid_slave_pos = ${quoteString(gtid)};`], after: '' };
  }
  return {
    before: [
      'SET @OLD_SQL_LOG_BIN=@@SESSION.SQL_LOG_BIN;',
      'SET @@SESSION.SQL_LOG_BIN=0;',
      `SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ ${quoteString(gtid)};`,
    ],
    after: '\nSET @@SESSION.SQL_LOG_BIN=@OLD_SQL_LOG_BIN;\n',
  };
}

/** MySQL 8.0.23 has the new words, 8.4 no longer the old ones; MariaDB has the old ones. */
function coordinates(server: ServerInfo, { file, position }: BinlogPosition): string {
  const name = quoteString(file ?? '');
  return server.flavor === 'mysql' && serverIsAtLeast(server, 8, 0, 23)
    ? `CHANGE REPLICATION SOURCE TO SOURCE_LOG_FILE=${name}, SOURCE_LOG_POS=${position};`
    : `CHANGE MASTER TO MASTER_LOG_FILE=${name}, MASTER_LOG_POS=${position};`;
}
