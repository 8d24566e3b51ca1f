/** What is dumped: a database, or some of its tables. */

import type { Scale } from './data/recipe.ts';

/** One thing to dump. */
export interface Workload {
  /** Its name in results and on the command line. */
  readonly name: WorkloadName;
  /** What is in it, for people. */
  readonly description: string;
  readonly database: string;
  /** `undefined` for all of the database. */
  readonly tables: readonly string[] | undefined;
}

export type WorkloadName =
  | 'mixed'
  | 'narrow'
  | 'wide'
  | 'blobs'
  | 'small-tables'
  | 'one-million'
  | 'ten-million';

/** All workloads, the one with all programs first. A quick run has two of them, with fewer rows. */
export function workloads(scale: Scale): readonly Workload[] {
  const mixed = (name: WorkloadName, table: string, description: string): Workload => ({
    name,
    description,
    database: 'bench_mixed',
    tables: [table],
  });
  const full: readonly Workload[] = [
    {
      name: 'mixed',
      description: '3 million narrow rows, 0.8 million wide ones and 150 MB of blobs',
      database: 'bench_mixed',
      tables: undefined,
    },
    mixed('narrow', 'narrow_rows', '3 million rows of numbers and dates'),
    mixed('wide', 'wide_rows', '0.8 million rows with text and JSON'),
    mixed('blobs', 'blobs', '150 MB of blobs'),
    {
      name: 'small-tables',
      description: '2,000 tables of ten rows',
      database: 'bench_small_tables',
      tables: undefined,
    },
    {
      name: 'one-million',
      description: 'one table of 1 million narrow rows',
      database: 'bench_one_million',
      tables: undefined,
    },
    {
      name: 'ten-million',
      description: 'one table of 10 million narrow rows',
      database: 'bench_ten_million',
      tables: undefined,
    },
  ];
  if (scale === 'full') return full;
  const quick: Partial<Record<WorkloadName, string>> = {
    mixed: '300,000 narrow rows, 80,000 wide ones and 15 MB of blobs',
    'small-tables': '200 tables of ten rows',
  };
  return full.flatMap((workload) => {
    const description = quick[workload.name];
    return description === undefined ? [] : [{ ...workload, description }];
  });
}
