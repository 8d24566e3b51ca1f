/** Comments that servers execute from a version on: which one does, and where one ends that is skipped. */

import { serverIsAtLeast } from '../sql/server-version.ts';
import type { ServerInfo } from '../summary.ts';

/** The server that is to run the statements. */
export type TargetServer = Pick<ServerInfo, 'flavor' | 'version'>;

/** What stands between the slash and the text that may be executed. */
export interface VersionMark {
  /** Of MariaDB alone: with an M before the exclamation mark. */
  readonly mariadb: boolean;
  /** As in the comment: 50003, 100201. 0 where there is none. */
  readonly version: number;
  /** Where the text begins. */
  readonly end: number;
}

/**
 * `undefined` where no such comment begins here.
 *
 * @param start - where its slash is
 */
export function versionMark(
  bytes: Buffer,
  start: number,
  server: TargetServer | undefined,
): VersionMark | undefined {
  if (bytes[start] !== 0x2f || bytes[start + 1] !== 0x2a) return undefined;
  const mariadb = bytes[start + 2] === 0x4d && bytes[start + 3] === 0x21;
  if (!mariadb && bytes[start + 2] !== 0x21) return undefined;
  const digits = start + (mariadb ? 4 : 3);
  // MySQL 5.7 takes the sixth digit for text.
  const most = server?.flavor === 'mysql' && !serverIsAtLeast(server, 8) ? 5 : 6;
  let end = digits;
  let version = 0;
  while (end - digits < most && isDigit(bytes[end])) {
    version = version * 10 + ((bytes[end] ?? 0) - 0x30);
    end++;
  }
  // Fewer than five are no version, but text.
  return end - digits < 5 ? { mariadb, version: 0, end: digits } : { mariadb, version, end };
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** No server has these versions: mariadb-dump puts an order to its client into such a comment. */
function isNever({ mariadb, version }: VersionMark): boolean {
  // To MariaDB 10 and newer, 9.99.99 is one of its own past.
  return version === 999_999 || (version === 99_999 && !mariadb);
}

/**
 * Whether the server executes the comment. Without a server: whether any does.
 *
 * MariaDB skips the versions from 5.7 to 9.99 of comments without an M, as those are MySQL's.
 * https://mariadb.com/kb/en/comment-syntax/
 * https://dev.mysql.com/doc/refman/8.4/en/comments.html
 */
export function isExecuted(mark: VersionMark, server: TargetServer | undefined): boolean {
  const { mariadb, version } = mark;
  if (isNever(mark)) return false;
  if (server === undefined) return true;
  if (mariadb && server.flavor !== 'mariadb') return false;
  if (!mariadb && server.flavor === 'mariadb' && version >= 50_700 && version <= 99_999) {
    return false;
  }
  return serverIsAtLeast(
    server,
    Math.floor(version / 10_000),
    Math.floor(version / 100) % 100,
    version % 100,
  );
}

/**
 * Where a comment ends that is not executed: servers know one level of comments in it, and no
 * quotes.
 *
 * @param from - after its opening mark
 * @param depth - how many levels of comments it may hold: 1 in one with a version, 0 in others
 */
export function commentEnd(bytes: Buffer, from: number, depth: 0 | 1): number {
  let position = from;
  for (;;) {
    const end = bytes.indexOf('*/', position, 'latin1');
    if (end < 0) return bytes.length;
    const inner = depth === 0 ? -1 : bytes.subarray(position, end).indexOf('/*', 0, 'latin1');
    if (inner < 0) return end + 2;
    // It may begin with the slash of `/*/`, which ends nothing.
    const innerEnd = bytes.indexOf('*/', position + inner + 2, 'latin1');
    if (innerEnd < 0) return bytes.length;
    position = innerEnd + 2;
  }
}
