/** What a policy of masks says of the columns of a database, as people read it. */

import type { DryRunMask } from '@dumpstream/core';
import { formatCount } from '../format.ts';

/** For example `12 columns masked, 30 kept, 2 not named`. */
export function coverageText({ masked, kept, unnamed }: DryRunMask): string {
  const others = [
    ...(kept === 0 ? [] : [`${kept} kept`]),
    ...(unnamed.length === 0 ? [] : [`${unnamed.length} not named`]),
  ];
  return [`${formatCount(masked, 'column')} masked`, ...others].join(', ');
}
