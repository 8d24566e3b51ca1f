/** Programs of the bench's own folder: a peer from the npm registry, and the floor. */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DatabaseServer } from '../../test/services/index.ts';
import type { Workload } from '../workloads.ts';
import type { Invocation, ProgramFamily } from './program.ts';

const require = createRequire(import.meta.url);

/** What npm finds under `mysqldump`. */
export function npmMysqldumpFamily(): ProgramFamily {
  return {
    name: 'npm mysqldump',
    version: packageVersion('mysqldump'),
    programs: [
      {
        name: 'npm mysqldump',
        family: 'npm mysqldump',
        compression: 'none',
        threads: 1,
        writes: true,
        onlyMixed: true,
        invocation: (server, workload, folder) =>
          nodeInvocation('run-npm-mysqldump.ts', server, workload, [join(folder, 'dump.sql')]),
      },
    ],
    notes: [],
  };
}

/** Reads all rows with mysql2 and throws them away: nothing on top of it can be faster. */
export function drainFamily(): ProgramFamily {
  return {
    name: 'drain',
    version: `mysql2 ${packageVersion('mysql2')}`,
    programs: [
      {
        name: 'only reading, mysql2',
        family: 'drain',
        compression: 'none',
        threads: 1,
        writes: false,
        invocation: (server, workload) => nodeInvocation('run-drain.ts', server, workload, []),
      },
    ],
    notes: [],
  };
}

function nodeInvocation(
  file: string,
  server: DatabaseServer,
  { database, tables = [] }: Workload,
  more: readonly string[],
): Invocation {
  const program = fileURLToPath(new URL(`./${file}`, import.meta.url));
  const address = [server.host, String(server.port), server.user, database, tables.join()];
  return {
    commands: [
      {
        command: process.execPath,
        arguments: ['--no-warnings', program, ...address, ...more],
      },
    ],
    standardOutput: undefined,
    env: { MYSQL_PWD: server.password },
  };
}

function packageVersion(name: string): string {
  const { version } = require(`${name}/package.json`) as { version: string };
  return version;
}
