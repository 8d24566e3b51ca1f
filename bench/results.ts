/** The figures of a bench, as they are kept in a file. */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../test/services/paths.ts';
import type { Scale } from './data/recipe.ts';
import type { Machine } from './machine.ts';
import type { MaskReport } from './masks/masks.ts';
import type { Measurement } from './measure/rounds.ts';
import type { MemoryReport } from './memory/memory.ts';
import type { Compression, FamilyName } from './programs/program.ts';
import type { RestoreReport } from './restore/restores.ts';

/** Programs against programs. */
export interface Comparison {
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly scale: Scale;
  readonly recipeVersion: number;
  readonly rounds: number;
  /** `mariadb-10.11 10.11.19-MariaDB`, and how programs reach it. */
  readonly server: string;
  readonly families: readonly { readonly name: FamilyName; readonly version: string }[];
  readonly missing: readonly { readonly name: FamilyName; readonly missing: string }[];
  readonly notes: readonly string[];
  readonly workloads: readonly { readonly name: string; readonly description: string }[];
  readonly programs: readonly MeasuredProgram[];
  readonly measurements: readonly Measurement[];
}

/** What is known of a program besides its figures. */
export interface MeasuredProgram {
  readonly name: string;
  readonly family: FamilyName;
  readonly compression: Compression;
  readonly threads: number;
}

/** A file of results. Each part is replaced by the next run that measures it. */
export interface Results {
  readonly comparison?: Comparison;
  readonly memory?: MemoryReport;
  readonly restore?: RestoreReport;
  readonly masks?: MaskReport;
}

/** How much of everything was measured: a part must not take the place of the whole. */
export type Extent = Scale | 'part';

/** Where results are kept unless told otherwise. */
export function defaultResultsFile(extent: Extent): string {
  const name = extent === 'full' ? 'results.json' : `results-${extent}.json`;
  return join(cacheFolder, 'bench', name);
}

/** @returns no parts where there is no such file */
export async function readResults(file: string): Promise<Results> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Results;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${file} does not hold results of a bench: remove it.`, { cause: error });
  }
}

/** Replaces the given parts of the file, which appears whole. */
export async function writeResults(file: string, results: Results): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const merged = { ...(await readResults(file)), ...results };
  await writeFile(`${file}.new`, `${JSON.stringify(merged, undefined, 2)}\n`);
  await rename(`${file}.new`, file);
}
