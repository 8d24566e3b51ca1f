/** The programs that restore one and the same dump. */

import type { DatabaseServer } from '../../test/services/index.ts';
import { dumpstreamCommand } from '../programs/dumpstream.ts';
import type { Invocation } from '../programs/program.ts';

/** The files that hold the dump. */
export interface DumpFiles {
  readonly plain: string;
  readonly gzip: string;
}

/** One way to restore. */
export interface RestoreProgram {
  /** Unique, and what people see. */
  readonly name: string;
  /** What targets look for. */
  readonly kind: 'client' | 'dumpstream';
  readonly compression: 'none' | 'gzip';
  /** Connections that write at the same time. */
  readonly connections: number;
  /** @param database - empty */
  invocation(server: DatabaseServer, database: string, files: DumpFiles): Invocation;
}

/** All of them: the stock client, as a user would call it, and ours. */
export function restoreProgramsFor({ flavor }: DatabaseServer): readonly RestoreProgram[] {
  const client = flavor === 'mysql' ? 'mysql' : 'mariadb';
  return [
    clientProgram(`${client} < dump.sql`, 'none'),
    dumpstreamProgram('none', 1),
    dumpstreamProgram('none', 2),
    clientProgram(`gunzip | ${client}`, 'gzip'),
    dumpstreamProgram('gzip', 1),
    dumpstreamProgram('gzip', 2),
  ];
}

function clientProgram(name: string, compression: 'none' | 'gzip'): RestoreProgram {
  return {
    name,
    kind: 'client',
    compression,
    connections: 1,
    invocation(server, database, files) {
      const { client } = server.stockTools;
      const command = {
        command: client.command,
        arguments: [
          ...client.arguments,
          '--default-character-set=utf8mb4',
          '--comments',
          '--binary-mode',
          database,
        ],
      };
      return {
        commands:
          compression === 'gzip'
            ? [{ command: 'gunzip', arguments: ['--stdout', files.gzip] }, command]
            : [withInput(command, files.plain)],
        standardOutput: undefined,
        env: { MYSQL_PWD: server.password },
      };
    },
  };
}

/** The shell opens the file, and becomes the program. */
function withInput(
  program: { readonly command: string; readonly arguments: readonly string[] },
  file: string,
): { command: string; arguments: readonly string[] } {
  return {
    command: 'bash',
    arguments: ['-c', 'exec "$@" < "$0"', file, program.command, ...program.arguments],
  };
}

function dumpstreamProgram(compression: 'none' | 'gzip', connections: number): RestoreProgram {
  const [node, program] = dumpstreamCommand;
  return {
    name: `dumpstream restore --parallel ${connections}${compression === 'gzip' ? ', gzip' : ''}`,
    kind: 'dumpstream',
    compression,
    connections,
    invocation: (server, database, files) => ({
      commands: [
        {
          command: node,
          arguments: [
            program,
            'restore',
            compression === 'gzip' ? files.gzip : files.plain,
            `mysql://${server.user}@${server.host}:${server.port}/${database}`,
            '--quiet',
            `--parallel=${connections}`,
          ],
        },
      ],
      standardOutput: undefined,
      env: { MYSQL_PWD: server.password },
    }),
  };
}
