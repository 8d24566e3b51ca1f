/** Compares a dump with a database: the dump is read once, the database by a dump of its own. */

import type { OpenedDump } from '../../decompress/opened-dump.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import type { ServerInfo } from '../../summary.ts';
import type { VerifyOptions } from '../../verify-options.ts';
import type { ComparisonInfo, DumpDifference } from '../../verify-report.ts';
import type { ReadThrough } from '../read-through.ts';
import type { TextReading } from '../text-reading.ts';
import { Comparison } from './comparison.ts';
import { DumpText } from './dump-text.ts';
import { findLiveScope } from './live-scope.ts';
import { readLive } from './live-text.ts';

/** Differences that are kept. */
const mostDifferences = 1000;

export interface DumpComparison extends ReadThrough {
  readonly differences: readonly DumpDifference[];
  readonly comparison: ComparisonInfo;
}

/**
 * Damage of the dump is found as when it is only read, and told before any difference.
 *
 * @param manifest - of the dump, known before it is read
 * @param signal - its reason is a `DumpError`
 * @throws DumpError as `readStatements`, and as `dump()`
 */
export async function compareDump(
  opened: OpenedDump,
  manifest: Manifest,
  options: VerifyOptions & Required<Pick<VerifyOptions, 'connection'>>,
  onChunk: (reading: TextReading) => void,
  signal: AbortSignal,
): Promise<DumpComparison> {
  const scope = await findLiveScope(manifest, options, signal);
  const definitions = areAlike(manifest.server, scope.server) ? 'text' : 'presence';
  const dump = new DumpText(opened, manifest, onChunk);
  const live = readLive(options.connection, options.waitForServer, scope, signal);
  try {
    const comparison = new Comparison(dump, manifest, scope.names);
    await comparison.run(live.statements);
    const differences = comparison.differences(definitions === 'text');
    return {
      ...(await dump.end()),
      differences: differences.slice(0, mostDifferences),
      comparison: {
        server: scope.server,
        databases: [...scope.names.values()],
        definitions,
        rows: comparison.liveRows,
        differences: differences.length,
      },
    };
  } finally {
    await Promise.allSettled([dump.close(), live.close()]);
  }
}

/** Whether two servers write definitions alike: of one kind, and of one version but for its last number. */
function areAlike(a: ServerInfo, b: ServerInfo): boolean {
  const version = ({ version: text }: ServerInfo): string | undefined =>
    /^(?:5\.5\.5-)?(\d+\.\d+)/.exec(text)?.[1];
  return a.flavor === b.flavor && version(a) === version(b);
}
