/** What an invocation does: find out how to reach the database, and dump it, if need be twice. */

import type { DumpStream } from '@dumpstream/core';
import { AwsClients } from './clients.ts';
import type { Configuration } from './configuration/configuration.ts';
import { changedAccess } from './database/changed-access.ts';
import type { DatabaseAccess } from './database/database-access.ts';
import { ParameterCache } from './database/parameters.ts';
import { readDatabaseAccess } from './database/read-access.ts';
import { SecretCache } from './database/secrets.ts';
import { destinationOf } from './destination/destination.ts';
import { objectKey } from './destination/object-key.ts';
import { type FinishedDryRun, runDryRun } from './dry-run.ts';
import { compressionOf, dumpOptions } from './dump-options.ts';
import { InvocationError } from './errors.ts';
import { explain } from './explain.ts';
import type { Collector } from './memory.ts';
import type { ProgressWatch } from './progress-watch.ts';
import { type FinishedDump, runDump } from './run-dump.ts';

/** One invocation, after its configuration. */
export interface Invocation {
  readonly configuration: Configuration;
  readonly requestId: string;
  /** Ends the dump before the function's time is up. */
  readonly signal: AbortSignal;
  /** Milliseconds until Lambda ends the invocation. */
  readonly remainingMilliseconds: () => number;
  /** `undefined` outside of Lambda. */
  readonly memoryMegabytes: number | undefined;
  readonly collector: Collector | undefined;
  readonly progress: ProgressWatch;
}

type Finished = FinishedDump | FinishedDryRun;
type Run = (invocation: Invocation) => Promise<Finished>;

/**
 * For so long parameters and secrets are known: a database that has moved must not be dumped from
 * where it was, which may still answer.
 */
const longestKnownMs = 5 * 60_000;

/** Clients live as long as what it returns. */
export function createRun(): Run {
  const clients = new AwsClients();
  const sources = {
    parameters: new ParameterCache(() => clients.ssm),
    secrets: new SecretCache(),
  };

  const run = async (invocation: Invocation): Promise<Finished> => {
    const { configuration, signal, requestId, collector, progress, remainingMilliseconds } =
      invocation;
    const compress = compressionOf(configuration);
    const now = new Date();
    const keyFor = (database: string) =>
      objectKey(configuration, { compress, database, requestId, now });
    // A template that can't be used is told before anything is asked of anybody.
    keyFor('database');
    const destination = destinationOf(configuration, clients, now);

    const attempt = async (access: DatabaseAccess): Promise<Finished> => {
      const key = keyFor(access.database);
      const options = dumpOptions(configuration, access, remainingMilliseconds());
      try {
        if (configuration.flag('dryRun')) {
          return await runDryRun(options, destination.placeOf(key), invocation);
        }
        const { parallel = 1, maxRate } = options;
        const facts = { parallel, hasMaxRate: maxRate !== undefined, database: access.database };
        const watch = (stream: DumpStream) => progress.watch(stream, facts);
        return await runDump({
          options,
          deliver: destination.deliverTo(key),
          watch,
          signal,
          collector,
        });
      } catch (error) {
        throw explain(error, { configuration, access, signal });
      }
    };

    const access = await readDatabaseAccess(configuration, sources, { signal });
    try {
      return await attempt(access);
    } catch (error) {
      if (!isRefusedLogin(error) || !access.canChange) throw error;
      const changed = await changedAccess(access, { configuration, sources, signal });
      if (changed === undefined) throw error;
      return await attempt(changed);
    }
  };

  const forget = (): void => {
    sources.parameters.forget();
    sources.secrets.forget();
  };
  let knownSince = 0;

  return async (invocation) => {
    if (Date.now() - knownSince > longestKnownMs) {
      forget();
      knownSince = Date.now();
    }
    try {
      return await run(invocation);
    } catch (error) {
      // Whoever corrects a host or a name must not meet the old one in this environment.
      forget();
      throw error;
    }
  };
}

function isRefusedLogin(error: unknown): boolean {
  return error instanceof InvocationError && error.code === 'AUTHENTICATION_FAILED';
}
