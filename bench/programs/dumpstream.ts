/** This project's own command, as it was built. */

import { join } from 'node:path';
import type { DatabaseServer } from '../../test/services/index.ts';
import { repositoryFolder } from '../../test/services/paths.ts';
import { runProgramSuccessfully } from '../../test/services/process.ts';
import { type Compression, fileEndings, type Program, type ProgramFamily } from './program.ts';

/** The command; Node.js is the one that runs the bench. */
export const dumpstreamCommand: readonly [string, string] = [
  process.execPath,
  join(repositoryFolder, 'packages', 'cli', 'bin', 'dumpstream.js'),
];

const COMPRESSIONS: readonly Compression[] = ['none', 'gzip-6', 'gzip-1', 'zstd-3'];

/** @throws Error where it was not built */
export async function dumpstreamFamily(): Promise<ProgramFamily> {
  const [node, program] = dumpstreamCommand;
  const printed = await runProgramSuccessfully(node, [program, '--version']);
  const isParallel = (await parallelArguments(1)).length > 0;
  const threads = isParallel ? [1, 2] : [1];
  return {
    name: 'dumpstream',
    version: printed.stdout.trim(),
    programs: COMPRESSIONS.flatMap((compression) =>
      threads.map((count) => dumpstreamProgram(compression, count, isParallel)),
    ),
    notes: isParallel ? [] : ['This dumpstream has no --parallel: it reads on one connection.'],
  };
}

/** How the command is told where a database is; the password comes by MYSQL_PWD. */
export function urlOf({ user, host, port }: DatabaseServer, database: string): string {
  return `mysql://${user}@${host}:${port}/${database}`;
}

/** The flag for so many connections; none where the command does not have it yet. */
export async function parallelArguments(connections: number): Promise<readonly string[]> {
  const [node, program] = dumpstreamCommand;
  const help = await runProgramSuccessfully(node, [program, 'dump', '--help']);
  return help.stdout.includes('--parallel') ? [`--parallel=${connections}`] : [];
}

function dumpstreamProgram(
  compression: Compression,
  threads: number,
  isParallel: boolean,
): Program {
  const [method = 'none', level] = compression.split('-');
  const compressed = level === undefined ? [] : [`--compression-level=${level}`];
  const parallel = isParallel ? [`--parallel=${threads}`] : [];
  return {
    name: `dumpstream --parallel ${threads}${level === undefined ? '' : `, ${method} -${level}`}`,
    family: 'dumpstream',
    compression,
    threads,
    writes: true,
    invocation: (server, { database, tables }, folder) => ({
      commands: [
        {
          command: dumpstreamCommand[0],
          arguments: [
            dumpstreamCommand[1],
            'dump',
            urlOf(server, database),
            '--quiet',
            `--output=${join(folder, `dump.${fileEndings[compression]}`)}`,
            `--compress=${method}`,
            ...compressed,
            ...parallel,
            ...(tables === undefined ? [] : ['--tables', ...tables]),
          ],
        },
      ],
      standardOutput: undefined,
      env: { MYSQL_PWD: server.password },
    }),
  };
}
