/** Decides, before anything is written, where a dump goes and what of it is read. */

import type { OpenedDump } from '../decompress/opened-dump.ts';
import { DumpError } from '../errors.ts';
import { progressTable } from '../integrity/progress-table-name.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { RestoreOptions } from '../restore-options.ts';
import { cannotResume } from './progress/cannot-resume.ts';
import {
  type FinishedSection,
  finishedSections,
  withoutRangesOf,
} from './progress/finished-sections.ts';
import { ProgressTable } from './progress/progress-table.ts';
import {
  checkSameRestore,
  type RestoreIdentity,
  type StoredProgress,
} from './progress/stored-progress.ts';
import type { ControlSession } from './session/control-session.ts';
import type { ServerLimits } from './session/server-limits.ts';
import { NamedTargets } from './target/named-targets.ts';
import { Selection } from './target/selection.ts';
import { SingleTarget } from './target/single-target.ts';
import { severalDatabases, type Target, unnamedDatabase } from './target/target.ts';
import { checkDatabasesHeld, checkTablesKnown, TargetChecks } from './target/target-checks.ts';
import { selectedRanges, type TextRange } from './text/text-ranges.ts';

/** Bytes around a statement: what the protocol and this package put before it. */
const packetRest = 1024;

/** Longer ones are not sent in one piece: memory has to hold them twice. */
const longestText = 1_000_000_000;

export interface RestorePlan {
  readonly target: Target;
  /** Another one like it, for a first pass. */
  readonly firstTarget: Target;
  readonly selection: Selection;
  readonly checks: TargetChecks;
  /** By default all of the text is read. */
  readonly ranges: readonly TextRange[] | undefined;
  readonly maxStatementBytes: number;
  /** Of the restore that this one goes on with, by database; empty where it begins anew. */
  readonly stored: ReadonlyMap<string, StoredProgress>;
  /** What of it is not even read, as it is in the target. */
  readonly finished: readonly FinishedSection[];
}

/**
 * @throws DumpError `INVALID_OPTION`, `UNKNOWN_DATABASE`, `TARGET_NOT_EMPTY`, `UNKNOWN_TABLE`,
 *   `STATEMENT_TOO_LARGE`, `CANNOT_RESUME`
 */
export async function planRestore(
  control: ControlSession,
  options: RestoreOptions,
  { manifest }: OpenedDump,
  limits: ServerLimits,
  named: string | undefined,
): Promise<RestorePlan> {
  const { databases, force = false, resume = false, tables } = options;
  const selection = new Selection(tables);
  if (manifest !== undefined && tables !== undefined) checkTablesKnown(manifest, selection);
  const single = databases === undefined ? singleDatabase(options, limits, named) : undefined;
  if (manifest !== undefined && single !== undefined && manifest.namesDatabases) {
    if (manifest.databases.length > 1) throw severalDatabases(manifest.databases);
  }
  if (manifest !== undefined && single === undefined && !manifest.namesDatabases) {
    throw unnamedDatabase();
  }
  const rules = { force, caseInsensitive: limits.caseInsensitiveNames };
  const checks: TargetChecks = new TargetChecks(
    control,
    selection,
    (database) => force || stored.has(database) || whole.has(database),
  );
  const newTarget = (): Target =>
    single !== undefined
      ? new SingleTarget(single, rules, manifest?.databases[0])
      : new NamedTargets(databases ?? 'all', rules, (database) => checks.isThere(database));
  const target = newTarget();
  if (manifest !== undefined) checkDatabasesHeld(target, manifest.databases);
  const isConcerned = (database: string): boolean =>
    single !== undefined || (target.takes(database) && holds(manifest, database));
  const stored = resume ? await readStored(control, single, isConcerned) : noneStored;
  const whole = new Set([...stored.values()].flatMap((one) => one.whole));
  if (resume && stored.size === 0) {
    throw cannotResume(
      'no restore has been broken off in the target, or it was one of a dump of another program',
    );
  }
  // Of a stream nobody knows yet which of them it is about.
  if (single !== undefined || manifest !== undefined) {
    const own = identityOf(options, manifest);
    for (const { identity } of stored.values()) checkSameRestore(identity, own);
  }
  const own = manifest?.databases ?? [];
  if (single !== undefined) await checks.mustBeThere(single);
  for (const database of single === undefined ? own : [single]) {
    if (single !== undefined || target.takes(database)) await checks.check(database);
  }
  if (manifest !== undefined && tables !== undefined) {
    for (const { kind, database = own[0] ?? '', name = '' } of manifest.sections) {
      if (kind !== 'tableStructure' && kind !== 'view' && kind !== 'tableRows') continue;
      if (!selection.isNamed([database], name)) continue;
      await checks.checkTable(single ?? database, name);
    }
  }
  const maxStatementBytes = statementLimit(limits, stored);
  const longest = manifest?.longestRowStatementBytes ?? 0;
  if (longest > maxStatementBytes) throw tooLarge(longest, limits.maxAllowedPacket);
  const finished =
    manifest === undefined
      ? []
      : finishedSections(manifest, stored, (database) => single ?? target.nameOf(database));
  const isPartial = tables !== undefined || finished.length > 0;
  const skipped = finished.map(({ section }) => section);
  return {
    target,
    firstTarget: newTarget(),
    selection,
    checks,
    ranges:
      manifest !== undefined && isPartial
        ? selectedRanges(manifest, selection, skipped)
        : undefined,
    maxStatementBytes,
    stored: withoutRangesOf(stored, finished),
    finished,
  };
}

function singleDatabase(
  { database }: RestoreOptions,
  { currentDatabase }: ServerLimits,
  named: string | undefined,
): string {
  const single = database ?? named ?? currentDatabase;
  if (single !== undefined) return single;
  throw new DumpError(
    'INVALID_OPTION',
    'Nothing says which database to restore into. Name it in the connection or in the option ' +
      'database, or use databases for those that the dump names.',
  );
}

async function readStored(
  control: ControlSession,
  single: string | undefined,
  isConcerned: (database: string) => boolean,
): Promise<ReadonlyMap<string, StoredProgress>> {
  const rows =
    single === undefined
      ? await control.query(
          `SELECT TABLE_SCHEMA FROM information_schema.TABLES WHERE TABLE_NAME = '${progressTable}'`,
          'look for a restore that was broken off',
        )
      : [[Buffer.from(single)]];
  const stored = new Map<string, StoredProgress>();
  for (const [name] of rows) {
    const database = name?.toString() ?? '';
    if (!isConcerned(database)) continue;
    const progress = await new ProgressTable(control, database).read();
    if (progress !== undefined) stored.set(database, progress);
  }
  return stored;
}

/** What is known of it before the text is read. */
export function identityOf(
  { tables, force = false }: RestoreOptions,
  manifest: Manifest | undefined,
): Pick<RestoreIdentity, 'format' | 'text' | 'tables' | 'forced'> {
  return {
    format: 1,
    ...(manifest === undefined ? {} : { text: manifest.text }),
    ...(tables === undefined ? {} : { tables }),
    forced: force,
  };
}

const noneStored: ReadonlyMap<string, StoredProgress> = new Map();

/** As far as it is known before the text is read. */
function holds(manifest: Manifest | undefined, database: string): boolean {
  return manifest === undefined || manifest.databases.includes(database);
}

/** Long statements must be cut where they were before, to know them again. */
function statementLimit(
  { maxAllowedPacket }: ServerLimits,
  stored: ReadonlyMap<string, StoredProgress>,
): number {
  const limit = Math.min(maxAllowedPacket - packetRest, longestText);
  const before = [...stored.values()][0]?.identity.maxStatementBytes;
  if (before === undefined || before === limit) return limit;
  if (before < limit) return before;
  throw cannotResume(
    `max_allowed_packet of the server is smaller than when it began (${maxAllowedPacket} bytes now)`,
  );
}

function tooLarge(bytes: number, packet: number): DumpError {
  return new DumpError(
    'STATEMENT_TOO_LARGE',
    `The dump holds a row whose statement has ${bytes} bytes, and max_allowed_packet of the server is ` +
      `${packet}. Set it to more than ${bytes + packetRest} (SET GLOBAL, or the ` +
      'parameter group), and restore again.',
  );
}
