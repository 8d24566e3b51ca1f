/** What an invocation does: find out how to reach the database, and dump it, if need be twice. */

import { AwsClients } from './clients.ts';
import type { Configuration } from './configuration/configuration.ts';
import { type DatabaseAccess, readDatabaseAccess } from './database/database-access.ts';
import { ParameterCache } from './database/parameters.ts';
import { deliveryTo } from './destination/destination.ts';
import { objectKey } from './destination/object-key.ts';
import { compressionOf } from './dump-options.ts';
import { InvocationError } from './errors.ts';
import { explain } from './explain.ts';
import { type Attempt, type DumpResult, runDump } from './run-dump.ts';

type Run = (
  configuration: Configuration,
  limits: Pick<Attempt, 'signal' | 'collector'>,
) => Promise<Finished>;
type Finished = Omit<DumpResult, 'durationMs'>;

/** Clients and parameters live as long as what it returns. */
export function createRun(): Run {
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
      const deliver = deliveryTo(configuration, clients, keyFor(access.database));
      try {
        return await runDump({ configuration, access, deliver, ...limits });
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
