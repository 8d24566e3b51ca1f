/** mydumper, as it is measured. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMydumper } from '../../test/services/mydumper.ts';
import { tryProgram } from './find-program.ts';
import type { Command, Compression, MissingFamily, Program, ProgramFamily } from './program.ts';

const HOW_TO_GET =
  'put a mydumper of https://github.com/mydumper/mydumper/releases on PATH, or install Debian\'s package "mydumper"';

/** From this version on it has zstd, and levels by way of another program. */
const FIRST_MODERN = 1;

/** The newest mydumper that can be had. */
export async function mydumperFamily(): Promise<ProgramFamily | MissingFamily> {
  const found = await findMydumper();
  if (typeof found === 'string') return { name: 'mydumper', missing: `${found}; ${HOW_TO_GET}` };
  const major = Number(found.version.split('.')[0]);
  const isModern = major >= FIRST_MODERN;
  const compressions: readonly Compression[] = isModern
    ? ['none', 'gzip-6', 'gzip-1', 'zstd-3']
    : ['none', 'gzip-6'];
  const help = await tryProgram(found.command.command, [...found.command.arguments, '--help']);
  const fewest = Number(/Minimum: (\d+)/.exec(help?.stdout ?? '')?.[1] ?? 1);
  const old = `mydumper ${found.version} is an old one, without zstd: ${HOW_TO_GET}.`;
  const minimum = `This mydumper reads on ${fewest} connections at least: there is no "-t 1".`;
  return {
    name: 'mydumper',
    version: found.version,
    programs: compressions.flatMap((compression) =>
      [1, 2]
        .filter((threads) => threads >= fewest)
        // With compression, what counts is its best.
        .filter((threads) => threads === 2 || compression === 'none')
        .map((threads) => mydumperProgram(found.command, isModern, compression, threads)),
    ),
    notes: [...(isModern ? [] : [old]), ...(fewest > 1 ? [minimum] : [])],
  };
}

function mydumperProgram(
  program: Command,
  isModern: boolean,
  compression: Compression,
  threads: number,
): Program {
  const label: Record<Compression, string> = {
    none: '',
    'gzip-6': ', gzip -6',
    'gzip-1': ', gzip -1',
    'zstd-3': ', zstd -3',
  };
  return {
    name: `mydumper -t ${threads}${label[compression]}`,
    family: 'mydumper',
    compression,
    threads,
    writes: true,
    invocation(server, { database, tables }, folder) {
      const defaults = join(folder, 'mydumper.cnf');
      const account = `password=${server.password}\n`;
      writeFileSync(defaults, `[client]\n${account}[mydumper]\n${account}`, { mode: 0o600 });
      return {
        commands: [
          {
            command: program.command,
            arguments: [
              ...program.arguments,
              `--defaults-file=${defaults}`,
              `--host=${server.host}`,
              `--port=${server.port}`,
              `--user=${server.user}`,
              `--threads=${threads}`,
              `--database=${database}`,
              `--outputdir=${join(folder, 'dump')}`,
              '--triggers',
              '--routines',
              '--events',
              '--verbose=1',
              isModern ? '--trx-tables' : '--trx-consistency-only',
              ...(tables === undefined
                ? []
                : [`--tables-list=${tables.map((table) => `${database}.${table}`).join()}`]),
              ...compressionArguments(compression, isModern),
            ],
          },
        ],
        standardOutput: undefined,
        env: {},
      };
    },
  };
}

/** A new one calls the programs gzip and zstd, at their own levels (6 and 3) unless told otherwise. */
function compressionArguments(compression: Compression, isModern: boolean): string[] {
  if (compression === 'none') return [];
  if (!isModern) return ['--compress'];
  if (compression === 'gzip-1') {
    return ['--exec-per-thread=/usr/bin/gzip -1', '--exec-per-thread-extension=.gz'];
  }
  return [`--compress=${compression === 'gzip-6' ? 'gzip' : 'zstd'}`];
}
