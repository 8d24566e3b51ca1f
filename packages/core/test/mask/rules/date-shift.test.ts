/** `dateShift`. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnOf, problemOf, ruleOf, textMask, unique } from './columns.ts';

const day = 86_400_000;

function daysBetween(from: string, to: string): number {
  return (
    (Date.parse(`${to.slice(0, 10)}T00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00Z`)) / day
  );
}

const date = fc
  .date({
    min: new Date('1000-01-01T00:00Z'),
    max: new Date('9999-12-30T23:59Z'),
    noInvalidDate: true,
  })
  .map((moment) => moment.toISOString().replace('T', ' ').replace('Z', '').slice(0, 23));

describe('dateShift', () => {
  it('moves by whole days, never none, and keeps the time of day', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 3650 }), (value, days) => {
        const masked = textMask('dateShift', columnOf('datetime(3)'), { days })(value);
        expect(masked.slice(10)).toBe(value.slice(10));
        const moved = Math.abs(daysBetween(value, masked));
        expect(moved).toBeGreaterThanOrEqual(1);
        expect(moved).toBeLessThanOrEqual(days);
        expect(masked >= '1000-01-01' && masked < '9999-12-32').toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('moves all dates of an entity by the same days, in all columns and tables', () => {
    const born = textMask('dateShift', columnOf('date'), { entity: 'id' });
    const ordered = textMask('dateShift', columnOf('datetime', { table: 'orders' }), {
      entity: 'customer_id',
    });
    const shifts = new Set<number>();
    for (let id = 1; id <= 30; id++) {
      const from = daysBetween('1980-05-01', born('1980-05-01', { id: String(id) }));
      const to = ordered('2024-02-29 12:00:00', { customer_id: String(id) });
      expect(daysBetween('2024-02-29', to)).toBe(from);
      shifts.add(from);
    }
    expect(shifts.size).toBeGreaterThan(20);
    expect(ruleOf('dateShift').reads?.({ entity: 'id' })).toEqual(['id']);
    expect(ruleOf('dateShift').reads?.({})).toEqual([]);
  });

  it('without an entity moves the same date alike, whatever its type and time', () => {
    const masked = ['date', 'datetime', 'datetime(6)', 'timestamp'].map((columnType) =>
      textMask(
        'dateShift',
        columnOf(columnType),
      )(columnType === 'date' ? '2001-02-03' : '2001-02-03 10:11:12').slice(0, 10),
    );
    expect(new Set(masked).size).toBe(1);
    const withNull = textMask('dateShift', columnOf('date'), { entity: 'id' });
    expect(withNull('2001-02-03', { id: null })).toBe(masked[0]);
  });

  it('keeps a TIMESTAMP in its range by moving the other way', () => {
    for (const value of ['1970-01-01 00:00:01', '1970-01-02 10:00:00', '2038-01-19 03:14:07']) {
      for (let id = 0; id < 20; id++) {
        const row = { id: String(id) };
        const masked = textMask('dateShift', columnOf('timestamp'), { entity: 'id' })(value, row);
        expect(masked >= '1970-01-01 00:00:01' && masked <= '2038-01-19 03:14:07').toBe(true);
        expect(masked).not.toBe(value);
      }
    }
    const later = textMask('dateShift', columnOf('timestamp'), { days: 3650 });
    expect(later('2106-02-07 06:28:15') <= '2106-02-07 06:28:15').toBe(true);
  });

  it('moves a YEAR by years', () => {
    const shift = textMask('dateShift', columnOf('year'), { days: 1000 });
    for (let year = 1901; year <= 2155; year++) {
      const moved = Math.abs(Number(shift(String(year))) - year);
      expect(moved).toBeGreaterThanOrEqual(1);
      expect(moved).toBeLessThanOrEqual(3);
      expect(Number(shift(String(year)))).toBeGreaterThan(1900);
      expect(Number(shift(String(year)))).toBeLessThan(2156);
    }
    expect(shift('0000')).toBe('0000');
  });

  it.each(['0000-00-00', '2020-00-00', '2020-05-00', '2021-02-30', '0001-01-01', '9999-12-31'])(
    'leaves %s as it is',
    (value) => {
      expect(textMask('dateShift', columnOf('date'))(value)).toBe(value);
      const moment = `${value} 00:00:00`;
      expect(textMask('dateShift', columnOf('datetime'))(moment)).toBe(moment);
    },
  );

  it('is for dates that need not differ', () => {
    expect(problemOf('dateShift', columnOf('date'))).toBeUndefined();
    expect(problemOf('dateShift', unique(columnOf('date')))).toContain('unique');
    expect(problemOf('dateShift', columnOf('time'))).toContain('holds no dates');
    expect(problemOf('dateShift', columnOf('date'), { days: 0 })).toContain('"days"');
    expect(problemOf('dateShift', columnOf('date'), { entity: '' })).toContain('"entity"');
  });
});
