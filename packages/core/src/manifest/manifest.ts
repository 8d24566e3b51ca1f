/** What a dump of ours tells about itself at its end. Offsets count bytes of the SQL text. */

import type { CompressionName } from '../options.ts';
import type { ServerInfo } from '../summary.ts';

/** Where the binary log stood, see `BinlogPosition`. */
export interface ManifestPosition {
  readonly file?: string;
  readonly position?: number;
  readonly gtid?: string;
  readonly exact: boolean;
}

/**
 * A range of rows that begins with a statement and ends with one, for reading a large table in parts.
 * Keys are SQL literals as they stand in the rows, one for each column of the key that the rows are in
 * the order of; absent where they are in no order, where a column of the key is not in the rows
 * (generated), and where they are longer than some hundred bytes.
 */
export interface ManifestPart {
  /** Where its first statement begins. */
  readonly start: number;
  readonly rows: number;
  readonly firstKey?: readonly string[];
  readonly lastKey?: readonly string[];
}

/** What a section holds: the kinds of the plan. */
export const manifestSectionKinds = [
  'header',
  'createDatabase',
  'useDatabase',
  'sequence',
  'tableStructure',
  'tableRows',
  'viewPlaceholder',
  'view',
  'brokenView',
  'trigger',
  'procedure',
  'function',
  'package',
  'package body',
  'library',
  'event',
  'readOnly',
  'accounts',
  'footer',
] as const;

/** See {@link manifestSectionKinds}: routines have a kind each, packages are those of MariaDB. */
export type ManifestSectionKind = (typeof manifestSectionKinds)[number];

/** A piece of the text that is about one thing. Together they are all of it up to the manifest. */
export interface ManifestSection {
  readonly kind: ManifestSectionKind;
  /** The database it belongs to; absent for header, accounts and footer. */
  readonly database?: string;
  /** Of the table, view, trigger, ...; absent where it is about a database, or none. */
  readonly name?: string;
  /** The table of a trigger. */
  readonly table?: string;
  readonly start: number;
  readonly bytes: number;
  /** CRC-32 of its bytes. */
  readonly checksum: number;
  /** Of `tableRows`. */
  readonly rows?: number;
  /** Of `tableRows`: columns of the key that the rows are in the order of; absent without one. */
  readonly key?: readonly string[];
  /** Of `tableRows` that are many bytes. */
  readonly parts?: readonly ManifestPart[];
}

/**
 * Where compressed pieces begin, each of which can be decompressed without those before it: deflate
 * blocks of one gzip member, or blocks of one zstd frame. The first one begins with the file.
 */
export interface ManifestPieces {
  readonly compression: Exclude<CompressionName, 'none'>;
  /** For zstd: the window descriptor of the frame header, which a piece needs to be a frame. */
  readonly window?: number;
  /** Text offset of each, ascending, the first one 0. */
  readonly text: readonly number[];
  /** File offset of each. */
  readonly file: readonly number[];
}

/** The last one is a condition for each table. */
export type ManifestOptionValue =
  | boolean
  | number
  | string
  | readonly string[]
  | Readonly<Record<string, string>>;

/** Options that decide how rows and definitions look, to make the same again for a comparison. */
export interface ManifestOptions {
  readonly [name: string]: ManifestOptionValue;
}

export interface Manifest {
  readonly format: 1;
  /** Of dumpstream. */
  readonly version: string;
  readonly server: ServerInfo;
  /** Absent with `skipDumpDate`. */
  readonly snapshot?: { readonly time: string; readonly position?: ManifestPosition };
  readonly databases: readonly string[];
  /** Whether the dump makes and uses its databases by name. */
  readonly namesDatabases: boolean;
  readonly options: ManifestOptions;
  /** Of a masked dump: SHA-256 of its policy, in hexadecimal. */
  readonly mask?: string;
  /** Bytes of the longest statement with rows. */
  readonly longestStatementBytes: number;
  /** Bytes of the longest row as a statement of its own: what it is if all others are cut off. */
  readonly longestRowStatementBytes: number;
  readonly sections: readonly ManifestSection[];
  /** The text up to the manifest: all sections. */
  readonly text: { readonly bytes: number; readonly checksum: number };
  /** Absent in a dump that was written without compression. */
  readonly pieces?: ManifestPieces;
}

/** The line by which the manifest is found from the file's end. */
export interface ManifestLocator {
  /** Where the manifest begins in the text. */
  readonly text: number;
  /** Where a piece begins in the file that holds the manifest and nothing before it. */
  readonly file: number;
  /** Bytes of the manifest in the text, up to the line of the locator. */
  readonly bytes: number;
  /** CRC-32 of those bytes. */
  readonly checksum: number;
}
