/** How results name the server. */

import type { DatabaseServer } from '../test/services/index.ts';

/** With its version, and the way on which every program reaches it. */
export function describeServer({ flavor, version }: DatabaseServer): string {
  const [number = version] = version.split('-');
  return `${flavor === 'mysql' ? 'MySQL' : 'MariaDB'} ${number}, over TCP on 127.0.0.1`;
}
