/** Families of numbers and bits, with the values tried of them. */

import { type Random, seededRandom } from '../sample/random.ts';
import { each, type TypeCase, type TypeFamily, upTo } from './type-family.ts';

const integerBytes = { TINYINT: 1, SMALLINT: 2, MEDIUMINT: 3, INT: 4, BIGINT: 8 } as const;

const randomValues = 1000;

export const numberFamilies: readonly TypeFamily[] = [
  {
    name: '`TINYINT` to `BIGINT`, `UNSIGNED`, `ZEROFILL`, `BOOLEAN`',
    tried: 'both ends and zero of each',
    oneTable: true,
    cases: () => [...integers(), { type: 'BOOLEAN', values: ['TRUE', 'FALSE'] }],
  },
  {
    name: '`DECIMAL` up to `(65,30)`, `UNSIGNED`, `ZEROFILL`',
    tried: 'both ends, all 65 digits, random digits',
    cases: decimals,
  },
  {
    name: '`FLOAT`',
    tried: '1/7, 5592405.5, both ends, subnormal numbers, −0, 1,000 random bit patterns',
    cases: () =>
      each(
        ['FLOAT'],
        [
          ...[
            '1e0/7',
            '5592405.5',
            '16777216',
            '0.1',
            '0',
            '-0e0',
            '-1e-60',
            '-1.5',
            '1e-45',
            '-1e-39',
          ],
          ...['3.4028234663852886e38', '-3.4028234663852886e38', '1.1754943508222875e-38'],
          ...randomFloats(seededRandom(32)),
        ],
      ),
  },
  {
    name: '`DOUBLE`',
    tried: '1/7, both ends, subnormal numbers, −0, 1,000 random bit patterns',
    cases: () =>
      each(
        ['DOUBLE'],
        [
          ...[
            '1e0/7',
            '0.1',
            '0',
            '-0e0',
            '-1e-400',
            '1e15',
            '1e16',
            '-123456789.123456789',
            '5e-324',
          ],
          ...['1.7976931348623157e308', '-1.7976931348623157e308', '2.2250738585072014e-308'],
          ...randomDoubles(seededRandom(64)),
        ],
      ),
  },
  {
    name: '`FLOAT(M,D)`, `DOUBLE(M,D)`, `UNSIGNED`, `ZEROFILL`',
    tried: 'both ends, −0, 1,000 random numbers each',
    cases: () => [...fixedPoint('FLOAT'), ...fixedPoint('DOUBLE'), ...unsignedFloats()],
  },
  {
    name: '`BIT(1)` to `BIT(64)`',
    tried: 'all 64 widths: none, all, the first, the last and every other bit',
    oneTable: true,
    cases: bits,
  },
];

function integers(): TypeCase[] {
  return Object.entries(integerBytes).flatMap(([type, bytes]) => {
    const half = 1n << BigInt(8 * bytes - 1);
    const unsigned = ['0', '1', String(half), String(2n * half - 1n)];
    return [
      { type, values: [String(-half), '-1', '0', '1', String(half - 1n)] },
      ...each(
        [`${type} UNSIGNED`, `${type}(5) ZEROFILL`, `${type}(20) UNSIGNED ZEROFILL`],
        unsigned,
      ),
    ];
  });
}

function decimals(): TypeCase[] {
  const random = seededRandom(10);
  const digits = (count: number) =>
    Array.from({ length: count }, () => String(random.between(0, 9))).join('');
  const signed = (whole: number, fraction: number): string[] => {
    const largest = `${'9'.repeat(whole)}.${'9'.repeat(fraction)}`;
    const smallest = `0.${'0'.repeat(Math.max(0, fraction - 1))}1`;
    const some = Array.from({ length: 20 }, () => `${digits(whole)}.${digits(fraction)}`);
    const positive = ['0', largest, ...(fraction > 0 ? [smallest] : []), ...some];
    return [...positive, ...positive.map((value) => `-${value}`)].map((value) => `'${value}'`);
  };
  return [
    { type: 'DECIMAL(65,30)', values: signed(35, 30) },
    { type: 'DECIMAL(65,0)', values: signed(65, 0) },
    { type: 'DECIMAL(30,30)', values: signed(0, 30) },
    { type: 'DECIMAL(10,2)', values: signed(8, 2) },
    { type: 'DECIMAL(10,0) UNSIGNED', values: ['0', '9999999999'] },
    { type: 'DECIMAL(20,5) ZEROFILL', values: ['0', "'999999999999999.99999'", "'12.5'"] },
  ];
}

function randomFloats(random: Random): string[] {
  const view = new DataView(new ArrayBuffer(4));
  return finite(() => {
    view.setUint32(0, random.bytes(4).readUInt32LE());
    return view.getFloat32(0);
  });
}

function randomDoubles(random: Random): string[] {
  return finite(() => random.bytes(8).readDoubleLE());
}

/** JavaScript writes a double in its shortest exact form, which the server reads to the last bit. */
function finite(draw: () => number): string[] {
  const values: string[] = [];
  while (values.length < randomValues) {
    const value = draw();
    if (Number.isFinite(value)) values.push(value.toExponential());
  }
  return values;
}

const precisions = [
  [7, 3],
  [10, 0],
  [20, 10],
  [30, 5],
  [53, 30],
] as const;

function fixedPoint(type: 'FLOAT' | 'DOUBLE'): TypeCase[] {
  return precisions.map(([digits, fraction]) => {
    const random = seededRandom(digits);
    const most = Math.min(digits - fraction, 15);
    const drawn = Array.from({ length: randomValues }, () => {
      const whole = random.between(
        -(10 ** random.between(0, most)) + 1,
        10 ** random.between(0, most) - 1,
      );
      return `${whole}.${String(random.between(0, 2 ** 31)).padStart(10, '0')}`.slice(
        0,
        digits + 1,
      );
    });
    return { type: `${type}(${digits},${fraction})`, values: ['0', '-0e0', '-0.5', ...drawn] };
  });
}

function unsignedFloats(): TypeCase[] {
  const values = ['0', '0.1', '1e0/7', '16777216', '9999.99'];
  const types = ['FLOAT', 'DOUBLE'].flatMap((type) => [
    `${type} UNSIGNED`,
    `${type} ZEROFILL`,
    `${type}(12,4) UNSIGNED ZEROFILL`,
  ]);
  return each(types, values);
}

function bits(): TypeCase[] {
  return upTo(63).map((index) => {
    const width = index + 1;
    const patterns = [
      '0',
      '1',
      '1'.repeat(width),
      `1${'0'.repeat(index)}`,
      '10'.repeat(32).slice(0, width),
    ];
    return { type: `BIT(${width})`, values: patterns.map((pattern) => `b'${pattern}'`) };
  });
}
