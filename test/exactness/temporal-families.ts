/** Families of dates and times, with the values tried of them. */

import type { DatabaseServer } from '../services/index.ts';
import { each, type TypeCase, type TypeFamily, upTo } from './type-family.ts';

/** Zero, partial and impossible dates: stored by servers that are told to be lenient. */
const oddDates = ['0000-00-00', '2020-00-00', '2020-05-00', '0000-05-06', '2021-02-31'];

export const temporalFamilies: readonly TypeFamily[] = [
  {
    name: '`DATE`',
    tried: 'both ends, zero, partial and impossible dates',
    cases: () => each(['DATE'], quoted(['1000-01-01', '9999-12-31', '0001-01-01', ...oddDates])),
  },
  {
    name: '`TIME(0)` to `TIME(6)`',
    tried: 'both ends, ±838:59:59 with the fraction that the server takes',
    oneTable: true,
    cases: times,
  },
  {
    name: '`DATETIME(0)` to `DATETIME(6)`',
    tried: 'both ends, every fraction, zero, partial and impossible dates',
    oneTable: true,
    cases: () =>
      withFractions('DATETIME', '', (fraction) => [
        `1000-01-01 00:00:00${fraction}`,
        `9999-12-31 23:59:59${fraction}`,
        ...oddDates.map((date) => `${date} 00:00:00`),
        ...oddDates.slice(1).map((date) => `${date} 12:34:56${fraction}`),
      ]),
  },
  {
    name: '`TIMESTAMP(0)` to `TIMESTAMP(6)`',
    tried: 'both ends, zero, the hours around summer time changes',
    oneTable: true,
    cases: () => withFractions('TIMESTAMP', ' NULL', timestamps),
  },
  {
    name: '`YEAR`',
    tried: '0000 and every year from 1901 to 2155',
    cases: () => each(['YEAR'], ["'0000'", ...upTo(254).map((index) => `'${1901 + index}'`)]),
  },
];

/** Moments in UTC; the last ones are when Central Europe's clocks change, and the hour that is twice. */
export function timestamps(fraction: string): string[] {
  return [
    '0000-00-00 00:00:00',
    '1970-01-01 00:00:01',
    `2038-01-19 03:14:07${fraction}`,
    `2024-03-31 00:59:59${fraction}`,
    `2024-03-31 01:00:00${fraction}`,
    `2024-10-26 23:59:59${fraction}`,
    `2024-10-27 00:00:00${fraction}`,
    `2024-10-27 00:30:00${fraction}`,
    `2024-10-27 01:30:00${fraction}`,
    `2024-10-27 02:00:00${fraction}`,
  ];
}

function times({ flavor }: DatabaseServer): TypeCase[] {
  // MySQL's range ends at 838:59:59.000000.
  const last = flavor === 'mariadb' ? '838:59:59' : '838:59:58';
  return withFractions('TIME', '', (fraction) =>
    [
      `00:00:00${fraction}`,
      '00:00:00',
      '838:59:59',
      `${last}${fraction}`,
      `12:34:56${fraction}`,
    ].flatMap((value) => [value, `-${value}`]),
  );
}

function withFractions(
  type: string,
  attribute: string,
  values: (fraction: string) => readonly string[],
): TypeCase[] {
  return upTo(6).map((digits) => {
    const fractions =
      digits === 0 ? [''] : ['', `.${'9'.repeat(digits)}`, `.${'0'.repeat(digits - 1)}1`];
    return { type: `${type}(${digits})${attribute}`, values: quoted(fractions.flatMap(values)) };
  });
}

function quoted(values: readonly string[]): string[] {
  return values.map((value) => `'${value}'`);
}
