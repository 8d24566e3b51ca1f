/** Makes a handler: what surrounds an invocation, from what the last one left to its log. */

import { performance } from 'node:perf_hooks';
import type { Configuration } from './configuration/configuration.ts';
import type { Environment } from './configuration/known-names.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { createRun } from './create-run.ts';
import { Deadline, type InvocationContext } from './deadline.ts';
import type { DryRunResult } from './dry-run.ts';
import { asInvocationError, InvocationError } from './errors.ts';
import { InvocationMetrics } from './invocation-metrics.ts';
import { createLog, type Log, type WriteLine } from './log.ts';
import { collectorFor } from './memory.ts';
import { ProgressWatch } from './progress-watch.ts';
import type { DumpResult } from './run-dump.ts';
import { Unfinished } from './unfinished.ts';

/** A Lambda handler. */
export type Handler = (
  event: unknown,
  context: InvocationContext,
) => Promise<DumpResult | DryRunResult>;

/** The process that a handler runs in. */
export interface HandlerProcess {
  readonly environment: Environment;
  readonly write: WriteLine;
  /** Calls the function when the environment is about to end; what it returns is waited for. */
  readonly onShutdown?: (cleanUp: () => Promise<void>) => void;
}

/** For cleaning up what the last invocation left, before the next one begins. */
const leftoverMs = 5_000;

/** Lambda gives two seconds from SIGTERM to SIGKILL. */
const shutdownMs = 1_500;

/** Clients, parameters and secrets live as long as the handler; all else is made for each invocation. */
export function createHandler({ environment, write, onShutdown }: HandlerProcess): Handler {
  const run = createRun();
  const unfinished = new Unfinished();
  onShutdown?.(async () => {
    await unfinished.endAll('Lambda ended the environment', shutdownMs);
  });

  return async (event, context) => {
    const started = performance.now();
    const elapsed = () => Math.round(performance.now() - started);
    const log = createLog(write, context.awsRequestId);
    const metrics = new InvocationMetrics({ environment, context, write, elapsed });
    try {
      await endLastInvocation(unfinished, context, log);
      const configuration = readConfiguration(environment, event);
      metrics.configuration = configuration;
      using deadline = new Deadline(context, () => progress.report());
      const progress = new ProgressWatch({
        log,
        memoryMegabytes: Number(context.memoryLimitInMB) || undefined,
        onProgress: () => deadline.check(),
        onFirstRows: (milliseconds) => deadline.noteConnecting(milliseconds),
        wholeMs: () => deadline.wholeMs,
        availableMs: () => deadline.availableMs,
      });
      metrics.progress = progress;
      const what = configuration.flag('dryRun') ? 'dry run started' : 'dump started';
      log('info', what, startOf(configuration));
      const work = run({
        configuration,
        requestId: context.awsRequestId,
        signal: deadline.signal,
        remainingMilliseconds: () => context.getRemainingTimeInMillis(),
        memoryMegabytes: Number(context.memoryLimitInMB) || undefined,
        collector: collectorFor(context),
        progress,
      });
      unfinished.begin(deadline, work);
      const result = { ...(await Promise.race([work, deadline.overdue])), durationMs: elapsed() };
      if ('dryRun' in result) {
        // No metrics: an alarm that misses dumps must not take it for one.
        log('info', 'dry run finished', summaryOf(result));
        return result;
      }
      log('info', 'dump finished', { ...result });
      metrics.succeeded(result);
      return result;
    } catch (thrown) {
      const error = asInvocationError(thrown);
      const { name, code, message } = error;
      const isDryRun = metrics.configuration?.flag('dryRun') === true;
      log('error', isDryRun ? 'dry run failed' : 'dump failed', {
        durationMs: elapsed(),
        error: { name, code, message },
        ...metrics.progress?.reached,
      });
      if (!isDryRun) metrics.failed(error);
      throw error;
    }
  };
}

/** Thousands of tables are for the answer alone. */
function summaryOf(result: DryRunResult): Readonly<Record<string, unknown>> {
  const { destination, tables, estimate, missingGrants, problems, durationMs } = result;
  return {
    ...destination,
    tables: tables.length,
    estimate,
    missingGrants: missingGrants.length,
    problems: problems.length,
    durationMs,
  };
}

function startOf(configuration: Configuration): Readonly<Record<string, unknown>> {
  return {
    target: configuration.text('target'),
    bucket: configuration.text('bucket'),
    fileFolder: configuration.text('fileFolder'),
    keyPrefix: configuration.text('keyPrefix'),
  };
}

/** @throws InvocationError `SHUTDOWN` where it can't be ended: two dumps would share the memory */
async function endLastInvocation(
  unfinished: Unfinished,
  context: InvocationContext,
  log: Log,
): Promise<void> {
  const wait = Math.min(leftoverMs, context.getRemainingTimeInMillis() / 5);
  const outcome = await unfinished.endLeftovers('the next invocation began', wait);
  if (outcome === 'nothing') return;
  log('warn', 'the last invocation was still cleaning up', { outcome });
  if (outcome === 'running') {
    throw new InvocationError(
      'ShutdownError',
      'SHUTDOWN',
      'The last invocation in this environment is still cleaning up, since the database or S3 does ' +
        'not answer. Invoke the function again.',
    );
  }
}
