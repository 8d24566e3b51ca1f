/** Compares the version of the server. */

import type { ServerInfo } from '../summary.ts';

/** Within the server's own flavor: MariaDB and MySQL count differently. */
export function serverIsAtLeast(
  server: Pick<ServerInfo, 'version'>,
  ...numbers: readonly number[]
): boolean {
  // MariaDB may put a version in front that old replicas understand.
  const version = server.version.replace(/^5\.5\.5-/, '');
  const actual = (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);
  for (const [index, wanted] of numbers.entries()) {
    const has = actual[index] ?? 0;
    if (has !== wanted) return has > wanted;
  }
  return true;
}
