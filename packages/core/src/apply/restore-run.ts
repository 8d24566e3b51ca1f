/** One run of a restore: opens, checks, applies statement after statement, and ends. */

import { databaseOf } from '../connect/connection-options.ts';
import { openDump } from '../decompress/open-dump.ts';
import type { OpenedDump } from '../decompress/opened-dump.ts';
import { DumpError } from '../errors.ts';
import type { RestoreOptions } from '../restore-options.ts';
import type { RestoreSummary } from '../restore-summary.ts';
import { type DumpInput, isDumpSource } from '../source/dump-source.ts';
import { Application } from './application.ts';
import { checkStatements } from './check-statements.ts';
import { nothingWritten } from './failures/state.ts';
import { withState } from './failures/statement-failure.ts';
import { checkMasked } from './required-mask.ts';
import { planRestore } from './restore-plan.ts';
import { readServerLimits } from './session/server-limits.ts';
import { readSessionModes } from './session/session-modes.ts';
import { RestoreSessions } from './session/sessions.ts';
import { TextReading } from './text/text-reading.ts';

/** @throws DumpError; what the input throws. Whatever ends it, connections and input are closed. */
export async function runRestore(
  input: DumpInput,
  options: RestoreOptions,
): Promise<RestoreSummary> {
  const started = performance.now();
  const stop = new AbortController();
  const forgetSignal = followSignal(options.signal, stop);
  let dump: OpenedDump | undefined;
  let sessions: RestoreSessions | undefined;
  let application: Application | undefined;
  let state: string | undefined;
  try {
    dump = await openDump(input, stop.signal);
    checkMasked(dump, options.requireMask);
    sessions = await RestoreSessions.open(options, stop.signal);
    application = await begin(input, dump, sessions, options, stop);
    await application.run();
    await sessions.end();
    return { ...application.summary(), durationMs: performance.now() - started };
  } catch (error) {
    state = application?.state() ?? (sessions === undefined ? '' : nothingWritten);
    // What has ended it says more than what noticed the end.
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : error;
    stop.abort(reason);
    throw withState(reason, state);
  } finally {
    forgetSignal();
    dump?.close();
    sessions?.destroy(stop.signal.reason);
    await sessions?.stopped();
  }
}

async function begin(
  input: DumpInput,
  dump: OpenedDump,
  sessions: RestoreSessions,
  options: RestoreOptions,
  stop: AbortController,
): Promise<Application> {
  const limits = await readServerLimits(sessions.control);
  const plan = await planRestore(
    sessions.control,
    options,
    dump,
    limits,
    databaseOf(options.connection),
  );
  const single = plan.target.current;
  const modes = await readSessionModes(sessions.coordinator);
  if (dump.manifest === undefined && isDumpSource(input)) {
    const { server } = sessions;
    await checkStatements(input, { ...plan, modes, server }, stop.signal);
  }
  if (single !== undefined) await sessions.use(single);
  const reading = new TextReading(dump, {
    maxStatementBytes: plan.maxStatementBytes,
    modes,
    ranges: plan.ranges,
  });
  return new Application({ dump, sessions, options, plan, reading, limits, stop });
}

/** Ends the restore when the caller's signal is triggered. Returns how to stop listening to it. */
function followSignal(signal: AbortSignal | undefined, stop: AbortController): () => void {
  if (signal === undefined) return () => {};
  const onAbort = (): void => {
    stop.abort(
      new DumpError('ABORTED', 'The restore was aborted by its signal.', { cause: signal.reason }),
    );
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return () => signal.removeEventListener('abort', onAbort);
}
