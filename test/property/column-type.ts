/** What a generated column type is, and the types that are numbers or times. */

import fc from 'fast-check';

export interface ColumnType {
  /** As in CREATE TABLE. */
  readonly sql: string;
  readonly group:
    | 'integer'
    | 'decimal'
    | 'float'
    | 'bit'
    | 'temporal'
    | 'year'
    | 'text'
    | 'bytes'
    | 'member'
    | 'json'
    | 'geometry'
    | 'vector'
    | 'other';
  /** Expressions for values of it that are not NULL, independent of how a dump writes them. */
  readonly value: fc.Arbitrary<string>;
  /** Expressions that may stand after DEFAULT; `undefined` where none may. */
  readonly defaultValue: fc.Arbitrary<string> | undefined;
  /** Bytes that the whole column takes in a key; `undefined` where only a prefix may be in one. */
  readonly keyBytes: number | undefined;
  /** For types of which a prefix can be in a key. */
  readonly prefix?: { readonly bytesPerUnit: number; readonly mostUnits: number };
  /** TEXT, BLOB, JSON and geometry: more than some engines and clauses take. */
  readonly large: boolean;
}

type Simple = Pick<ColumnType, 'sql' | 'group' | 'value'> & { readonly keyBytes: number };

function simple({ sql, group, value, keyBytes }: Simple): ColumnType {
  return { sql, group, value, defaultValue: value, keyBytes, large: false };
}

const integers = [
  ['TINYINT', 8],
  ['SMALLINT', 16],
  ['MEDIUMINT', 24],
  ['INT', 32],
  ['BIGINT', 64],
] as const;

const signs = fc.constantFrom('', ' UNSIGNED', ' UNSIGNED ZEROFILL', ' ZEROFILL');
const signed = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 3, arbitrary: signs });

export const integerType: fc.Arbitrary<ColumnType> = fc
  .tuple(fc.constantFrom(...integers), signed, fc.constantFrom('', '', '(1)', '(5)', '(20)'))
  .map(([[name, bits], sign, width]) => {
    const half = 1n << BigInt(bits - 1);
    const [min, max] = sign === '' ? [-half, half - 1n] : [0n, 2n * half - 1n];
    const small = fc.bigInt({ min: sign === '' ? -20n : 0n, max: 100n });
    const value = fc.oneof(small, fc.bigInt({ min, max }), fc.constantFrom(min, max, max - 1n, 0n));
    const sql = `${name}${width}${sign}`;
    return simple({ sql, group: 'integer', value: value.map(String), keyBytes: 8 });
  });

export const decimalType: fc.Arbitrary<ColumnType> = fc
  .tuple(fc.integer({ min: 1, max: 65 }), fc.integer({ min: 0, max: 30 }), signed)
  .map(([precision, wanted, sign]) => {
    const scale = Math.min(wanted, precision);
    const most = 10n ** BigInt(precision) - 1n;
    const lowest = sign === '' ? -most : 0n;
    const value = fc
      .oneof(fc.bigInt({ min: lowest, max: most }), fc.constantFrom(lowest, most, 0n, 1n))
      .map((digits) => decimal(digits, scale));
    const sql = `DECIMAL(${precision},${scale})${sign}`;
    return simple({ sql, group: 'decimal', value, keyBytes: 31 });
  });

function decimal(digits: bigint, scale: number): string {
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  const point = text.length - scale;
  const fraction = scale === 0 ? '' : `.${text.slice(point)}`;
  return `${digits < 0n ? '-' : ''}${text.slice(0, point)}${fraction}`;
}

/** With an exponent, so that -0 keeps its sign. */
function approximate(number: number): string {
  const text = Object.is(number, -0) ? '-0' : String(number);
  return text.includes('e') ? text : `${text}e0`;
}

export const floatType: fc.Arbitrary<ColumnType> = fc
  .tuple(
    fc.constantFrom('FLOAT', 'DOUBLE'),
    signed,
    fc.option(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 30 })), {
      freq: 3,
    }),
  )
  .map(([name, sign, size]) => {
    const [digits, most] = sizeOf(size);
    const range = { noNaN: true, noDefaultInfinity: true };
    const bounded = fc.double({ ...range, min: -most, max: most });
    const any = name === 'FLOAT' ? fc.float(range) : fc.double(range);
    const special = fc.constantFrom(0, -0, 0.1, 1 / 3, 5592405.5, 16777217);
    const number = size === null ? fc.oneof(any, bounded, special) : bounded;
    // Below zero an UNSIGNED column doesn't go; what happens to -0 is up to the server.
    const fitting = sign === '' ? number : number.map((value) => (value < 0 ? -value : value));
    const value = fitting.map(approximate);
    const type = simple({ sql: `${name}${digits}${sign}`, group: 'float', value, keyBytes: 8 });
    // A default must fit, and MySQL shows one of -0 in a form that it doesn't take; left out until
    // the dump has it: MariaDB's -0, which is a number too small for a FLOAT.
    const defaultValue =
      size === null
        ? value.filter((text) => !Object.is(Math.fround(Number(text)), -0))
        : fc.constantFrom('0', '0.5');
    return { ...type, defaultValue };
  });

/** `(M,D)`, and a limit for values: some of them are cut to the largest value of the type. */
function sizeOf(size: readonly [number, number] | null): readonly [sql: string, most: number] {
  if (size === null) return ['', 1000];
  const precision = Math.max(...size);
  const scale = Math.min(...size);
  return [`(${precision},${scale})`, 2 * 10 ** (precision - scale)];
}

export const bitType: fc.Arbitrary<ColumnType> = fc.integer({ min: 1, max: 64 }).map((bits) => {
  const max = (1n << BigInt(bits)) - 1n;
  const value = fc
    .oneof(fc.bigInt({ min: 0n, max }), fc.constantFrom(0n, 1n, max))
    .map((number) => `b'${number.toString(2)}'`);
  return simple({ sql: `BIT(${bits})`, group: 'bit', value, keyBytes: 8 });
});

const padded = (number: number, digits = 2): string => String(number).padStart(digits, '0');
const number = (min: number, max: number) => fc.integer({ min, max });

function fractionOf(precision: number): fc.Arbitrary<string> {
  if (precision === 0) return fc.constant('');
  return fc
    .oneof(number(0, 10 ** precision - 1), fc.constantFrom(0, 1, 10 ** precision - 1))
    .map((fraction) => `.${padded(fraction, precision)}`);
}

/** Also the zero date, partial dates, and days that no month has. */
const dateText = fc.oneof(
  fc
    .tuple(fc.oneof(number(0, 9999), number(1999, 2030)), number(0, 12), number(0, 31))
    .map(([year, month, day]) => `${padded(year, 4)}-${padded(month)}-${padded(day)}`),
  fc.constantFrom('0000-00-00', '9999-12-31', '2024-02-29', '2023-02-31', '2024-00-00'),
);

const clock = fc
  .tuple(number(0, 23), number(0, 59), number(0, 59))
  .map((parts) => parts.map((part) => padded(part)).join(':'));

/** Seconds that a TIMESTAMP can hold; around changes of summer time too. */
const epochText = fc
  .oneof(
    number(1, 2147483646),
    number(1711846800, 1711854000),
    number(1729987200, 1729998000),
    fc.constantFrom(1, 2147483646),
  )
  .map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' '));

const quoted = (text: string): string => `'${text}'`;
const joined = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => quoted(texts.join('')));

export const temporalType: fc.Arbitrary<ColumnType> = fc
  .tuple(fc.constantFrom('DATE', 'TIME', 'DATETIME', 'TIMESTAMP'), number(0, 6))
  .map(([name, precision]) => {
    const fraction = fractionOf(precision);
    const values: Readonly<Record<typeof name, fc.Arbitrary<string>>> = {
      DATE: dateText.map(quoted),
      TIME: fc.oneof(
        joined(
          fc.constantFrom('', '-'),
          number(0, 837).map((hours) => `${padded(hours)}:`),
          fc.tuple(number(0, 59), number(0, 59)).map(([m, s]) => `${padded(m)}:${padded(s)}`),
          fraction,
        ),
        fc.constantFrom("'838:59:59'", "'-838:59:59'", "'-00:00:00'", "'00:00:00'"),
      ),
      DATETIME: fc.oneof(
        joined(dateText, fc.constant(' '), clock, fraction),
        fc.constantFrom("'0000-00-00 00:00:00'", "'9999-12-31 23:59:59'"),
      ),
      TIMESTAMP: fc.oneof(joined(epochText, fraction), fc.constant("'0000-00-00 00:00:00'")),
    };
    const sql = name === 'DATE' ? name : `${name}(${precision})`;
    return simple({ sql, group: 'temporal', value: values[name], keyBytes: 8 });
  });

export const yearType: fc.Arbitrary<ColumnType> = fc.constant(
  simple({
    sql: 'YEAR',
    group: 'year',
    value: fc.oneof(number(1901, 2155).map(String), fc.constant("'0000'")),
    keyBytes: 1,
  }),
);
