/** Column types of text and bytes, in every character set and collation that a server has. */

import fc from 'fast-check';
import { text as quoteText } from '../sample/quote.ts';
import { binaryByte, characterOf } from './characters.ts';
import type { ColumnType } from './column-type.ts';
import { hostileAscii, hostileText, hostileUnicode } from './hostile-text.ts';
import type { CharacterSet, ServerTraits } from './server-traits.ts';

/** A character set with one of its collations. */
export interface Collated {
  readonly set: CharacterSet;
  readonly collation: string;
}

export function collated(traits: ServerTraits): fc.Arbitrary<Collated> {
  const sets = fc.constantFrom(...traits.characterSets);
  const usual = traits.characterSets.filter(({ name }) => /^(utf8.*|latin1|cp932)$/.test(name));
  return fc
    .oneof(sets, fc.constantFrom(...usual))
    .chain((set) => fc.constantFrom(...set.collations).map((collation) => ({ set, collation })));
}

/** Whether a character set has all that hostile texts are made of. */
const isUnicode = (set: CharacterSet): boolean => /^utf(8mb4|16|16le|32)$/.test(set.name);

/** A literal by the bytes of the character set: no conversion can touch it. */
const introduced = (set: CharacterSet, hexadecimal: string): string =>
  hexadecimal === '' ? "''" : `_${set.name} 0x${hexadecimal}`;

/**
 * Left out until the dump has it: MariaDB takes the backslashes from the default of a TEXT that has
 * an introducer, as the dump writes it where it is no plain text.
 */
function largeDefault(set: CharacterSet): fc.Arbitrary<string> {
  if (/^utf8/.test(set.name)) return hostileText(60).map(quoteText);
  return fc.constantFrom("''", "'plain text'", "'0'");
}

function textValue(set: CharacterSet, mostCharacters: number): fc.Arbitrary<string> {
  const characters = fc.array(characterOf(set.name), { maxLength: mostCharacters, size: 'small' });
  const short = fc.array(characterOf(set.name), { maxLength: Math.min(2, mostCharacters) });
  const hostile = isUnicode(set) ? hostileUnicode(mostCharacters) : hostileAscii(mostCharacters);
  return fc.oneof(
    { weight: 4, arbitrary: characters.map((all) => introduced(set, all.join(''))) },
    { weight: 1, arbitrary: short.map((all) => introduced(set, all.join(''))) },
    { weight: 2, arbitrary: hostile.map(quoteText) },
  );
}

/** Texts longer than any buffer, by repetition. */
function longTextValue(set: CharacterSet): fc.Arbitrary<string> {
  return fc
    .tuple(characterOf(set.name), fc.constantFrom(10, 300, 5000, 70_000))
    .map(([character, times]) => `REPEAT(${introduced(set, character)}, ${times})`);
}

function collation({ set, collation }: Collated): string {
  return ` CHARACTER SET ${set.name} COLLATE ${collation}`;
}

export function textType(traits: ServerTraits): fc.Arbitrary<ColumnType> {
  const length = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 40 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 63, 200) },
  );
  const compressed = fc.boolean().map((wanted) => wanted && traits.has('compressedColumn'));
  return fc
    .tuple(
      fc.constantFrom('CHAR', 'VARCHAR', 'TINYTEXT', 'TEXT', 'MEDIUMTEXT', 'LONGTEXT'),
      length,
      collated(traits),
      fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: compressed }),
    )
    .map(([name, characters, collate, compress]): ColumnType => {
      const { set } = collate;
      const short = name.endsWith('CHAR');
      const size = short ? `(${characters})` : '';
      const value = textValue(set, short ? characters : 60);
      const long = short || name === 'TINYTEXT' ? value : longTextValue(set);
      // CHAR can't be compressed, and what is compressed can't be in a key.
      const isCompressed = compress && name !== 'CHAR';
      return {
        sql: `${name}${size}${isCompressed ? ' COMPRESSED' : ''}${collation(collate)}`,
        group: 'text',
        value: fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: long }),
        defaultValue: short ? value : traits.has('blobDefault') ? largeDefault(set) : undefined,
        keyBytes: short && !isCompressed ? characters * set.maxBytes + 2 : undefined,
        ...(isCompressed || (short && characters === 0)
          ? {}
          : { prefix: { bytesPerUnit: set.maxBytes, mostUnits: short ? characters : 60 } }),
        large: !short,
      };
    });
}

export function bytesType(traits: ServerTraits): fc.Arbitrary<ColumnType> {
  const names = ['BINARY', 'VARBINARY', 'TINYBLOB', 'BLOB', 'MEDIUMBLOB', 'LONGBLOB'] as const;
  const length = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 255));
  return fc.tuple(fc.constantFrom(...names), length).map(([name, bytes]): ColumnType => {
    const short = name.endsWith('BINARY');
    const most = short ? bytes : 100;
    const value = fc
      .array(binaryByte, { maxLength: most })
      .map((all) => (all.length === 0 ? "''" : `0x${all.join('')}`));
    const long = fc
      .tuple(binaryByte, fc.constantFrom(300, 70_000, 300_000))
      .map(([byte, times]) => `REPEAT(0x${byte}, ${times})`);
    return {
      sql: short ? `${name}(${bytes})` : name,
      group: 'bytes',
      value: short || name === 'TINYBLOB' ? value : fc.oneof({ weight: 9, arbitrary: value }, long),
      defaultValue: short || traits.has('blobDefault') ? value : undefined,
      keyBytes: short ? bytes + 2 : undefined,
      ...(most === 0 ? {} : { prefix: { bytesPerUnit: 1, mostUnits: most } }),
      large: !short,
    };
  });
}

/** ENUM and SET with members that are hard to write, and '' among them. */
export function memberType(traits: ServerTraits): fc.Arbitrary<ColumnType> {
  return fc.tuple(fc.constantFrom('ENUM', 'SET'), collated(traits)).chain(([name, collate]) => {
    const member = isUnicode(collate.set) ? hostileText(30) : hostileAscii(30);
    return fc
      .tuple(fc.array(member, { minLength: 1, maxLength: 9 }), fc.option(fc.nat()))
      .map(([members, empty]): ColumnType => {
        const isSet = name === 'SET';
        // The number tells members apart that a collation thinks equal.
        const all = members.map((text, index) => {
          const usable = isSet ? text.replaceAll(',', ' ') : text;
          return `${index}${usable.trimEnd()}`;
        });
        if (empty !== null) all[empty % all.length] = '';
        const last = isSet ? 2 ** all.length - 1 : all.length;
        const number = fc.integer({ min: 0, max: last });
        const list = all.map(quoteText).join(',');
        return {
          sql: `${name}(${list})${collation(collate)}`,
          group: 'member',
          // By number: 0 is an ENUM's error value, a SET without members.
          value: number.map(String),
          defaultValue: fc.constantFrom(...all).map(quoteText),
          keyBytes: 8,
          large: false,
        };
      });
  });
}
