/** The last bytes of a dump: its manifest, and the lines by which that is found. */

import { crc32 } from 'node:zlib';
import { combineChecksums } from '../manifest/combine-checksums.ts';
import type { ManifestLocator, ManifestPieces } from '../manifest/manifest.ts';
import { endText, manifestText } from '../manifest/write-manifest.ts';
import type { ManifestFacts } from './manifest-facts.ts';

/** What stands behind the sections in the text. */
export interface DumpTail {
  /** The manifest. */
  readonly block: readonly Buffer[];
  /** Locator and end mark. */
  readonly end: Buffer;
  /** Bytes of both. */
  readonly bytes: number;
  /** CRC-32 of the whole text. */
  readonly checksum: number;
}

/**
 * @param file - where the tail begins in the file, and the compressed pieces before it
 */
export function makeTail(
  facts: ManifestFacts,
  file: { readonly fileBytes: number; readonly pieces?: ManifestPieces },
): DumpTail {
  const { pieces } = file;
  const block = manifestText(pieces === undefined ? facts : { ...facts, pieces });
  const bytes = block.reduce((sum, { length }) => sum + length, 0);
  const checksum = block.reduce((sum, buffer) => crc32(buffer, sum), 0);
  const locator: ManifestLocator = {
    text: facts.text.bytes,
    file: file.fileBytes,
    bytes,
    checksum,
  };
  const end = endText(locator, facts.snapshot && dateOf(facts.snapshot.time));
  const withBlock = combineChecksums(facts.text.checksum, checksum, bytes);
  return {
    block,
    end,
    bytes: bytes + end.length,
    checksum: combineChecksums(withBlock, crc32(end), end.length),
  };
}

/** For a dump that is not compressed: the sections, and what is behind them. */
export async function* withTail(
  sections: AsyncIterable<Buffer>,
  tail: (fileBytes: number) => DumpTail,
): AsyncGenerator<Buffer, void, undefined> {
  let fileBytes = 0;
  for await (const chunk of sections) {
    fileBytes += chunk.length;
    yield chunk;
  }
  const { block, end } = tail(fileBytes);
  yield Buffer.concat([...block, end]);
}

/** As mysqldump writes it. */
function dateOf(time: string): string {
  return time.slice(0, 19).replace('T', ' ');
}
