/** What a draft of a policy holds, in a few lines for people. */

import type { MaskFinding } from '@dumpstream/mask';
import { visible } from '../../error-text.ts';
import { formatCount } from '../../format.ts';

/** Columns that are named one by one. */
const mostNamed = 10;

/** @param policy - path of its file; undefined for standard output */
export function summaryLines(
  findings: readonly MaskFinding[],
  policy: string | undefined,
): readonly string[] {
  const masked = findings.filter(({ rule }) => rule !== 'keep');
  const likely = masked.filter(({ confidence }) => confidence !== 'low');
  const bare = findings.filter(({ rule, category }) => rule === 'keep' && category !== undefined);
  const look = findings.filter((finding) => finding.look);
  const unsure = masked.length - likely.length;
  return [
    `${formatCount(findings.length, 'column')}: ${formatCount(likely.length, 'likely personal one')} masked, ` +
      `${unsure} that nobody can tell masked as well, ${findings.length - masked.length} kept`,
    ...(look.length === 0
      ? []
      : [`${formatCount(look.length, 'column')} for a person to decide: search for LOOK`]),
    ...(bare.length === 0
      ? []
      : [
          `NOT MASKED, as no rule fits: ${bare
            .slice(0, mostNamed)
            .map(({ column }) => column)
            .join(', ')}${bare.length > mostNamed ? ` and ${bare.length - mostNamed} more` : ''}`,
        ]),
    ...(policy === undefined
      ? ['Next: read the draft, save it, and give it to "dumpstream dump --mask"']
      : [
          `Next: read ${policy}; "dumpstream mask check <mysql-url> ${policy}" compares it with a database, ` +
            `"dumpstream dump <mysql-url> --mask ${policy} --mask-key-file <path>" masks with it`,
        ]),
  ].map(visible);
}
