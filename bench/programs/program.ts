/** What a program under measurement is, and how it is called. */

import type { DatabaseServer } from '../../test/services/index.ts';
import type { Workload } from '../workloads.ts';

/** How the output is compressed, with the level. */
export type Compression = 'none' | 'gzip-1' | 'gzip-6' | 'zstd-3';

/** A program and its arguments. */
export interface Command {
  readonly command: string;
  readonly arguments: readonly string[];
}

/** How a program is called for one dump. */
export interface Invocation {
  /** Several are a pipeline. */
  readonly commands: readonly [Command, ...Command[]];
  /** File for the standard output of the last one; nothing is expected there without it. */
  readonly standardOutput: string | undefined;
  /** On top of this process's environment. */
  readonly env: NodeJS.ProcessEnv;
}

/** One way to make a dump. */
export interface Program {
  /** Unique, and what people see: `mydumper -t 2, gzip`. */
  readonly name: string;
  readonly family: FamilyName;
  readonly compression: Compression;
  /** Connections that read at the same time. */
  readonly threads: number;
  /** Whether its output is a dump: the reader that only drains has none. */
  readonly writes: boolean;
  /** It cannot do the other workloads in sensible time. */
  readonly onlyMixed?: true;
  /**
   * @param folder - empty; everything it writes goes there
   */
  invocation(server: DatabaseServer, workload: Workload, folder: string): Invocation;
}

export type FamilyName = 'dumpstream' | 'mariadb-dump' | 'mydumper' | 'npm mysqldump' | 'drain';

/** A program in all the ways in which it is measured. */
export interface ProgramFamily {
  readonly name: FamilyName;
  /** As it tells itself. */
  readonly version: string;
  readonly programs: readonly Program[];
  /** What a reader of the results should know. */
  readonly notes: readonly string[];
}

/** A program that is not there. */
export interface MissingFamily {
  readonly name: FamilyName;
  /** Why, and how to get it. */
  readonly missing: string;
}

/** The ending of a dump's file name. */
export const fileEndings: Readonly<Record<Compression, string>> = {
  none: 'sql',
  'gzip-1': 'sql.gz',
  'gzip-6': 'sql.gz',
  'zstd-3': 'sql.zst',
};

/** The program that compresses what comes in by its standard input. */
export function compressor(compression: Exclude<Compression, 'none'>): Command {
  const [command = '', level] = compression.split('-');
  return { command, arguments: [`-${level}`, ...(command === 'zstd' ? ['--quiet'] : [])] };
}
