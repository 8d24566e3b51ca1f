/** Makes a handler: what it keeps from one invocation to the next, and what an invocation does. */

import { performance } from 'node:perf_hooks';
import { AwsClients } from './clients.ts';
import {
  type Configuration,
  type Environment,
  readConfiguration,
} from './configuration/configuration.ts';
import { type DatabaseAccess, readDatabaseAccess } from './database/database-access.ts';
import { ParameterCache } from './database/parameters.ts';
import { Deadline, type InvocationContext } from './deadline.ts';
import { objectKey } from './destination/object-key.ts';
import { type Attempt, compressionOf, type DumpResult, dumpToS3 } from './dump-to-s3.ts';
import { InvocationError } from './errors.ts';
import { explain } from './explain.ts';
import { log, type WriteLine } from './log.ts';
import { collectorFor } from './memory.ts';

/** A Lambda handler. */
export type Handler = (event: unknown, context: InvocationContext) => Promise<DumpResult>;

/** The process that a handler runs in. */
export interface HandlerProcess {
  readonly environment: Environment;
  readonly write: WriteLine;
}

type Run = (
  configuration: Configuration,
  limits: Pick<Attempt, 'signal' | 'collector'>,
) => Promise<Finished>;
type Finished = Omit<DumpResult, 'durationMs'>;

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
        bucket: configuration.text('bucket'),
        keyPrefix: configuration.text('keyPrefix'),
      };
      log(write, 'info', 'dump started', { requestId, ...destination });
      const limits = { signal: deadline.signal, collector: collectorFor(context) };
      const result = { ...(await run(configuration, limits)), durationMs: elapsed() };
      log(write, 'info', 'dump finished', { requestId, ...result });
      return result;
    } catch (error) {
      const durationMs = elapsed();
      log(write, 'error', 'dump failed', { requestId, durationMs, error: describe(error) });
      throw error;
    }
  };
}

function createRun(): Run {
  const clients = new AwsClients();
  const parameters = new ParameterCache(() => clients.ssm);

  return async (configuration, limits) => {
    const { signal } = limits;
    const compress = compressionOf(configuration);
    const now = new Date();
    const keyFor = (database: string) => objectKey(configuration, { compress, database, now });
    // A template that can't be used is told before anything is asked of anybody.
    keyFor('database');

    const attempt = async (access: DatabaseAccess): Promise<Finished> => {
      const client = clients.s3(configuration.flag('s3PathStyle') ?? false);
      const key = keyFor(access.database);
      try {
        return await dumpToS3({ configuration, access, client, key, ...limits });
      } catch (error) {
        throw explain(error, { configuration, access, signal });
      }
    };

    const access = await readDatabaseAccess(configuration, parameters, { signal });
    try {
      return await attempt(access);
    } catch (error) {
      if (!isRefusedLogin(error) || !access.usesParameters) {
        throw error;
      }
      // The password may have been changed since the parameters were read.
      const fresh = await readDatabaseAccess(configuration, parameters, { signal, again: true });
      if (fresh.equals(access)) {
        throw error;
      }
      return await attempt(fresh);
    }
  };
}

function isRefusedLogin(error: unknown): boolean {
  return error instanceof InvocationError && error.code === 'AUTHENTICATION_FAILED';
}

function describe(error: unknown): Readonly<Record<string, unknown>> {
  if (error instanceof InvocationError) {
    return { name: error.name, code: error.code, message: error.message };
  }
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { message: String(error) };
}
