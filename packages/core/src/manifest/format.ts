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

/**
 * A statement that does nothing. Client programs that keep comments (`--comments`, MySQL 9's default)
 * put all of them before the next statement, or send them alone at the end, and a server refuses what
 * is longer than `max_allowed_packet`.
 */
export const pauseLine = 'DO 0;';

/** How far before the end of a file its locator may begin: what a reader fetches first. */
export const tailBytes = 64 * 1024;

/** Bytes of one line. One is long by names: of all databases, or of tables in the options. */
export const longestLine = 16 * 1024 * 1024;

/** Bytes of a manifest: some million sections. A reader keeps it in memory. */
export const longestManifest = 1024 * 1024 * 1024;

/** A CRC-32 in text. */
export function checksumText(checksum: number): string {
  return checksum.toString(16).padStart(8, '0');
}
