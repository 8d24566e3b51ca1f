/** Makes a handler: what surrounds an invocation, from its configuration to its log. */

import { performance } from 'node:perf_hooks';
import type { Environment } from './configuration/known-names.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { createRun } from './create-run.ts';
import { Deadline, type InvocationContext } from './deadline.ts';
import { InvocationError } from './errors.ts';
import { log, type WriteLine } from './log.ts';
import { collectorFor } from './memory.ts';
import type { DumpResult } from './run-dump.ts';

/** A Lambda handler. */
export type Handler = (event: unknown, context: InvocationContext) => Promise<DumpResult>;

/** The process that a handler runs in. */
export interface HandlerProcess {
  readonly environment: Environment;
  readonly write: WriteLine;
}

/** Clients and parameters live as long as the handler; all else is made anew for each invocation. */
export function createHandler({ environment, write }: HandlerProcess): Handler {
  const run = createRun();
  return async (event, context) => {
    const started = performance.now();
    const elapsed = () => Math.round(performance.now() - started);
    const requestId = context.awsRequestId;
    try {
      const configuration = readConfiguration(environment, event);
      using deadline = new Deadline(context);
      const destination = {
        target: configuration.text('target'),
        bucket: configuration.text('bucket'),
        fileFolder: configuration.text('fileFolder'),
        keyPrefix: configuration.text('keyPrefix'),
      };
      log(write, 'info', 'dump started', { requestId, ...destination });
      const finished = await run({
        configuration,
        requestId,
        signal: deadline.signal,
        remainingMilliseconds: () => context.getRemainingTimeInMillis(),
        collector: collectorFor(context),
      });
      const result = { ...finished, durationMs: elapsed() };
      log(write, 'info', 'dump finished', { requestId, ...result });
      return result;
    } catch (error) {
      const durationMs = elapsed();
      log(write, 'error', 'dump failed', { requestId, durationMs, error: describe(error) });
      throw error;
    }
  };
}

function describe(error: unknown): Readonly<Record<string, unknown>> {
  if (error instanceof InvocationError) {
    return { name: error.name, code: error.code, message: error.message };
  }
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { message: String(error) };
}
