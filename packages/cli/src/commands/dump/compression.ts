/** Chooses the compression: what the user says, otherwise what the name of the output says. */

import type { CompressionName } from '@dumpstream/core';
import { UsageError } from '../../errors.ts';

const byEnding: readonly (readonly [ending: string, compression: CompressionName])[] = [
  ['.gz', 'gzip'],
  ['.zst', 'zstd'],
];

/** Levels that the methods know, as core documents them. */
const highestLevel: Readonly<Record<CompressionName, number>> = { none: 0, gzip: 9, zstd: 22 };

/**
 * @param name - file name or object key: `.gz` means gzip, `.zst` zstd
 * @param method - value of `--compress`
 * @param level - value of `--compression-level`
 * @throws UsageError for a level that the method does not know
 */
export function chooseCompression(
  name: string,
  method: CompressionName | undefined,
  level: number | undefined,
): CompressionName {
  const ending = byEnding.find(([suffix]) => name.toLowerCase().endsWith(suffix));
  const compression = method ?? ending?.[1] ?? 'none';
  if (level === undefined || level <= highestLevel[compression]) return compression;
  throw new UsageError(
    compression === 'none'
      ? '--compression-level has nothing to compress: add --compress gzip or zstd, or an output that ends in .gz or .zst'
      : `--compression-level of ${compression} goes up to ${highestLevel[compression]}`,
  );
}
