/** Columns that are masked: their types, their values, and the rules that they may have. */

import type { MaskRule } from '@dumpstream/core';
import type { ServerTraits } from '../../property/server-traits.ts';

export interface ColumnKind {
  readonly name: string;
  readonly type: string;
  /** Where values differ in length, the type that takes less, for the other side of a foreign key. */
  readonly shorter?: string;
  readonly rules: readonly MaskRule[];
  /** Those that a unique key may have. Without any, no key is made. */
  readonly keyRules: readonly MaskRule[];
  /** Whether the server takes texts in upper and lower case for the same. */
  readonly isFolding?: boolean;
  /** SQL of a value. No two are the same, for different numbers. */
  literal(token: string, number: number): string;
  /** What of it must not be found, besides its token. */
  secrets?(number: number): readonly string[];
}

const textRules: readonly MaskRule[] = [
  ...(['redact', 'hash', 'email', 'name', 'phone', 'address', 'text', 'null'] as const),
  { rule: 'constant', value: 'nothing' },
  { rule: 'email', keepDomain: false, domain: 'masked.example' },
  { rule: 'hash', encoding: 'base64url', length: 40 },
  { rule: 'name', part: 'family', order: 'familyFirst' },
  'creditCard',
  () => 'by a function',
];
const textKeyRules: readonly MaskRule[] = ['hash', 'email', { rule: 'hash', length: 40 }];

/** What stands around the token of a text: signs of SQL, of JSON, and letters that are not ASCII. */
const around = ['', "'", '"', '\\', '\n', '%_', '\0', ' - ', '{"a": "', '; DROP'];

function textKind(
  set: string,
  collation: string,
  { letters = '', isFolding = true, base = 'VARCHAR' } = {},
): ColumnKind {
  const typed = (type: string): string => `${type} CHARACTER SET ${set} COLLATE ${collation}`;
  const isLong = base !== 'VARCHAR';
  return {
    name: `${base} ${collation}`,
    type: typed(isLong ? base : 'VARCHAR(120)'),
    shorter: typed('VARCHAR(90)'),
    rules: textRules,
    // Texts beyond ASCII are not exchanged one for one.
    keyRules: isLong ? [] : letters === '' ? [...textKeyRules, 'redact'] : textKeyRules,
    isFolding,
    literal(token, number) {
      const text = `${letters}${around[number % around.length]}${token}${letters}`;
      return `CONVERT(0x${Buffer.from(text).toString('hex')} USING utf8mb4)`;
    },
  };
}

function binaryKind(type: string): ColumnKind {
  return {
    name: type,
    type,
    rules: ['redact', 'hash', 'null', () => Buffer.from('bytes')],
    keyRules: /BLOB/.test(type) ? [] : ['hash', 'redact'],
    literal: (token, number) =>
      `0x${Buffer.from(`\0${token}\xff${number}`, 'latin1').toString('hex')}`,
  };
}

/** Fifteen digits that no draw meets by chance. */
function digits(number: number): string {
  return String(739_158_204_000_000 + 1_000_003 * number);
}

const bigint: ColumnKind = {
  name: 'BIGINT',
  type: 'BIGINT',
  rules: ['number', { rule: 'number', noise: 0.2 }, { rule: 'number', min: 1, max: 1000 }, 'null'],
  keyRules: ['number'],
  literal: (_, number) => digits(number),
  secrets: (number) => [digits(number)],
};

const decimal: ColumnKind = {
  ...bigint,
  name: 'DECIMAL',
  type: 'DECIMAL(24,4)',
  literal: (_, number) => `-${digits(number)}.${1 + (number % 9)}5`,
};

const double: ColumnKind = {
  ...bigint,
  name: 'DOUBLE',
  type: 'DOUBLE',
  keyRules: [],
  literal: (_, number) => `${digits(number)}`,
};

const dates: readonly ColumnKind[] = ['DATE', 'DATETIME(3)', 'TIMESTAMP NULL'].map((type) => ({
  name: type,
  type,
  rules: ['dateShift', { rule: 'dateShift', days: 30 }, 'null'],
  keyRules: [],
  literal: (_: string, number: number) =>
    `'19${72 + (number % 20)}-0${1 + (number % 9)}-1${number % 10}'`,
}));

const choice: ColumnKind = {
  name: 'ENUM',
  type: "ENUM('small','it''s','large','é')",
  rules: ['hash', 'null', { rule: 'constant', value: 'large' }],
  keyRules: [],
  literal: (_, number) => String(1 + (number % 4)),
};

const several: ColumnKind = {
  name: 'SET',
  type: "SET('small','it''s','large','é') CHARACTER SET latin1",
  rules: ['hash', 'null', { rule: 'constant', value: 'large' }],
  keyRules: [],
  literal: (_, number) => String(1 + (number % 15)),
};

/** @param number - below 2^16 */
function uuid(number: number): string {
  const hex = (0x7391_0000 + number).toString(16);
  return `${hex}-5e2b-4c3d-9a1f-${(0x7391_5820_0000 + number).toString(16)}`;
}

const uuids: readonly ColumnKind[] = [
  {
    name: 'UUID as text',
    type: 'CHAR(36) CHARACTER SET ascii',
    rules: ['uuid', 'redact'],
    keyRules: ['uuid'],
    literal: (_, number) => `'${uuid(number)}'`,
    secrets: (number) => [uuid(number)],
  },
  {
    name: 'UUID as bytes',
    type: 'BINARY(16)',
    rules: ['uuid', 'redact', 'hash'],
    keyRules: ['uuid', 'hash'],
    literal: (_, number) => `0x${uuid(number).replaceAll('-', '')}`,
    secrets: (number) => [uuid(number).replaceAll('-', '')],
  },
];

/** Of a public network, so that a masked one is met by chance in none of a billion cases. */
function address(number: number): string {
  return `2001:db8:7391:5820::${(0x1000 + number).toString(16)}`;
}

const ip: ColumnKind = {
  name: 'IP as text',
  type: 'VARCHAR(45) CHARACTER SET latin1',
  rules: ['ip', 'redact', 'text'],
  keyRules: ['ip'],
  literal: (_, number) => `'${address(number)}'`,
  secrets: (number) => [address(number)],
};

const card: ColumnKind = {
  name: 'card',
  type: 'VARCHAR(30) CHARACTER SET latin1',
  rules: ['creditCard', 'redact', 'text', 'phone'],
  keyRules: [],
  literal: (_, number) => `'5105-1051-${7391 + number}-5100'`,
  secrets: (number) => [`5105-1051-${7391 + number}-5100`, `51051051${7391 + number}5100`],
};

const json: ColumnKind = {
  name: 'JSON',
  type: 'JSON',
  rules: [
    'json',
    { rule: 'json', paths: { '$.a': 'hash', '$..list[*]': 'email', '$.n': 'number' } },
    { rule: 'json', paths: { '$.deep': 'redact', '$.a': { rule: 'text' } } },
    'null',
  ],
  keyRules: [],
  literal(token, number) {
    const escaped = [...token].map(
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    const deep = `{"list": ["${token}", "${escaped.join('')}", null, true], "é": "x ${token} 漢字"}`;
    const document = `{"a": "${token}", "n": ${digits(number)}, "deep": ${deep}}`;
    return `CONVERT(0x${Buffer.from(document).toString('hex')} USING utf8mb4)`;
  },
  secrets: (number) => [digits(number)],
};

export function columnKinds(traits: ServerTraits): readonly ColumnKind[] {
  const collations = new Set(traits.characterSets.flatMap((set) => set.collations));
  const texts = [
    textKind('utf8mb4', 'utf8mb4_general_ci'),
    textKind('utf8mb4', 'utf8mb4_unicode_ci', { letters: 'Ünï漢' }),
    textKind('utf8mb4', 'utf8mb4_bin', { letters: '😀', isFolding: false }),
    textKind('utf8mb4', 'utf8mb4_0900_ai_ci', { letters: 'é' }),
    textKind('latin1', 'latin1_swedish_ci', { letters: 'ü' }),
    textKind('cp932', 'cp932_japanese_ci', { letters: '極秘カナ' }),
    textKind('ujis', 'ujis_japanese_ci', { letters: '極秘' }),
    textKind('utf16', 'utf16_general_ci', { letters: '極' }),
    textKind('ucs2', 'ucs2_unicode_ci'),
    textKind('utf32', 'utf32_bin', { isFolding: false }),
    textKind('utf8mb4', 'utf8mb4_general_ci', { base: 'MEDIUMTEXT' }),
  ].filter(({ name }) => collations.has(name.split(' ')[1] ?? ''));
  return [
    ...texts,
    ...['VARBINARY(90)', 'BLOB'].map(binaryKind),
    ...[bigint, decimal, double, choice, several, ip, card, json],
    ...dates,
    ...uuids,
  ];
}
