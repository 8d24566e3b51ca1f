/** What a masked value follows from: itself, or the entity that its row tells of. */

import type { Choices } from './choices.ts';
import type { Keyed } from './keyed.ts';
import type { MaskedColumn, MaskedRow, RuleParameters } from './rule.ts';
import { sameEntity, sameValue } from './same-value.ts';

/** Names of the columns that a rule with the parameter `entity` reads. */
export function entityColumns({ entity }: RuleParameters): readonly string[] {
  return typeof entity === 'string' ? [entity] : [];
}

/**
 * @param purpose - see {@link Keyed.domain}
 * @param entity - name of a column; where it is NULL in a row, the value decides as without one
 */
export function choiceOfRow(
  purpose: string,
  column: MaskedColumn,
  entity: string | undefined,
  keyed: Keyed,
): (value: string, row: MaskedRow) => Choices {
  const same = sameValue(column);
  const ofValues = keyed.domain(purpose);
  const ofEntities = keyed.domain(`${purpose} of an entity`);
  return (value, row) => {
    const key = entity === undefined ? null : row.column(entity);
    return key === null ? ofValues.choices(same(value)) : ofEntities.choices(sameEntity(key));
  };
}
