/** Relations as steps from taken rows to rows that belong to them. */

import type { Table } from '../catalog/model.ts';
import type { Relation } from './relations.ts';

/** Columns of two tables that are to be equal. */
export interface Equality {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Whether InnoDB compares them: members of ENUM and SET by their numbers, whatever their texts. */
  readonly isForeignKey: boolean;
}

/** Looks for rows of `to` that are equal to taken rows of `from`. */
export interface Step {
  readonly from: Table;
  readonly to: Table;
  readonly equality: Equality;
}

export function stepToParent(relation: Relation): Step {
  const { child, columns, parent, references, isForeignKey } = relation;
  return { from: child, to: parent, equality: { from: columns, to: references, isForeignKey } };
}

export function stepToChild(relation: Relation): Step {
  const { child, columns, parent, references, isForeignKey } = relation;
  return { from: parent, to: child, equality: { from: references, to: columns, isForeignKey } };
}
