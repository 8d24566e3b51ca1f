/** A dry run: what a dump would be, where it would go, and how long this function would take. */

import {
  type DryRunEstimate,
  type DryRunMask,
  type DryRunProblem,
  type DryRunReport,
  DumpError,
  type DumpOptions,
  dryRun,
} from '@dumpstream/core';
import { megabytesPerCpu } from './deadline-advice.ts';
import type { PlannedPlace } from './destination/delivery.ts';
import type { Mask } from './mask/read-mask.ts';
import { readBackShare } from './verify/read-back-time.ts';

/** What the handler returns for a dry run. */
export interface DryRunResult extends Omit<DryRunReport, 'estimate' | 'mask' | 'warnings'> {
  readonly dryRun: true;
  /** Where the dump would be. Whether it may be written there is not tried. */
  readonly destination: PlannedPlace;
  readonly estimate: FunctionEstimate;
  /** Absent where no policy is configured. `policy` is the digest of it. */
  readonly mask?: Partial<DryRunMask> & { readonly policy: string };
  /** Of the dump; absent where there would be none. */
  readonly warnings?: readonly string[];
  readonly durationMs: number;
}

/** The result, but for the time that the invocation takes. */
export type FinishedDryRun = Omit<DryRunResult, 'durationMs'>;

/** `outputBytes` is the size of the object; `seconds` are those of a function of this memory. */
export interface FunctionEstimate extends DryRunEstimate {
  /** What the invocation had left: more `seconds` than that would not be done in time. */
  readonly availableSeconds: number;
}

/** What a dry run is told of the function. */
export interface FunctionLimits {
  readonly signal: AbortSignal;
  /** `undefined` outside of Lambda. */
  readonly memoryMegabytes: number | undefined;
  readonly remainingMilliseconds: () => number;
  /** Whether a dump would be read back. */
  readonly verify: boolean;
  /** What is in the options of it. */
  readonly mask: Mask | undefined;
}

/**
 * Asks nobody but the database.
 *
 * @throws `DumpError` where there is no answer; what a dump would fail with is in the answer
 */
export async function runDryRun(
  options: DumpOptions,
  destination: PlannedPlace,
  { signal, memoryMegabytes, remainingMilliseconds, verify, mask }: FunctionLimits,
): Promise<FinishedDryRun> {
  const { maxRate, ...unlimited } = options;
  const { estimate, mask: planned, warnings, ...report } = await dryRun({ ...unlimited, signal });
  const available = Math.max(0, Math.floor(remainingMilliseconds() / 1000));
  const seconds = functionSeconds(estimate, {
    memoryMegabytes,
    maxRate,
    readBackShare: verify ? readBackShare(options.compress ?? 'none') : 0,
  });
  return {
    dryRun: true,
    destination,
    ...report,
    problems: report.problems.map((problem) => located(problem, mask)),
    ...(warnings.length > 0 && { warnings: warnings.map(({ message }) => message) }),
    ...(mask !== undefined && { mask: { policy: mask.digest, ...planned } }),
    estimate: { ...estimate, seconds, availableSeconds: available },
  };
}

/** A problem of the policy, with the line of it. */
function located(problem: DryRunProblem, mask: Mask | undefined): DryRunProblem {
  const { code, message, policyPaths } = problem;
  const error = mask?.located(
    new DumpError(code, message, policyPaths === undefined ? {} : { policyPaths }),
  );
  return { code, message: error instanceof DumpError ? error.message : message };
}

/**
 * CPU seconds of a dump for each second of core's estimate, which is that of a machine with 2 cores.
 * Measured with gzip, zstd and none: 1.2 to 2.2, by how well the data compresses.
 */
const cores = 1.5;

/**
 * A function has CPU by its memory. From what a dump can use on it is not much faster.
 *
 * @returns whole seconds
 */
export function functionSeconds(
  { seconds, bytes }: DryRunEstimate,
  limits: {
    readonly memoryMegabytes: number | undefined;
    readonly maxRate: number | undefined;
    /** Time for reading it back, for each second that it takes otherwise. Default 0. */
    readonly readBackShare?: number;
  },
): number {
  const {
    memoryMegabytes = cores * megabytesPerCpu,
    maxRate = Number.POSITIVE_INFINITY,
    readBackShare: afterwards = 0,
  } = limits;
  const share = Math.min(1, memoryMegabytes / (cores * megabytesPerCpu));
  return Math.ceil(Math.max(seconds / share, bytes / maxRate) + (seconds / share) * afterwards);
}
