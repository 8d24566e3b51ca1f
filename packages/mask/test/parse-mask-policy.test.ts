/** Reading policy files: what is taken, and on which line something is wrong. */

import { DumpError } from '@dumpstream/core';
import { describe, expect, it } from 'vitest';
import { parseMaskPolicy } from '../src/index.ts';

/** The messages of all problems. */
function problemsOf(text: string): readonly string[] {
  try {
    parseMaskPolicy(text, 'policy.json');
  } catch (error) {
    expect(error).toMatchObject({ name: 'DumpError', code: 'INVALID_MASK' });
    return error instanceof Error ? error.message.split('\n') : [];
  }
  throw new Error('The policy was taken.');
}

describe('a policy file', () => {
  it('may hold comments, trailing commas and a byte order mark', () => {
    const text =
      '\uFEFF{\r\n// customers\r\n"version": 1, /* all */ "columns": {"a.b.c": "hash",},}';
    expect(parseMaskPolicy(text, 'policy.json').policy).toEqual({
      version: 1,
      columns: { 'a.b.c': 'hash' },
    });
  });

  it.each([
    ['nothing', '', 1, 'nothing in it'],
    ['a comment alone', '// version 1\n', 1, 'nothing in it'],
    ['YAML', 'version: 1\ncolumns:\n  a.b.c: keep\n', 1, 'this is not JSON'],
    ['a missing comma', '{\n"version": 1\n"columns": {}}', 3, 'a comma is missing'],
    ['a missing colon', '{\n"version" 1}', 2, 'a colon is missing'],
    ['a missing value', '{\n"version":\n}', 3, 'a value is missing'],
    ['a missing end', '{"version": 1,\n"columns": {\n', 3, 'a } is missing'],
    ['single quotes', "{\n'version': 1}", 2, 'JSON'],
    ['a text without end', '{\r\n"version": "1\r\n}', 2, 'a quote is missing'],
    ['a comment without end', '{}\r/* x', 2, 'comment does not end'],
    ['a wrong escape', '{\n"a\\x": 1}', 2, 'no such escape'],
    ['more behind its end', '{"version": 1, "columns": {}}\n{}', 2, 'behind the end'],
    ['lists in lists in lists', `{"version": ${'['.repeat(50_000)}`, 1, 'too deeply'],
    ['as many with their ends', `[${'['.repeat(5000)}${']'.repeat(5001)}`, 1, ''],
  ])('is refused with %s, with the line', (_, text, line, what) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^policy\\.json:${line}: .*${what}.*\\.$`));
  });

  it('is refused with a member that stands twice, which JSON.parse would not tell', () => {
    const text = `{
  "version": 1,
  "columns": {
    "shop.customers.email": "email",
    "shop.customers.name": {
      "rule": "name",
      "rule": "keep"
    },
    "shop.customers.email": "keep",
  },
}`;
    expect(problemsOf(text)).toEqual([
      'policy.json:7: "rule" stands twice, first on line 6.',
      'policy.json:9: "shop.customers.email" stands twice, first on line 4.',
    ]);
  });

  it('is not fooled by names that objects have of their own', () => {
    const own = '{"version": 1, "columns": {},\n"__proto__": {},\n"constructor": 1}';
    expect(problemsOf(own)).toEqual([
      expect.stringMatching(/^policy\.json:2: .*"__proto__"/),
      expect.stringMatching(/^policy\.json:3: .*"constructor"/),
    ]);
    const rule = '{"version": 1, "columns": {"a.b.c":\n{"rule": "hash", "toString": 1}}}';
    expect(problemsOf(rule)).toEqual([expect.stringMatching(/^policy\.json:2: .*"toString"/)]);
    expect(problemsOf('{"version": 1, "columns": {"a.b.c": "valueOf"}}')).toHaveLength(1);
  });

  it('is told of with all that is wrong, in the order of the lines', () => {
    const text = `{
  "columns": {
    "shop.customers": "hash",
    "shop.customers.doc": {
      "rule": "json",
      "paths": {
        "$.email": "emial",
        "name": "name",
        "$.age": {
          "rule": "number",
          "noise": "some"
        }
      },
      "others": "keep"
    },
    "shop.customers.name": { "rule": "nmae" }
  },
  "relations": [
    { "from": "shop.a.b", "to": "shop.b.id" },
    { "from": ["shop.a.b", "shop.a.c"], "to": "shop.b.id" },
    { "from": ["shop.a.b", "shop.c.c"], "to": ["shop.b.id", "shop.b.id2"] }
  ],
  "version": 3
}`;
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^policy\.json:3: .*"shop\.customers".*database\.table\.column/),
      expect.stringMatching(/^policy\.json:7: .*"emial" for "shop\.customers\.doc" at "\$\.email"/),
      expect.stringMatching(/^policy\.json:8: .*"name".*no path/),
      expect.stringMatching(/^policy\.json:11: .*"noise" of number must be a number/),
      expect.stringMatching(/^policy\.json:14: .*no parameter "others"/),
      expect.stringMatching(/^policy\.json:16: .*"nmae"/),
      expect.stringMatching(/^policy\.json:20: .*not as many columns/),
      expect.stringMatching(/^policy\.json:21: .*of one table/),
      expect.stringMatching(/^policy\.json:23: .*version 1/),
    ]);
  });

  it.each(['key', 'maskKey', 'mask_key', 'secret', 'password', 'salt'])(
    'is refused with %s, and told where keys come from, without the key',
    (name) => {
      const key = 'correct horse battery staple';
      const top = `{"version": 1, "columns": {},\n"${name}": "${key}"}`;
      const inRule = `{"version": 1, "columns": {"a.b.c":\n{"rule": "hash", "${name}": "${key}"}}}`;
      for (const text of [top, inRule]) {
        const problems = problemsOf(text);
        expect(problems).toEqual([expect.stringMatching(/^policy\.json:2: .*never.*environment/)]);
        expect(problems[0]).not.toContain('horse');
      }
    },
  );

  it('has a line for each problem, whatever names stand in it', () => {
    const text = '{"version": 1, "columns": {"a.b\\npolicy:9: x": "hash"}, "key\\n": 1}';
    expect(problemsOf(text)).toEqual([
      expect.stringContaining('"key\\n"'),
      expect.stringContaining('a.b\\npolicy:9: x'),
    ]);
  });

  it('is told of without values of its parameters', () => {
    const secret = 'hunter2-hunter2';
    const rules = [
      `{"rule": "constant", "value": ["${secret}"]}`,
      `{"rule": "name", "locale": "${secret}"}`,
      `{"rule": "email", "domain": {"${secret}": 1}}`,
      `{"rule": "json", "paths": "${secret}"}`,
      `{"rule": "hash", "length": "${secret}"}`,
      `{"rule": "hash", "trustChecks": "${secret}"}`,
    ];
    for (const rule of rules) {
      const problems = problemsOf(`{"version": 1, "columns": {"a.b.c": ${rule}}}`);
      expect(problems).toHaveLength(1);
      expect(problems.join()).not.toContain(secret);
    }
    expect(problemsOf(`{"version": "${secret}", "columns": {}}`).join()).not.toContain(secret);
    expect(problemsOf(`{"version": 1, "columns": {} ${secret}}`).join()).not.toContain(secret);
  });
});

describe('an error of a dump', () => {
  const { located, locatedMessage } = parseMaskPolicy(
    `{
  "version": 1,
  "strict": true,
  "columns": {
    "shop.*.email": "email",
    "*.customers.email": {
      "rule": "email",
      "domain": "example.org"
    }
  }
}`,
    'masks/policy.json',
  );
  const about = (...policyPaths: readonly (readonly string[])[]): DumpError =>
    new DumpError('INVALID_MASK', 'It does not fit.', { policyPaths });

  it('gets the line of the entry that it is about', () => {
    expect(located(about(['columns', 'shop.*.email']))).toMatchObject({
      ...{ name: 'DumpError', code: 'INVALID_MASK' },
      message: 'masks/policy.json:5: It does not fit.',
    });
    expect(located(about(['columns', '*.customers.email', 'domain']))).toMatchObject({
      message: 'masks/policy.json:8: It does not fit.',
    });
    const unmasked = new DumpError('UNMASKED_COLUMN', 'No.', { policyPaths: [['strict']] });
    expect(located(unmasked)).toMatchObject({
      code: 'UNMASKED_COLUMN',
      message: 'masks/policy.json:3: No.',
    });
  });

  it('gets the lines of all of them', () => {
    const both = about(['columns', 'shop.*.email'], ['columns', '*.customers.email']);
    expect(locatedMessage(both)).toBe('masks/policy.json:5: It does not fit. See also line 6.');
    expect(locatedMessage({ message: 'No.', policyPaths: [['columns'], ['columns']] })).toBe(
      'masks/policy.json:4: No.',
    );
  });

  it('gets the closest line that there is', () => {
    expect(locatedMessage(about(['columns', 'shop.*.email', 'domain']))).toContain('.json:5: ');
    expect(locatedMessage(about(['relations', 'x']))).toContain('.json:1: ');
  });

  it('stays the same where it is about something else', () => {
    for (const error of [
      new DumpError('CONNECT_FAILED', 'No.'),
      new Error('No.'),
      'No.',
      undefined,
    ]) {
      expect(located(error)).toBe(error);
    }
    expect(locatedMessage({ message: 'No.' })).toBe('No.');
  });

  it('keeps what it came from', () => {
    const cause = new Error('underneath');
    const error = new DumpError('INVALID_MASK', 'No.', { cause, policyPaths: [['strict']] });
    expect(located(error)).toMatchObject({ cause });
  });
});
