/** The schema for editors: it is that of the rules, and judges as the reader of policies does. */

import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { getLanguageService, type JSONDocument, TextDocument } from 'vscode-json-languageservice';
import { policySchema } from '../build/policy-schema.ts';
import { withRulesTable } from '../build/rules-table.ts';
import { parseMaskPolicy } from '../src/index.ts';
import { badPolicies, goodPolicies } from './policies.ts';

const schema = JSON.parse(
  readFileSync(new URL('../policy.schema.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, unknown>>;

const ajv = new Ajv({ allowUnionTypes: true }).addVocabulary([
  'patternErrorMessage',
  'allowComments',
  'allowTrailingCommas',
]);
const validate = ajv.compile(schema);

it('is the one of the rules as they are (node build/write.ts writes it)', () => {
  expect(schema).toEqual(JSON.parse(JSON.stringify(policySchema())));
});

it('goes with a README that has the rules as they are (node build/write.ts writes them)', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toMatch(/^\| `email` +\| /m);
  // The formatter makes the columns of a table as wide as their cells.
  const narrow = (text: string): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
  expect(narrow(withRulesTable(readme))).toBe(narrow(readme));
});

it('goes with a README whose policy is one', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, text = ''] = /```jsonc\n(.*?)```/s.exec(readme) ?? [];
  const { policy } = parseMaskPolicy(text, 'README.md');
  expect(validate(policy), JSON.stringify(validate.errors)).toBe(true);
  expect(policy.relations).toHaveLength(1);
});

it.each(goodPolicies)('takes %s, as the reader does', (text) => {
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
  expect(() => parseMaskPolicy(text, 'policy.json')).not.toThrow();
});

it.each(badPolicies)('refuses %s, as the reader does on line %d', (text, line) => {
  expect(validate(JSON.parse(text))).toBe(false);
  expect(() => parseMaskPolicy(text, 'policy.json')).toThrow(
    expect.objectContaining({
      code: 'INVALID_MASK',
      message: expect.stringMatching(new RegExp(`^policy\\.json:${line}: `)),
    }),
  );
});

/** What the editor of Visual Studio Code makes of a policy in which `|` is the cursor. */
async function inEditor(marked: string) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const service = getLanguageService({});
  service.configure({
    schemas: [{ uri: 'file:///policy.schema.json', fileMatch: ['*.json'], schema }],
  });
  const document = TextDocument.create('file:///policy.json', 'json', 1, text);
  const parsed: JSONDocument = service.parseJSONDocument(document);
  const position = document.positionAt(offset === -1 ? 0 : offset);
  const completions = await service.doComplete(document, position, parsed);
  const hover = await service.doHover(document, position, parsed);
  const diagnostics = await service.doValidation(document, parsed);
  return {
    completions: completions?.items.map(({ label }) => label) ?? [],
    hover: JSON.stringify(hover?.contents ?? ''),
    messages: diagnostics.map(({ message, range }) => `${range.start.line + 1}: ${message}`),
  };
}

const shop = (rule: string): string =>
  `{\n  "version": 1, // of the format\n  "columns": {\n    "shop.customers.email": ${rule},\n  },\n}`;

it('lets an editor complete the names of rules', async () => {
  const { completions } = await inEditor(shop('|'));
  expect(completions).toEqual(
    expect.arrayContaining(['"email"', '"redact"', '"creditCard"', '"keep"']),
  );
  expect(completions).not.toContain('"constant"');
});

it('lets an editor complete the parameters of the rule that is there, and of no other', async () => {
  const { completions } = await inEditor(shop('{ "rule": "email", | }'));
  expect(completions.sort()).toEqual(['domain', 'keepDomain', 'trustChecks']);
  const { completions: values } = await inEditor(shop('{ "rule": "name", "locale": | }'));
  expect(values).toEqual(expect.arrayContaining(['"en"', '"ja"', '"auto"']));
});

it('lets an editor complete rules at the paths of documents', async () => {
  const { completions } = await inEditor(shop('{ "rule": "json", "paths": { "$.a": | } }'));
  expect(completions).toContain('"email"');
});

it('lets an editor tell what a rule and a parameter do', async () => {
  expect((await inEditor(shop('"em|ail"'))).hover).toContain('different addresses stay different');
  const { hover } = await inEditor(shop('{ "rule": "email", "dom|ain": "example.org" }'));
  expect(hover).toContain('reaches nobody');
});

it('lets an editor mark what is wrong, and nothing else', async () => {
  expect((await inEditor(shop('{ "rule": "email", "domain": "example.org" }'))).messages).toEqual(
    [],
  );
  expect((await inEditor(shop('{ "rule": "email",\n "domian": "x" }'))).messages).toEqual([
    expect.stringMatching(/^5: .*domian/),
  ]);
  expect((await inEditor(shop('{ "rule": "name",\n "locale": "fr" }'))).messages).toEqual([
    expect.stringMatching(/^5: .*"en", "ja", "auto"/),
  ]);
  const { messages } = await inEditor(shop('"email"').replace('shop.customers.email', 'email'));
  expect(messages).toEqual([expect.stringContaining('database.table.column')]);
});
