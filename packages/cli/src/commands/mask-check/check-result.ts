/** What `dumpstream mask check` finds. */

import type { DryRunReport } from '@dumpstream/core';

/** What `--json` shows. */
export type MaskCheckResult = Partial<Pick<DryRunReport, 'server' | 'databases' | 'mask'>> &
  Pick<DryRunReport, 'missingGrants' | 'warnings' | 'problems'>;
