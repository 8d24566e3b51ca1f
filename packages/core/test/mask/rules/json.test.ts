/** The rule `json`: values by their paths, and every other byte where it was. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RuleParameters } from '../../../src/mask/rule.ts';
import { columnOf, problemOf, ruleOf, textMask, unique } from './columns.ts';

const column = columnOf('longtext');
const masked = (text: string, parameters: RuleParameters) =>
  textMask('json', column, parameters)(text);

const shapes = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.json({ maxDepth: 4 }).map((text) => JSON.stringify(JSON.parse(text), undefined, 2)),
);

test('masks values by the rules of their paths', () => {
  const paths = {
    '$.customer.email': 'email',
    "$['customer']['full name']": 'name',
    '$.items[*].name': { rule: 'constant', value: 'x' },
    '$.items[0].price': 'keep',
    '$..password': 'null',
    '$.id': 'number',
  };
  const document = {
    customer: { email: 'a@b.com', 'full name': 'John Smith', password: 'secret' },
    items: [
      { name: 'one', price: 1.5 },
      { name: 'two', price: 2.5 },
    ],
    id: 12345,
  };
  const result = JSON.parse(masked(JSON.stringify(document), { paths }));
  expect(result).toMatchObject({
    customer: {
      email: textMask('email', columnOf('varchar(99)'))('a@b.com'),
      'full name': textMask(
        'name',
        columnOf('varchar(99)', { collation: 'utf8mb4_unicode_ci' }),
      )('John Smith'),
      password: null,
    },
    items: [{ name: 'x', price: 1.5 }, { name: 'x' }],
  });
  expect(result.items[1].price).not.toBe(2.5);
  expect(String(result.id)).toMatch(/^[1-9]\d{4}$/);
  expect(result.id).not.toBe(12345);
});

test.for([
  ['{"a":1,"b":2}', '$.a', '{"a":null,"b":2}'],
  ['{"a":1,"a":2}', '$.a', '{"a":null,"a":null}'],
  ['{ "a" : [ 1 , 2 ] }', '$.a[1]', '{ "a" : [ 1 , null ] }'],
  ['[[1,2],[3]]', '$[*][0]', '[[null,2],[null]]'],
  ['{"x":{"y":{"p":"s"}},"p":[1,{"q":2}]}', '$..p', '{"x":{"y":{"p":null}},"p":[null,{"q":null}]}'],
  ['{"a":{"b":1},"c":{"b":2}}', '$.*.b', '{"a":{"b":null},"c":{"b":null}}'],
  ['{"\\u0061":1}', '$.a', '{"\\u0061":null}'],
  ['{"a.b":1,"it\'s":2}', "$['it\\'s']", '{"a.b":1,"it\'s":null}'],
  ['{"名前":"x"}', '$.名前', '{"名前":null}'],
  ['{"0":1}', '$[0]', '{"0":1}'],
  ['"x"', '$', 'null'],
  ['{"a":{"b":[{"c":1}]}}', '$.a', '{"a":{"b":[{"c":null}]}}'],
  ['{"a":{"b":[{"c":1}]}}', '$.a..c', '{"a":{"b":[{"c":null}]}}'],
  ['{"n":9007199254740993,"m":1.10,"e":1E5}', '$.x', '{"n":9007199254740993,"m":1.10,"e":1E5}'],
] as const)('in %s finds what %s means', ([document, path, result]) => {
  expect(masked(document, { paths: { [path]: 'null' }, other: 'keep' })).toBe(result);
});

test('takes the path that says most', () => {
  const paths = {
    '$..name': 'null',
    '$.a.name': 'keep',
    '$.*.name': { rule: 'constant', value: 1 },
  };
  expect(masked('{"a":{"name":"x"},"b":{"name":"y"},"name":"z"}', { paths })).toBe(
    '{"a":{"name":"x"},"b":{"name":1},"name":null}',
  );
});

test('leaves every byte outside of masked values as it is', () => {
  fc.assert(
    fc.property(shapes, (text) => {
      expect(masked(text, { other: 'keep' })).toBe(text);
      const inside = masked(`{"before": 1.0e2, "secret":${text} ,"after":[ ]}`, {
        paths: { '$.secret': 'null' },
        other: 'keep',
      });
      expect(inside.startsWith('{"before": 1.0e2, "secret":')).toBe(true);
      expect(inside.endsWith(' ,"after":[ ]}')).toBe(true);
      JSON.parse(inside);
    }),
  );
});

test('redacts what no path names, and stays JSON of the same length and shape', () => {
  fc.assert(
    fc.property(shapes, (text) => {
      const other = masked(text, {});
      expect(shapeOf(JSON.parse(other))).toEqual(shapeOf(JSON.parse(text)));
      expect(other.replaceAll('true', 'false').length).toBeLessThanOrEqual(
        text.replaceAll('true', 'false').length,
      );
      expect(masked(text, {})).toBe(other);
    }),
  );
  const document = '{"name":"John Smith","age":42,"pi":0.25,"ok":true,"no":null,"big":-1.5e300}';
  const redacted = masked(document, {});
  expect(redacted).toMatch(
    /^{"name":"[A-Z][a-z]{3} [A-Z][a-z]{4}","age":[1-9]\d,"pi":0\.\d\d,"ok":false,"no":null,"big":-\d\.\de30}$/,
  );
  for (const told of ['John', 'Smith', '42', '25']) expect(redacted).not.toContain(told);
});

test('redacts values of a kind that the rule of their path is not for', () => {
  const result = JSON.parse(
    masked('{"a":12345,"b":true,"c":"12 o"}', {
      paths: { '$.a': 'email', '$.b': 'email', '$.c': 'number' },
    }),
  );
  expect(String(result.a)).toMatch(/^\d{5}$/);
  expect(result).toMatchObject({ b: false, c: expect.stringMatching(/^\d\d [a-z]$/) });
  expect(result.a).not.toBe(12345);
});

test('shifts days at the beginning of texts, and leaves the time of day', () => {
  const result = masked('{"at":"2024-02-28T12:30:00Z"}', { paths: { '$.at': 'dateShift' } });
  expect(result).toMatch(/^{"at":"\d{4}-\d\d-\d\dT12:30:00Z"}$/);
  expect(result).not.toContain('2024-02-28');
});

test('has an entity of the row for all its values', () => {
  const parameters = { paths: { '$.name': { rule: 'name', entity: 'id' } } };
  expect(ruleOf('json').reads?.(parameters)).toEqual(['id']);
  const mask = textMask('json', column, parameters);
  expect(mask('{"name":"John Smith"}', { id: '1' })).toBe(mask('{"name":"Ann Lee"}', { id: '1' }));
});

test('escapes what the character set of the column can not hold', () => {
  const latin = columnOf('longtext', { characterSet: 'latin1', collation: 'latin1_bin' });
  const mask = textMask('json', latin, { paths: { $: 'name' } });
  const result = mask('"\\u5c71\\u7530 \\u592a\\u90ce"');
  expect(result).toMatch(/^[ -~]+$/);
  expect(JSON.parse(result)).toMatch(/^[\p{Script=Han}々]+ [\p{Script=Han}々]+$/u);
});

test('redacts rather than make a document longer than its column', () => {
  const document = '{"email":"a@b.com"}';
  const short = columnOf(`varchar(${document.length})`);
  const mask = textMask('json', short, { paths: { '$.email': 'email' } });
  expect(mask(document)).toMatch(/^{"email":"[a-z]@[a-z]\.[a-z]{3}"}$/);
});

test.for(['no JSON', '{"a":1', '[01]', '{"a":1}x', `${'['.repeat(500)}${']'.repeat(500)}`])(
  'masks %s as a text, since it is no JSON',
  (text) => {
    const result = masked(text, { other: 'keep' });
    expect(result).toBe(textMask('text', column)(text));
  },
);

test('takes documents with large texts', () => {
  const long = JSON.stringify('x'.repeat(20_000_000));
  expect(masked(`{"a":${long}}`, { other: 'keep' }).length).toBe(long.length + 6);
});

test('calls a function at a path', () => {
  const upper = (value: string | Buffer) => String(value).toUpperCase();
  expect(masked('{"a":"x","b":true}', { paths: { '$.*': upper } })).toBe('{"a":"X","b":false}');
});

test.for([
  [{ paths: { 'customer.email': 'email' } }, '"customer.email" is no path'],
  [{ paths: { '$.a[': 'email' } }, 'is no path'],
  [{ paths: { '$.a': 'emial' } }, 'at the path "$.a" stands the rule "emial", which is not known'],
  [{ paths: { '$.a': 5 } }, 'there is no rule'],
  [{ paths: { '$.a': { rule: 'email', domian: 'x' } } }, 'domian'],
  [{ paths: { '$.a': { rule: 'constant' } } }, 'needs a value'],
  [{ paths: [] }, 'paths'],
  [{ other: 'drop' }, 'other'],
] as const)('refuses %j', ([parameters, problem]) => {
  expect(problemOf('json', column, parameters)).toContain(problem);
});

test('is for columns of JSON and text that are not unique', () => {
  expect(problemOf('json', columnOf('json'))).toBeUndefined();
  expect(problemOf('json', column)).toBeUndefined();
  expect(problemOf('json', columnOf('blob'))).toContain('blob');
  expect(problemOf('json', unique(columnOf('varchar(9)')))).toContain('unique');
});

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]);
}

test('exchanges each digit for all others alike', () => {
  const counts = new Map<string, number>();
  for (let index = 0; index < 2000; index++) {
    const number = `3${String(index).padStart(5, '0')}`;
    const [digit = ''] = masked(number, {});
    counts.set(digit, (counts.get(digit) ?? 0) + 1);
  }
  // The first of several digits is none of 0 and 3.
  expect([...counts.keys()].sort().join('')).toBe('12456789');
  for (const count of counts.values()) expect(Math.abs(count - 250)).toBeLessThan(80);
});

test('exchanges each letter for all others alike', () => {
  for (const rule of ['redact', 'text'] as const) {
    const mask = textMask(rule, columnOf('varchar(100)'));
    const counts = new Map<string, number>();
    for (let index = 0; index < 3000; index++) {
      const letter = mask(`e ${index}`).charAt(0);
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect(counts.has('e')).toBe(false);
    const usual = 3000 / counts.size;
    for (const count of counts.values()) {
      expect(Math.abs(count - usual)).toBeLessThan(usual * 0.45);
    }
  }
});

describe('names of members', () => {
  const renamed = (document: string, parameters: RuleParameters = {}): string =>
    textMask('json', columnOf('json'), { names: 'redact', ...parameters })(document);

  test('stay unless the policy says otherwise', () => {
    const kept = textMask('json', columnOf('json'), {})('{"bob@shop.com": "a"}');
    expect(kept).toMatch(/^\{"bob@shop\.com": "[b-z]"\}$/);
  });

  test('are redacted, the same one always alike, and like values', () => {
    const document = renamed('{"bob@shop.com": {"n": [{"bob@shop.com": "bob@shop.com"}]}}');
    const [first, , second, value] = [...document.matchAll(/"([^"]*)"/g)].map(([, text]) => text);
    expect(first).toMatch(/^[a-z]{3}@[a-z]{4}\.[a-z]{3}$/);
    expect([second, value]).toEqual([first, first]);
    expect(document).not.toContain('bob');
    expect(document).not.toContain('shop');
  });

  test('stay where a path names them, or a rule keeps what they are in', () => {
    const paths = { '$.customer.email': 'keep', '$.kept': 'keep' };
    const document = JSON.parse(
      renamed('{"customer": {"email": "a@b.c", "note": "x"}, "kept": {"bob": "x"}}', { paths }),
    );
    expect(document).toMatchObject({ customer: { email: 'a@b.c' }, kept: { bob: 'x' } });
    expect(Object.keys(document.customer)).not.toContain('note');
  });

  test('stay different from each other, however short they are', () => {
    const names = [...'abcdefghijklmnopqrstuvwxyz', '1', '2', '', ' ', '\u00e9', 'aa', '"', '\\'];
    const document = JSON.stringify(Object.fromEntries(names.map((name) => [name, 1])));
    const others = Object.keys(JSON.parse(renamed(document)));
    expect(new Set(others).size).toBe(names.length);
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 3 }), fc.integer()), (object) => {
        const after: object = JSON.parse(
          renamed(JSON.stringify(object), { paths: { '$.a': 'keep' } }),
        );
        expect(Object.keys(after)).toHaveLength(Object.keys(object).length);
      }),
    );
  });
});
