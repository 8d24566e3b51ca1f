/** Finds out whether a refused login was made with a password that is no longer the one. */

import type { Configuration } from '../configuration/configuration.ts';
import type { DatabaseAccess } from './database-access.ts';
import { type AccessSources, readDatabaseAccess } from './read-access.ts';

/** What it takes to ask again. */
export interface AccessContext {
  readonly configuration: Configuration;
  readonly sources: AccessSources;
  readonly signal: AbortSignal;
}

/**
 * Asks secret and parameters again. Where nothing has changed, a rotation may be under way: it gives
 * the server the pending password some seconds before it makes that the current one.
 *
 * @returns `undefined` where there is nothing else to try
 * @throws {InvocationError} as {@link readDatabaseAccess}
 */
export async function changedAccess(
  refused: DatabaseAccess,
  { configuration, sources, signal }: AccessContext,
): Promise<DatabaseAccess | undefined> {
  const fresh = await readDatabaseAccess(configuration, sources, { signal, again: true });
  if (!fresh.equals(refused)) return fresh;
  if (configuration.text('dbSecret') === undefined) return undefined;
  try {
    const pending = await readDatabaseAccess(configuration, sources, {
      signal,
      version: 'AWSPENDING',
    });
    return pending.equals(refused) ? undefined : pending;
  } catch {
    // Most often there is none. Whatever it is, the refused login is what has to be told.
    signal.throwIfAborted();
    return undefined;
  }
}
