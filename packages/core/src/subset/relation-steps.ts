/** Relations as steps from taken rows to rows that belong to them. */

import type { Table } from '../catalog/model.ts';
import type { Relation } from './relations.ts';

/** Columns of two tables that are to be equal. */
export interface Equality {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Looks for rows of `to` that are equal to taken rows of `from`. */
export interface Step {
  readonly from: Table;
  readonly to: Table;
  readonly equality: Equality;
}

export function stepToParent({ child, columns, parent, references }: Relation): Step {
  return { from: child, to: parent, equality: { from: columns, to: references } };
}

export function stepToChild({ child, columns, parent, references }: Relation): Step {
  return { from: parent, to: child, equality: { from: references, to: columns } };
}
