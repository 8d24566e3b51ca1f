/** The command line of the bench. */

import { parseArgs } from 'node:util';
import type { Scale } from './data/recipe.ts';
import { defaultResultsFile } from './results.ts';

/** What is asked for. */
export interface BenchOptions {
  readonly scale: Scale;
  /** Measure dumps, verifications and restores inside memory limits, in place of the comparison. */
  readonly memory: boolean;
  /** Measure restores, in place of the comparison. */
  readonly restore: boolean;
  /** Measure what masks cost, in place of the comparison. */
  readonly masks: boolean;
  /** Measure nothing; the figures are those of the last run. */
  readonly fromLast: boolean;
  /** End with exit code 1 where a target is not met. */
  readonly check: boolean;
  readonly updateReadme: boolean;
  readonly server: string;
  readonly rounds: number;
  readonly programs: RegExp | undefined;
  readonly workloads: readonly string[] | undefined;
  readonly resultsFile: string;
}

const DEFAULT_SERVER = 'mariadb-10.11';

/** Said by `--help`. */
export const usage = `npm run bench -- [options]

Measures dumpstream against mariadb-dump, mydumper and npm mysqldump on databases that it makes
once (88 seconds; 2 GB in .cache/bench until "npm run clean"). Needs Linux.

  --quick              smaller databases, fewest programs, two rounds: under a minute
  --rounds <number>    how often each program runs and counts (5)
  --programs <regex>   only programs whose name matches, for example "^dumpstream|^mydumper"
  --workloads <names>  only these of mixed, narrow, wide, blobs, small-tables, one-million,
                       ten-million; separated by commas
  --server <name>      a server of test/services (mariadb-10.11), for example mysql-8.4
  --memory             in place of that: dumps of 1 and 10 GB inside memory limits, and the
                       way back of 1 GB, as root (11 GB in .cache/bench)
  --restore            in place of that: restores of one dump by the stock client and by dumpstream,
                       and of one table out of a large S3 object
  --masks              in place of that: dumps with one column masked by one rule, and without
  --from-last          measure nothing, take the figures of the last run
  --check              exit code 1 where a target is not met or was not measured
  --update-readme      write the figures and the chart into the README
  --results <file>     where the figures are kept as JSON (.cache/bench/results.json; those of
                       some programs or workloads, or another server: results-part.json)
  --help`;

/**
 * @returns `undefined` where help is asked for
 * @throws Error with what is wrong
 */
export function parseOptions(commandArguments: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...commandArguments],
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      programs: { type: 'string' },
      workloads: { type: 'string' },
      server: { type: 'string', default: DEFAULT_SERVER },
      memory: { type: 'boolean', default: false },
      restore: { type: 'boolean', default: false },
      masks: { type: 'boolean', default: false },
      'from-last': { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      'update-readme': { type: 'boolean', default: false },
      results: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds must be 1 or more.');
  if (values.quick && values['update-readme']) {
    throw new Error('A quick run is too small for the README: leave --quick out.');
  }
  const scale = values.quick ? 'quick' : 'full';
  const isPart =
    values.programs !== undefined ||
    values.workloads !== undefined ||
    values.server !== DEFAULT_SERVER;
  return {
    scale,
    memory: values.memory,
    restore: values.restore,
    masks: values.masks,
    fromLast: values['from-last'],
    check: values.check,
    updateReadme: values['update-readme'],
    server: values.server,
    rounds,
    programs: values.programs === undefined ? undefined : new RegExp(values.programs),
    workloads: values.workloads?.split(','),
    resultsFile: values.results ?? defaultResultsFile(isPart ? 'part' : scale),
  };
}
