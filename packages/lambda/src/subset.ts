/** The settings of a subset as the option `subset` of `dump()`, whose members core checks itself. */

import type { SubsetOptions } from '@dumpstream/core';
import type { Configuration } from './configuration/configuration.ts';
import { given } from './given.ts';

/** @returns the object; `undefined` where the text is none in JSON */
export function parseSubset(text: string): SubsetOptions | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as SubsetOptions) : undefined;
  } catch {
    return undefined;
  }
}

/** @returns the part of `5%`, 0.05; `undefined` where the text is no part */
export function parseSample(text: string): number | undefined {
  const [, percent] = /^(\d{1,3}(?:\.\d{1,12})?)%$/.exec(text) ?? [];
  const part = Number(percent) / 100;
  return part > 0 && part <= 1 ? part : undefined;
}

/** @returns `undefined` where all rows are dumped */
export function subsetOptions(configuration: Configuration): SubsetOptions | undefined {
  const subset = parseSubset(configuration.text('subset') ?? '');
  const sample = parseSample(configuration.text('sample') ?? '');
  const limit = configuration.integer('limit');
  if (subset === undefined && sample === undefined && limit === undefined) return undefined;
  return { ...subset, ...given({ sample, limit }) };
}
