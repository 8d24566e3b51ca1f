/** Makes a handler: what surrounds an invocation, from what the last one left to its log. */

import { performance } from 'node:perf_hooks';
import type { Environment } from './configuration/known-names.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { createRun } from './create-run.ts';
import { Deadline, type InvocationContext } from './deadline.ts';
import { asInvocationError, InvocationError } from './errors.ts';
import { InvocationMetrics } from './invocation-metrics.ts';
import { createLog, type Log, type WriteLine } from './log.ts';
import { collectorFor } from './memory.ts';
import type { Task } from './task.ts';
import { Unfinished } from './unfinished.ts';
import type { InvocationWatch } from './watch.ts';

/** A Lambda handler. */
export type Handler<Result> = (event: unknown, context: InvocationContext) => Promise<Result>;

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
export function createHandler<Watch extends InvocationWatch, Finished extends object>(
  { environment, write, onShutdown }: HandlerProcess,
  task: Task<Watch, Finished>,
): Handler<Finished & { readonly durationMs: number }> {
  const { purpose } = task;
  const run = createRun(task, environment);
  const unfinished = new Unfinished(purpose);
  onShutdown?.(async () => {
    await unfinished.endAll('Lambda ended the environment', shutdownMs);
  });

  return async (event, context) => {
    const started = performance.now();
    const elapsed = () => Math.round(performance.now() - started);
    const log = createLog(write, context.awsRequestId);
    const metrics = new InvocationMetrics({ purpose, environment, context, write, elapsed });
    const memoryMegabytes = Number(context.memoryLimitInMB) || undefined;
    try {
      await endLastInvocation(unfinished, context, log);
      const configuration = readConfiguration(environment, event, purpose.name);
      metrics.configuration = configuration;
      using deadline = new Deadline(context, purpose, () => progress.report());
      const progress = task.watch({
        log,
        memoryMegabytes,
        onProgress: () => deadline.check(),
        onFirstRows: (milliseconds) => deadline.noteConnecting(milliseconds),
        wholeMs: () => deadline.wholeMs,
        availableMs: () => deadline.availableMs,
      });
      metrics.progress = progress;
      const title = task.title(configuration);
      log('info', `${title} started`, task.startOf(configuration));
      const work = run({
        configuration,
        requestId: context.awsRequestId,
        signal: deadline.signal,
        remainingMilliseconds: () => context.getRemainingTimeInMillis(),
        memoryMegabytes,
        collector: collectorFor(context),
        progress,
      });
      unfinished.begin(deadline, work);
      const result = { ...(await Promise.race([work, deadline.overdue])), durationMs: elapsed() };
      log('info', `${title} finished`, task.endOf(result));
      const amounts = task.amountsOf(result);
      if (amounts !== undefined) metrics.succeeded(amounts);
      return result;
    } catch (thrown) {
      const error = asInvocationError(thrown);
      const { name, code, message } = error;
      const { configuration } = metrics;
      log('error', `${configuration ? task.title(configuration) : purpose.name} failed`, {
        durationMs: elapsed(),
        error: { name, code, message },
        ...metrics.progress?.reached,
      });
      if (configuration === undefined || task.hasMetrics(configuration)) metrics.failed(error);
      throw error;
    }
  };
}

/** @throws InvocationError `SHUTDOWN` where it can't be ended: the two would share the memory */
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
