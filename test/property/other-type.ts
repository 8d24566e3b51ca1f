/** JSON, geometry and the types that only some servers have. */

import fc from 'fast-check';
import type { ColumnType } from './column-type.ts';
import { hostileUnicode } from './hostile-text.ts';
import type { ServerTraits } from './server-traits.ts';

/**
 * Numbers at the edges of what is an integer to the server, and doubles. DECIMAL and temporal
 * values inside JSON can't be written as JSON text: test/round-trip/json.test.ts has those.
 */
const jsonNumber = fc.oneof(
  fc.constantFrom(
    ...['0', '-0', '-0.0', '1.0', '1e2', '0.1', '1e-7', '1e16', '123456789012345678901234567890'],
    ...['9223372036854775807', '-9223372036854775808', '9223372036854775808'],
    ...['18446744073709551615', '18446744073709551616', '1.7976931348623157e308', '5e-324'],
  ),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
);

const jsonString = fc
  .oneof(hostileUnicode(20), fc.constantFrom('\u0000', '\u0001\u001f', '\b\f', '😀', '"', '\\'))
  .map((text) => JSON.stringify(text));

const { value: jsonText } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constantFrom('null', 'true', 'false'), jsonNumber, jsonString),
    fc.array(tie('value'), { maxLength: 4 }).map((values) => `[${values.join(', ')}]`),
    fc
      .array(fc.tuple(jsonString, tie('value')), { maxLength: 4 })
      .map((members) => `{${members.map(([key, value]) => `${key}: ${value}`).join(', ')}}`),
  ),
}));

export function jsonType({ flavor, version }: ServerTraits): fc.Arbitrary<ColumnType> {
  // MySQL 5.7 shows a DOUBLE of 1.0 as 1, and reads that as an integer; the README of core says so.
  const usable =
    flavor === 'mysql' && version[0] === 5
      ? jsonText.map((text) => text.replace(/\b1\.0\b|\b1e2\b|-0\.0\b/g, '1.5'))
      : jsonText;
  return fc.constant({
    sql: 'JSON',
    group: 'json',
    value: usable.map((text) => `CONVERT(0x${Buffer.from(text).toString('hex')} USING utf8mb4)`),
    defaultValue: undefined,
    keyBytes: undefined,
    large: true,
  });
}

const coordinate = fc.oneof(
  fc.integer({ min: -80, max: 80 }),
  fc.double({ min: -80, max: 80, noNaN: true }),
);
const point = fc.tuple(coordinate, coordinate).map(([x, y]) => `${x} ${y}`);
const points = fc.array(point, { minLength: 2, maxLength: 4 }).map((all) => all.join(','));
const ring = fc
  .tuple(fc.integer({ min: -40, max: 0 }), fc.integer({ min: 1, max: 40 }))
  .map(([a, b]) => `(${a} ${a},${b} ${a},${b} ${b},${a} ${b},${a} ${a})`);

const geometries = {
  POINT: point.map((one) => `POINT(${one})`),
  LINESTRING: points.map((all) => `LINESTRING(${all})`),
  POLYGON: ring.map((one) => `POLYGON(${one})`),
  MULTIPOINT: points.map((all) => `MULTIPOINT(${all})`),
  MULTILINESTRING: points.map((all) => `MULTILINESTRING((${all}))`),
  MULTIPOLYGON: ring.map((one) => `MULTIPOLYGON((${one}))`),
  GEOMETRYCOLLECTION: point.map((one) => `GEOMETRYCOLLECTION(POINT(${one}))`),
} as const;
const anyGeometry = fc.oneof(...Object.values(geometries));

export function geometryType(traits: ServerTraits): fc.Arbitrary<ColumnType> {
  const names = Object.keys(geometries) as (keyof typeof geometries)[];
  // MySQL 8 knows the spatial reference systems, and takes no other numbers.
  const systems = traits.has('spatialReference') ? [0, 4326, 3857] : [0, 1, 4326, 4294967295];
  const attribute = fc.boolean().map((wanted) => wanted && traits.has('spatialReference'));
  return fc
    .tuple(fc.constantFrom(...names, 'GEOMETRY' as const), fc.constantFrom(...systems), attribute)
    .map(([name, system, restricted]) => {
      const shape = name === 'GEOMETRY' ? anyGeometry : geometries[name];
      const ids = restricted ? fc.constant(system) : fc.constantFrom(...systems);
      return {
        sql: restricted ? `${name} SRID ${system}` : name,
        group: 'geometry',
        value: fc.tuple(shape, ids).map(([wkt, id]) => `ST_GeomFromText('${wkt}', ${id})`),
        defaultValue: undefined,
        keyBytes: undefined,
        large: true,
      };
    });
}

const hexadecimal = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((all) => Buffer.from(all).toString('hex'));

/** UUID, INET4, INET6 and VECTOR, where the server has them. */
export function serverTypes(traits: ServerTraits): readonly fc.Arbitrary<ColumnType>[] {
  const type = (sql: string, value: fc.Arbitrary<string>): fc.Arbitrary<ColumnType> =>
    fc.constant({ sql, group: 'other', value, defaultValue: value, keyBytes: 16, large: false });
  const types: fc.Arbitrary<ColumnType>[] = [];
  if (traits.has('uuid')) {
    const uuid = hexadecimal(16).map((text) =>
      // MariaDB takes no other versions and variants.
      text.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "'$1-$2-4$3-8$4-$5'"),
    );
    types.push(type('UUID', uuid));
  }
  if (traits.has('inet6')) {
    const address = hexadecimal(16).map((text) => `'${text.match(/.{4}/g)?.join(':')}'`);
    const special = fc.constantFrom("'::'", "'::1'", "'::ffff:192.0.2.1'", "'::192.0.2.1'");
    types.push(type('INET6', fc.oneof(address, special)));
  }
  if (traits.has('inet4')) {
    const address = fc.ipV4().map((text) => `'${text}'`);
    types.push(type('INET4', address));
  }
  if (traits.has('vector')) types.push(vectorType);
  return types;
}

const vectorType: fc.Arbitrary<ColumnType> = fc.integer({ min: 1, max: 5 }).map((dimensions) => ({
  sql: `VECTOR(${dimensions})`,
  group: 'vector',
  value: fc
    .array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
      minLength: dimensions,
      maxLength: dimensions,
    })
    .map((all) => {
      const bytes = Buffer.alloc(4 * dimensions);
      for (const [index, number] of all.entries()) bytes.writeFloatLE(number, 4 * index);
      return `0x${bytes.toString('hex')}`;
    }),
  defaultValue: undefined,
  keyBytes: undefined,
  large: true,
}));
