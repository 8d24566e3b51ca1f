/** A family of column types: one row of the table that the README has of them. */

import type { DatabaseServer } from '../services/index.ts';

/** A column type, and SQL expressions for values of it; NULL is always tried too. */
export interface TypeCase {
  readonly type: string;
  readonly values: readonly string[];
}

/** Column types that belong together. A server offers all of them or none. */
export interface TypeFamily {
  /** The types as the README names them. */
  readonly name: string;
  /** What is tried of them, for the README. */
  readonly tried: string;
  readonly cases: (server: DatabaseServer) => readonly TypeCase[];
  /** Columns of one table, in place of a table each. */
  readonly oneTable?: boolean;
  /** Written in another way with `hexBlob`, so it is tried as well. */
  readonly hexBlob?: boolean;
  /** A value may come back with the same text and another type: told as `same text`. */
  readonly typeMayChange?: boolean;
  /** Take values that a strict server refuses: an ENUM's error value, a text that is cut. */
  readonly lenient?: boolean;
}

/** The same values for several types. */
export function each(types: readonly string[], values: readonly string[]): TypeCase[] {
  return types.map((type) => ({ type, values }));
}

/** `0, 1, … highest`: the digits that a fraction of a second may have, for example. */
export function upTo(highest: number): number[] {
  return Array.from({ length: highest + 1 }, (_, index) => index);
}
