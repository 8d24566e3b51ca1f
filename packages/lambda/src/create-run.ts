/** What an invocation does: find out how to reach the database, and do the work, if need be twice. */

import { AwsClients } from './clients.ts';
import type { Environment } from './configuration/known-names.ts';
import { changedAccess } from './database/changed-access.ts';
import { ParameterCache } from './database/parameters.ts';
import { readDatabaseAccess } from './database/read-access.ts';
import { SecretCache } from './database/secrets.ts';
import { InvocationError } from './errors.ts';
import type { Resources } from './resources.ts';
import type { Invocation, Task } from './task.ts';
import type { InvocationWatch } from './watch.ts';

/**
 * For so long parameters and secrets are known: a database that has moved must not be dumped from
 * where it was, which may still answer.
 */
const longestKnownMs = 5 * 60_000;

/** Clients live as long as what it returns. */
export function createRun<Watch extends InvocationWatch, Finished extends object>(
  { prepare }: Pick<Task<Watch, Finished>, 'prepare'>,
  environment: Environment,
): (invocation: Invocation<Watch>) => Promise<Finished> {
  const clients = new AwsClients();
  const sources = {
    parameters: new ParameterCache(() => clients.ssm),
    secrets: new SecretCache(),
  };
  const resources: Resources = {
    clients,
    sources,
    // Outside of Lambda it is where the process was started.
    functionFolder: environment['LAMBDA_TASK_ROOT'] || process.cwd(),
  };

  const run = async (invocation: Invocation<Watch>): Promise<Finished> => {
    const { configuration, signal } = invocation;
    const job = prepare(invocation, resources);
    const access = await readDatabaseAccess(configuration, sources, { signal });
    try {
      return await job.attempt(access);
    } catch (error) {
      if (!isRefusedLogin(error) || !access.canChange || !job.mayTryAgain()) throw error;
      const changed = await changedAccess(access, { configuration, sources, signal });
      if (changed === undefined) throw error;
      return await job.attempt(changed);
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
