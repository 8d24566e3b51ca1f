/** Checks the option `subset` at the door. */

import type { DeclaredRelation } from '../declared-relation.ts';
import { relationColumns } from '../mask/relation-columns.ts';
import {
  type Check,
  type Checks,
  checkEach,
  invalidOption,
  isBoolean,
  isCondition,
  isNames,
  isObject,
  isPositiveInteger,
} from '../option-checks.ts';
import type { DumpOptions } from '../options.ts';
import type { SubsetOptions } from '../subset-options.ts';

const isShare: Check = (value) => typeof value === 'number' && value > 0 && value <= 1;

/** One value for all tables, or one by table. */
function forTables(isValid: Check): Check {
  return (value) => isValid(value) || isByTable(value, isValid);
}

function isByTable(value: unknown, isValid: Check): boolean {
  return isObject(value) && !Array.isArray(value) && Object.values(value as object).every(isValid);
}

const checks: Checks<SubsetOptions> = {
  roots: [
    (value) => isByTable(value, isCondition) && Object.keys(value as object).length > 0,
    'an object with an SQL condition for one table or more, with all their quotes and parentheses',
  ],
  sample: [forTables(isShare), 'a number above 0 and at most 1 (5% is 0.05), or one by table'],
  limit: [forTables(isPositiveInteger), 'a number of rows above 0, or one by table'],
  referring: [(value) => isBoolean(value) || isNames(value), 'true or false, or a list of tables'],
  relations: [Array.isArray, 'a list of { from, to }'],
};

/** @throws DumpError `INVALID_OPTION` that names the option; never its value */
export function checkSubset(
  subset: SubsetOptions,
  { where, noData }: Pick<DumpOptions, 'noData' | 'where'>,
): void {
  checkEach(subset, checks, 'The option subset');
  if (noData) throw invalidOption('The options subset and noData exclude each other');
  if (where !== undefined && subset.roots !== undefined) {
    throw invalidOption(
      'The options where and subset.roots exclude each other: write the conditions into the roots',
    );
  }
  checkRelations(subset.relations ?? []);
}

/** @throws DumpError `INVALID_OPTION` that tells which of them is none */
export function checkRelations(relations: readonly DeclaredRelation[]): void {
  for (const [index, relation] of relations.entries()) {
    if (relationColumns(relation) === undefined) {
      throw invalidOption(
        `The relation ${index + 1} of subset is none: it is { from, to }, both database.table.column ` +
          'without stars, or lists of as many columns, each list of one table',
      );
    }
  }
}
