/** Counts what the sampled values of a column look like. None of them is kept. */

import { createHash, randomBytes } from 'node:crypto';
import type { SampledValue } from '@dumpstream/core';
import { JsonMembers } from './json-members.ts';
import { type Shape, shapesOf } from './value-shapes.ts';

/** Repeated values are counted among so many different ones. */
const mostDistinct = 2_000;

/** Values of a column that are neither NULL nor empty. */
export class ColumnTally {
  /** Members of documents that mean something. */
  readonly members = new JsonMembers();
  #count = 0;
  #longest = 0;
  #earliestYear = 9999;
  #beyondAscii = false;
  readonly #shapes = new Map<Shape, number>();
  readonly #distinct = new Set<string>();
  readonly #salt = randomBytes(16);

  add(sampled: SampledValue | undefined): void {
    if (sampled === null || sampled === undefined || sampled.length === 0) return;
    // Texts in columns of bytes, such as encrypted ones, are of no known writing.
    const value = (typeof sampled === 'string' ? sampled : sampled.toString('latin1')).trim();
    if (value === '') return;
    this.#count += 1;
    this.#beyondAscii ||= /[^\0-\x7f]/.test(value);
    this.#longest = Math.max(this.#longest, value.length);
    const year = /^(\d{4})-\d{2}-\d{2}/.exec(value)?.[1];
    if (year !== undefined && Number(year) > 0) {
      this.#earliestYear = Math.min(this.#earliestYear, Number(year));
    }
    if (this.#distinct.size < mostDistinct) {
      this.#distinct.add(createHash('sha256').update(this.#salt).update(value).digest('base64'));
    }
    for (const shape of shapesOf(value)) {
      this.#shapes.set(shape, (this.#shapes.get(shape) ?? 0) + 1);
      if (shape === 'json') this.members.add(value);
    }
  }

  get count(): number {
    return this.#count;
  }

  /** How many different ones. */
  get distinct(): number {
    return this.#distinct.size;
  }

  /** Characters. */
  get longest(): number {
    return this.#longest;
  }

  /** Whether a value has a character that is none of ASCII. */
  get beyondAscii(): boolean {
    return this.#beyondAscii;
  }

  /** Of dates; 9999 without any. */
  get earliestYear(): number {
    return this.#earliestYear;
  }

  countOf(...shapes: readonly Shape[]): number {
    return Math.max(0, ...shapes.map((shape) => this.#shapes.get(shape) ?? 0));
  }

  /** From 0 to 1. */
  share(...shapes: readonly Shape[]): number {
    return this.#count === 0 ? 0 : this.countOf(...shapes) / this.#count;
  }
}
