/** Dates as the server shows them: which are whole, and which come some days later. */

/** A whole date, and what stands behind it: nothing, or a blank and the time of day. */
export interface ShownDate {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly time: string;
}

const millisecondsPerDay = 86_400_000;
const form = /^(\d{4})-(\d{2})-(\d{2})((?: (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?)?)$/;

/**
 * Undefined for zero and partial dates (0000-00-00, 2020-00-00), impossible ones (2021-02-30), and
 * other texts.
 */
export function parseDate(text: string): ShownDate | undefined {
  const [, year = '', month = '', dayOfMonth = '', time = ''] = form.exec(text) ?? [];
  if (year === '') return undefined;
  const day = dayOf(Number(year), Number(month), Number(dayOfMonth));
  return showDay(day) === `${year}-${month}-${dayOfMonth}` ? { day, time } : undefined;
}

/** `YYYY-MM-DD`. */
export function showDay(day: number): string {
  return new Date(day * millisecondsPerDay).toISOString().slice(0, 10);
}

function dayOf(year: number, month: number, dayOfMonth: number): number {
  // The constructor takes years below 100 for others.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, dayOfMonth);
  return date.getTime() / millisecondsPerDay;
}

/** First and last value of a type; texts of dates are in the order of time. */
export interface DateRange {
  readonly first: string;
  readonly last: string;
}

/** https://dev.mysql.com/doc/refman/8.4/en/datetime.html */
export const dateRange: DateRange = { first: '1000-01-01', last: '9999-12-31 23:59:59.999999' };

/** In UTC, as a dump reads and writes it. */
export const timestampRange: DateRange = {
  first: '1970-01-01 00:00:01',
  last: '2038-01-19 03:14:07.999999',
};

/** https://mariadb.com/docs/server/reference/data-types/date-and-time-data-types/timestamp (11.5) */
export const longTimestampRange: DateRange = {
  first: timestampRange.first,
  last: '2106-02-07 06:28:15.999999',
};

export function isInRange(text: string, { first, last }: DateRange): boolean {
  return text >= first && text <= last;
}

/** https://dev.mysql.com/doc/refman/8.4/en/year.html; 0000 is none. */
export function isYear(year: number): boolean {
  return year >= 1901 && year <= 2155;
}
