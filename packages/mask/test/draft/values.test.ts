/** What values look like, and what their columns are taken for. */

import { describe, expect, test } from 'vitest';
import { isCardNumber, isIban, isMyNumber } from '../../src/draft/check-digits.ts';
import { ColumnTally } from '../../src/draft/tally.ts';
import { valueEvidence } from '../../src/draft/value-evidence.ts';
import { shapesOf } from '../../src/draft/value-shapes.ts';

describe('a value looks like', () => {
  test.each<[shape: string, values: readonly string[]]>([
    ['email', ['mary@mail.test', 'a.b+c@x-y.co.jp']],
    [
      'phone',
      [
        '+81 90 1234 5678',
        '(212) 555-0123',
        '212-555-0123 x12',
        '03-1234-5678',
        '090-1234-5678',
        '09012345678',
        '+442079460958',
      ],
    ],
    ['card', ['4111 1111 1111 1111', '5555555555554444', '378282246310005']],
    ['iban', ['DE89 3704 0044 0532 0130 00', 'GB29NWBK60161331926819']],
    ['myNumber', ['123456789018', '1234-5678-9018']],
    ['ssn', ['123-45-6789']],
    ['ip', ['203.0.113.9', '2001:db8::1']],
    ['mac', ['00:1a:2B:3c:4d:5e']],
    ['uuid', ['2f1c7bb0-9e49-4a7b-8a1d-0a1b2c3d4e5f']],
    [
      'token',
      [
        'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0K.abc',
        'f3a9c1d7e5b20846a1b2c3d4e5f60718',
        'sk_live_9aF3kQ7zL0xT2mB8',
      ],
    ],
    [
      'passwordHash',
      [
        '$2y$10$abcdefghijklmnopqrstuv',
        '$argon2id$v=19$m=1',
        '*6BB4837EB74329105EE4568DDA7DC67ED2CA2AD9',
      ],
    ],
    ['userAgent', ['Mozilla/5.0 (X11; Linux x86_64)']],
    ['url', ['https://example.com/a?b=1']],
    ['json', ['{"a": 1}', '[1, 2]']],
    ['englishName', ['Mary Smith', 'Garcia, Linda', 'Dr. James Miller']],
    ['japaneseName', ['佐藤 花子', '鈴木一郎', '高橋　健']],
    ['kana', ['サトウ ハナコ', 'さとう', 'ｻﾄｳ ﾊﾅｺ']],
    [
      'japaneseAddress',
      ['東京都千代田区丸の内1-2-3', '札幌市中央区北1条西2丁目', '〒100-0001 東京都千代田区千代田'],
    ],
    ['japanesePostcode', ['100-0001', '〒100-0001']],
    ['prefecture', ['東京都', '京都府']],
    ['birthDate', ['1975-01-31', '1999/12/01']],
    [
      'prose',
      [
        'called twice and was not at home',
        '電話がありました。折り返しお願いします。',
        'line\nline',
      ],
    ],
    ['code', ['A-17', 'JPY']],
    ['personalInside', ['please write to mary@mail.test instead', '電話は 03-1234-5678 まで']],
  ])('%s', (shape, values) => {
    for (const value of values) expect([...shapesOf(value)], value).toContain(shape);
  });

  test.each<[shape: string, values: readonly string[]]>([
    ['email', ['@mary', 'mary at mail', 'git@host']],
    ['phone', ['12', '2024-01-31', '192.168.0.1', '4111111111111111', 'SKU-1234-5678']],
    ['card', ['4111111111111112', '0000000000000000', '1234567890123']],
    ['iban', ['DE00370400440532013000', 'HELLO']],
    ['myNumber', ['123456789012', '12345678901']],
    ['ssn', ['000-12-3456', '1234-56-789']],
    [
      'token',
      [
        'internationalization_of_names',
        'the-quick-brown-fox-jumps',
        'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        'user_profile_image_2024.png',
      ],
    ],
    ['englishName', ['Garden', 'mary', 'SELECT * FROM t', '12 Smith Street']],
    ['japaneseName', ['商品', '東京都', '森林公園前駅']],
    ['japaneseAddress', ['東京都', '市場', '電話']],
    ['prose', ['Kitchen', 'New York City']],
    ['birthDate', ['2999-01-01', '1875-01-01', 'today']],
    ['json', ['{not json}', '{']],
  ])('%s not by far', (shape, values) => {
    for (const value of values) expect([...shapesOf(value)], value).not.toContain(shape);
  });
});

test('check digits are those of published examples', () => {
  expect(isCardNumber('4000000000000002')).toBe(true);
  expect(isIban('FR14 2004 1010 0505 0001 3M02 606')).toBe(true);
  expect(isMyNumber('123456789018')).toBe(true);
  for (let digit = 0; digit < 10; digit++) {
    expect(isMyNumber(`12345678901${digit}`)).toBe(digit === 8);
  }
});

function tallyOf(values: readonly (string | null)[]): ColumnTally {
  const tally = new ColumnTally();
  for (const value of values) tally.add(value);
  return tally;
}

describe('a column is taken for', () => {
  const times = (count: number, value: (index: number) => string): string[] =>
    Array.from({ length: count }, (_, index) => value(index));

  test('what most of its values look like, also where others are among them', () => {
    const values = [
      ...times(30, (n) => `a${n}@mail.test`),
      ...times(10, () => 'unknown'),
      null,
      '',
    ];
    const evidence = valueEvidence(tallyOf(values), false);
    expect(evidence).toMatchObject({ category: 'email', strong: true });
    expect(evidence?.reason).toBe('30 of 40 sampled values look like an e-mail address');
  });

  test('free text, where a phone number stands in one of fifty', () => {
    const values = [...times(49, () => 'ok'), 'call 03-1234-5678 or so'];
    expect(valueEvidence(tallyOf(values), false)).toMatchObject({ category: 'freeText' });
  });

  test('no card, where numbers of a key pass the check digit by chance', () => {
    const values = times(200, (n) => String(4_000_000_000_000_000n + BigInt(n)));
    expect(valueEvidence(tallyOf(values), true)).toBeUndefined();
  });

  test('nothing, without values', () => {
    expect(valueEvidence(tallyOf([null, '', '   ']), false)).toBeUndefined();
  });
});

test('members of documents are told only where their names are of known words', () => {
  const tally = tallyOf([
    '{"contact": {"email": "x", "Zwiebelkuchen": {"phone_number": "1"}}, "zwiebel_email": 1, "items": [{"first_name": "x", "count": 1}]}',
  ]);
  expect(tally.members.found.map(([name]) => name)).toEqual([
    'email',
    'first_name',
    'phone_number',
  ]);
});

test('documents that are deep, large or hostile end nothing', () => {
  const tally = tallyOf([
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    JSON.stringify(Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`k${n}`, n]))),
    '{"__proto__": {"email": 1}}',
  ]);
  expect(tally.members.found.map(([name]) => name)).toEqual(['email']);
});
