/** Runs generated cases against one server, counts them, and tells of what differs. */

import { DumpError, type DumpErrorCode } from '@dumpstream/core';
import fc from 'fast-check';
import type { DatabaseServer } from '../services/index.ts';
import { checkCase, makingSettings } from './check-case.ts';
import { type DatabaseCase, databaseCase } from './database-case.ts';
import { readServerTraits } from './server-traits.ts';
import { openSession, Refused } from './session.ts';

/** What has been done so far. */
export interface Tally {
  schemas: number;
  tables: number;
  rows: number;
  /** Schemas that the server didn't take. */
  discards: number;
  /** Cases that differed, those on the way to a smaller one among them. */
  failures: number;
  /** Schemas of which the dump said that it can't hold them, and named what it is. */
  refusals: number;
  /** Why, and how often. */
  readonly reasons: Map<string, number>;
}

export function emptyTally(): Tally {
  return {
    schemas: 0,
    tables: 0,
    rows: 0,
    discards: 0,
    failures: 0,
    refusals: 0,
    reasons: new Map(),
  };
}

export interface RunOptions {
  readonly seed: number;
  /** Of a counterexample, to run it again. */
  readonly path?: string | undefined;
  readonly runs: number;
  readonly tally: Tally;
  /** Milliseconds for making a counterexample smaller. */
  readonly shrinkFor: number;
  /** Told of each statement that the server doesn't take. */
  readonly onRefused?: (refused: Refused) => void;
  /** Ends the run early, as if all was well. */
  readonly stopped?: () => boolean;
}

/** What can't be dumped exactly must be named, and then nothing is written. */
const namedCodes: ReadonlySet<DumpErrorCode> = new Set(['UNSUPPORTED', 'INVALID_TEXT']);

/** Without the names, which differ from case to case. */
function addReason({ reasons }: Tally, message: string): void {
  const reason = message.replace(/`(?:[^`]|``)*`/g, '`…`').slice(0, 200);
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}

/**
 * @returns a report on the smallest case that differs, `undefined` where none does
 * @throws Error where the server breaks
 */
export async function runCases(
  server: DatabaseServer,
  { seed, path, runs, tally, shrinkFor, onRefused, stopped = () => false }: RunOptions,
): Promise<string | undefined> {
  const session = await openSession(server, makingSettings);
  try {
    const traits = await readServerTraits(session, server.flavor);
    let shrinkUntil = Number.POSITIVE_INFINITY;
    const property = fc.asyncProperty(databaseCase(traits), async (generated: DatabaseCase) => {
      // Passing is what ends the search for smaller cases.
      if (stopped() || Date.now() > shrinkUntil) return;
      try {
        const compared = await checkCase(server, session, generated);
        tally.schemas += 1;
        tally.tables += compared.tables;
        tally.rows += compared.rows;
      } catch (error) {
        if (error instanceof Refused) {
          onRefused?.(error);
          tally.discards += 1;
          addReason(tally, error.message);
          fc.pre(false);
        }
        if (error instanceof DumpError && namedCodes.has(error.code)) {
          tally.refusals += 1;
          addReason(tally, error.message);
          fc.pre(false);
        }
        tally.failures += 1;
        if (shrinkUntil === Number.POSITIVE_INFINITY) shrinkUntil = Date.now() + shrinkFor;
        throw error;
      }
    });
    const details = await fc.check(property, {
      seed,
      numRuns: runs,
      ...(path === undefined ? {} : { path, endOnFailure: true }),
    });
    return details.failed ? report(server, details) : undefined;
  } finally {
    await session.close();
  }
}

/** Names in it are shown as they are, hostile as they may be: it is for a terminal or a log. */
function report(server: DatabaseServer, details: fc.RunDetails<[DatabaseCase]>): string {
  const { seed, counterexamplePath, counterexample, errorInstance, numShrinks } = details;
  const error = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return [
    `${server.name}: a restored database differs (made smaller ${numShrinks} times).`,
    `Run it again with DUMPSTREAM_SEED=${seed} DUMPSTREAM_PATH=${counterexamplePath}`,
    counterexample === null ? 'No case was left to show.' : fc.stringify(counterexample[0]),
    error,
  ].join('\n');
}
