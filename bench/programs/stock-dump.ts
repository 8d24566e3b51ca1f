/** The server's own dump program, alone and with a compressor after it. */

import { join } from 'node:path';
import type { DatabaseServer } from '../../test/services/index.ts';
import { runProgramSuccessfully } from '../../test/services/process.ts';
import { hasProgram } from './find-program.ts';
import {
  type Compression,
  compressor,
  fileEndings,
  type MissingFamily,
  type Program,
  type ProgramFamily,
} from './program.ts';

const COMPRESSIONS: readonly Compression[] = ['none', 'gzip-6', 'gzip-1', 'zstd-3'];

/** `mariadb-dump`, or where the server is MySQL `mysqldump`: they are of one family. */
export async function stockDumpFamily(
  server: DatabaseServer,
): Promise<ProgramFamily | MissingFamily> {
  const { dump } = server.stockTools;
  if (dump === undefined) {
    return { name: 'mariadb-dump', missing: 'it comes with Debian\'s package "mariadb-client"' };
  }
  const printed = await runProgramSuccessfully(dump.command, [...dump.arguments, '--version']);
  const version = /Ver (\S+)(?: Distrib (\S+?),)?/.exec(printed.stdout);
  const missing: string[] = [];
  const programs: Program[] = [];
  for (const compression of COMPRESSIONS) {
    const after = compression === 'none' ? undefined : compressor(compression);
    if (after !== undefined && !(await hasProgram(after.command))) {
      missing.push(`"${after.command}" is not installed: nothing was piped into it.`);
      continue;
    }
    programs.push(stockDumpProgram(server, compression));
  }
  return {
    name: 'mariadb-dump',
    version: version?.[2] ?? version?.[1] ?? printed.stdout.trim(),
    programs,
    notes: [...new Set(missing)],
  };
}

function stockDumpProgram({ flavor }: DatabaseServer, compression: Compression): Program {
  const name = flavor === 'mysql' ? 'mysqldump' : 'mariadb-dump';
  const after = compression === 'none' ? undefined : compressor(compression);
  const pipe = after && `${after.command} ${after.arguments[0]}`;
  return {
    name: pipe === undefined ? name : `${name} | ${pipe}`,
    family: 'mariadb-dump',
    compression,
    threads: 1,
    writes: true,
    invocation(server, { database, tables = [] }, folder) {
      const { dump } = server.stockTools;
      if (dump === undefined) throw new Error('There is no dump program.');
      const first = {
        command: dump.command,
        arguments: [
          ...dump.arguments,
          '--single-transaction',
          '--default-character-set=utf8mb4',
          '--routines',
          '--events',
          database,
          ...tables,
        ],
      };
      return {
        commands: after === undefined ? [first] : [first, after],
        standardOutput: join(folder, `dump.${fileEndings[compression]}`),
        env: { MYSQL_PWD: server.password },
      };
    },
  };
}
