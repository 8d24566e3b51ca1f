/** `dateShift`: dates some days earlier or later. */

import { entityColumns } from '../choice-of-row.ts';
import type { Choices } from '../choices.ts';
import { columnKind, shownType } from '../column-limits.ts';
import {
  dateRange,
  isInRange,
  isYear,
  longTimestampRange,
  parseDate,
  showDay,
  timestampRange,
} from '../dates.ts';
import type { Keyed } from '../keyed.ts';
import { uniqueProblem } from '../representable.ts';
import type { MaskedRow, RuleDefinition, RuleParameters } from '../rule.ts';
import { sameEntity } from '../same-value.ts';

const defaultDays = 365;

/** Means "without an end" in many schemas, and nobody's day. */
const endOfTime = '9999-12-31';

export const dateShiftRule: RuleDefinition = {
  name: 'dateShift',
  description:
    'Moves a date by whole days, to either side and never by none; the time of day stays. All ' +
    'dates of one entity, such as a customer, move by the same days. Zero, partial and impossible ' +
    'dates stay, and so do 9999-12-31 and years before 1000.',
  parameters: {
    days: {
      type: 'integer',
      minimum: 1,
      maximum: 3650,
      default: defaultDays,
      description: 'How far at most. A YEAR moves by as many whole years, and by one at least.',
    },
    entity: {
      type: 'string',
      minLength: 1,
      description:
        'Column of the same table whose value decides how far, such as customer_id: the same ' +
        'value moves all dates alike, in every table. Without it, or where it is NULL, the date ' +
        'itself decides.',
    },
  },
  reads: entityColumns,
  problem(column) {
    const kind = columnKind(column);
    return kind === 'date' || kind === 'datetime' || kind === 'timestamp' || kind === 'year'
      ? uniqueProblem(column)
      : `the column is ${shownType(column)}, and holds no dates`;
  },
  injective: () => false,
  compile(column, parameters, keyed) {
    const shiftOf = shifts(parameters, keyed);
    const kind = columnKind(column);
    return (shown, row) => {
      const value = String(shown);
      return kind === 'year'
        ? shiftedYear(value, row, shiftOf)
        : shiftedDate(value, row, shiftOf, kind === 'timestamp');
    };
  },
};

/** Days that the dates of a row move by: from -days to days, but 0. */
type ShiftOf = (date: string, row: MaskedRow) => number;

function shifts({ days, entity }: RuleParameters, keyed: Keyed): ShiftOf {
  const ofEntity = keyed.domain('dateShift entity');
  const ofDate = keyed.domain('dateShift date');
  const limit = typeof days === 'number' ? days : defaultDays;
  return (date, row) => {
    const name = typeof entity === 'string' ? row.column(entity) : null;
    return drawShift(
      name === null ? ofDate.choices(date) : ofEntity.choices(sameEntity(name)),
      limit,
    );
  };
}

function drawShift(choices: Choices, limit: number): number {
  const days = 1 + choices.below(limit);
  return choices.below(2) === 0 ? days : -days;
}

function shiftedDate(
  value: string,
  row: MaskedRow,
  shiftOf: ShiftOf,
  isTimestamp: boolean,
): string {
  const date = parseDate(value);
  if (date === undefined || value < dateRange.first || value.startsWith(endOfTime)) return value;
  const short = isInRange(value, timestampRange) ? timestampRange : longTimestampRange;
  const range = isTimestamp ? short : dateRange;
  const days = shiftOf(value.slice(0, 10), row);
  const moved = showDay(date.day + days) + date.time;
  // Past an end of the type it goes the other way: an end is further from the other one than this.
  return isInRange(moved, range) ? moved : showDay(date.day - days) + date.time;
}

function shiftedYear(value: string, row: MaskedRow, shiftOf: ShiftOf): string {
  const year = Number(value);
  if (!isYear(year)) return value;
  const days = shiftOf(value, row);
  const years = Math.sign(days) * Math.max(1, Math.round(Math.abs(days) / 365));
  return String(isYear(year + years) ? year + years : year - years);
}
