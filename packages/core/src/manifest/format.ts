/** How the lines of a manifest begin, and what they never exceed. */

/** The first line: general facts. */
export const manifestPrefix = '-- dumpstream manifest ';
export const sectionPrefix = '-- section ';
/** Belongs to the section before it. */
export const partPrefix = '-- part ';
export const piecesPrefix = '-- pieces ';
/** Behind the manifest, and before the end mark. */
export const locatorPrefix = '-- dumpstream locator ';
/** The last line of a dump, which other tools look for. */
export const endMark = '-- Dump completed';

/** How far before the end of a file its locator may begin: what a reader fetches first. */
export const tailBytes = 64 * 1024;

/**
 * Bytes of one line that is read. Client programs that keep comments (`--comments`, the default of
 * MySQL's since 8.4) send each line by itself, and a server refuses what is longer than
 * `max_allowed_packet`: lines that could become long are written as several. What is left is the first
 * one, with the names of all databases and of tables in the options.
 */
export const longestLine = 16 * 1024 * 1024;

/** Bytes of a manifest: some million sections. A reader keeps it in memory. */
export const longestManifest = 512 * 1024 * 1024;

/** A CRC-32 in text. */
export function checksumText(checksum: number): string {
  return checksum.toString(16).padStart(8, '0');
}

/** Compressed pieces in one line. */
export const piecesPerLine = 256;
