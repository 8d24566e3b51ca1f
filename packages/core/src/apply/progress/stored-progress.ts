/** How far a restore has got, as it is written down: see `ProgressTable`. */

import type { SecondaryKey } from '../tables/secondary-keys.ts';
import { anotherDump, cannotResume } from './cannot-resume.ts';

/** Of a table: the dump it belongs to, and how. As JSON in a row of its own. */
export interface RestoreIdentity {
  readonly format: 1;
  /** CRC-32 of what stands before the first definition: it holds the time of the snapshot. */
  readonly head: number;
  /** CRC-32 and bytes of all of the text, where a manifest has told them. */
  readonly text?: { readonly bytes: number; readonly checksum: number };
  /** Only these tables. */
  readonly tables?: readonly string[];
  /** The target was not empty when it began. */
  readonly forced: boolean;
  /** Where long statements are cut. */
  readonly maxStatementBytes: number;
}

/** Statements with rows that are in the target: by where they begin in the text. */
export interface WrittenRange {
  /** Of the first statement, and of the last one. */
  readonly first: number;
  readonly last: number;
  /** CRC-32 of the bytes of the statements. */
  readonly checksum: number;
  /** That they hold. */
  readonly rows: number;
  /** Of a table without transactions: its key, see `TableKinds`. */
  readonly table?: string;
}

/** A table that has its keys again when its rows are all there. */
export interface MissingKeys {
  readonly database: string;
  readonly table: string;
  readonly keys: readonly SecondaryKey[];
  /** Where the first statement with its rows begins. */
  readonly first: number;
}

/** Definitions that are in the target. */
export interface MadeDefinitions {
  /** Those before this place in the text. */
  readonly position: number;
  /** CRC-32 of their statements. */
  readonly checksum: number;
}

/** What the progress table of a database holds. */
export interface StoredProgress {
  readonly identity: RestoreIdentity;
  readonly made: MadeDefinitions;
  readonly ranges: readonly WrittenRange[];
  /** Tables without transactions that rows were being written to. */
  readonly unfinished: readonly string[];
  /** Those that are missing, or may be. */
  readonly missingKeys: readonly MissingKeys[];
  /** Databases that are all there, and have no such table any more. */
  readonly whole: readonly string[];
}

/** @returns `undefined` where another version of this package has written it, or nobody of it */
export function parseIdentity(text: string): RestoreIdentity | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const known = typeof parsed === 'object' && parsed !== null && 'format' in parsed;
    return known && parsed.format === 1 ? (parsed as RestoreIdentity) : undefined;
  } catch {
    return undefined;
  }
}

/** @throws DumpError `CANNOT_RESUME` where the one can't go on with the other */
export function checkSameRestore(
  { tables, text }: Pick<RestoreIdentity, 'tables' | 'text'>,
  own: Pick<RestoreIdentity, 'tables' | 'text'>,
): void {
  if (JSON.stringify(tables) !== JSON.stringify(own.tables)) {
    throw cannotResume(
      `it was begun ${tables === undefined ? 'without the option tables' : `for the tables ${tables.join(', ')}`}`,
    );
  }
  if (text === undefined || own.text === undefined) return;
  const { bytes, checksum } = own.text;
  if (text.bytes !== bytes || text.checksum !== checksum) throw cannotResume(anotherDump);
}
