/** The parts of a restore that work together while statements are applied. */

import type { DeferredKeys } from './deferred-keys.ts';
import type { Definitions } from './definitions.ts';
import type { Making } from './making.ts';
import type { Progress } from './progress/progress.ts';
import type { InsertCollector } from './rows/insert-collector.ts';
import type { Writers } from './rows/writers.ts';
import type { RowsWithoutTransactions } from './rows-without-transactions.ts';
import type { SessionLog } from './session/session-log.ts';
import type { SessionModes } from './session/session-modes.ts';
import type { RestoreSessions } from './session/sessions.ts';
import type { TableKinds } from './tables/table-kinds.ts';
import type { Tally } from './tally.ts';
import type { Selection } from './target/selection.ts';
import type { Target } from './target/target.ts';
import type { TargetChecks } from './target/target-checks.ts';

export interface RestoreContext {
  readonly sessions: RestoreSessions;
  readonly target: Target;
  readonly selection: Selection;
  readonly writers: Writers;
  readonly collector: InsertCollector;
  readonly definitions: Definitions;
  readonly rows: RowsWithoutTransactions;
  readonly making: Making;
  readonly kinds: TableKinds;
  readonly log: SessionLog;
  readonly modes: SessionModes;
  readonly tally: Tally;
  /** Absent for a dump that no restore can go on with. */
  readonly progress: Progress | undefined;
  readonly deferredKeys: DeferredKeys;
  readonly checks: TargetChecks;
  /** Called before something is written to a database. */
  readonly open: (database: string) => Promise<void>;
}
