/** Runs generated masked dumps against one server, and counts them. */

import fc from 'fast-check';
import { readServerTraits } from '../../property/server-traits.ts';
import { openSession, type Session } from '../../property/session.ts';
import type { DatabaseServer } from '../../services/index.ts';
import { type CaseDatabases, checkMaskedCase, PolicyRefused } from './check-masked-case.ts';
import { type MaskedCase, maskedCase } from './masked-case.ts';

export interface MaskedTally {
  cases: number;
  rows: number;
  /** Why, without names, and how often. */
  readonly refusals: Map<string, number>;
}

export interface MaskedRuns {
  readonly seed: number;
  /** Of a counterexample, to run it again. */
  readonly path: string | undefined;
  readonly runs: number;
}

const settings =
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', foreign_key_checks = 1";

/** One case by itself; throws what is wrong with it. */
export async function checkAlone(server: DatabaseServer, masked: MaskedCase): Promise<void> {
  const session = await openSession(server, settings);
  try {
    await inDatabases(session, (names) => checkMaskedCase(server, session, masked, names));
  } finally {
    await session.close();
  }
}

let databases = 0;

/** Names of databases that are dropped afterwards. */
async function inDatabases<Result>(
  session: Session,
  use: (names: CaseDatabases) => Promise<Result>,
): Promise<Result> {
  const prefix = `masked_case_${process.pid}_${databases++}`;
  const names = { source: `${prefix}_a`, copy: `${prefix}_b`, target: `${prefix}_c` };
  try {
    return await use(names);
  } finally {
    for (const name of Object.values(names)) {
      await session.execute(`DROP DATABASE IF EXISTS ${name}`);
    }
  }
}

/** @returns a report on the smallest case that is wrong, `undefined` where none is */
export async function runMaskedCases(
  server: DatabaseServer,
  { seed, path, runs }: MaskedRuns,
  tally: MaskedTally,
): Promise<string | undefined> {
  const session = await openSession(server, settings);
  try {
    const traits = await readServerTraits(session, server.flavor);
    const property = fc.asyncProperty(maskedCase(traits), async (masked: MaskedCase) => {
      try {
        const check = (names: CaseDatabases) => checkMaskedCase(server, session, masked, names);
        const { rows } = await inDatabases(session, check);
        tally.cases += 1;
        tally.rows += rows;
      } catch (error) {
        if (!(error instanceof PolicyRefused)) throw error;
        const reason = reasonOf(error.message);
        tally.refusals.set(reason, (tally.refusals.get(reason) ?? 0) + 1);
      }
    });
    const details = await fc.check(property, {
      ...{ seed, numRuns: runs },
      ...(path === undefined ? {} : { path, endOnFailure: true }),
    });
    return details.failed ? report(server, details) : undefined;
  } finally {
    await session.close();
  }
}

/** Of several the first. */
function reasonOf(message: string): string {
  const [first = ''] = message.split('\n');
  return first.replace(/`(?:[^`]|``)*`/g, '`…`').slice(0, 160);
}

function report(server: DatabaseServer, details: fc.RunDetails<[MaskedCase]>): string {
  const { seed, counterexamplePath, counterexample, errorInstance } = details;
  const error =
    errorInstance instanceof Error ? (errorInstance.stack ?? '') : String(errorInstance);
  return [
    `${server.name}: a masked dump is wrong.`,
    `Run it again with DUMPSTREAM_SEED=${seed} DUMPSTREAM_PATH=${counterexamplePath}`,
    fc.stringify(counterexample?.[0]),
    error,
  ].join('\n');
}
