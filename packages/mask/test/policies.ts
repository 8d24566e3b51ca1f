/** Policies, good and bad, that the reader of policies and the schema judge alike. */

const columns = (text: string): string => `{"version": 1, "columns": {${text}}}`;

/** What a policy file may hold. */
export const goodPolicies: readonly string[] = [
  columns(''),
  '{"$schema": "./policy.schema.json", "version": 1, "strict": true, "columns": {}, "relations": []}',
  columns('"shop.customers.email": "email", "*.*.*": "keep"'),
  columns('"`a.b`.`c``d`.`*`": "null", "s*.*e*.n*": "redact", "店.顧客.氏名": "name"'),
  columns('"a.b.c": {"rule": "constant", "value": 5}, "a.b.d": {"rule": "constant", "value": ""}'),
  columns('"a.b.c": {"rule": "hash", "length": 16, "trustChecks": true}'),
  columns('"a.b.c": {"rule": "name", "locale": "ja", "trustChecks": false}'),
  columns(
    '"a.b.c": {"rule": "number", "min": 1, "max": 2.5}, "a.b.d": {"rule": "number", "noise": 1}',
  ),
  columns('"a.b.c": {"rule": "dateShift", "days": 3650, "entity": "id"}'),
  columns('"a.b.c": {"rule": "keep", "trustChecks": true}'),
  columns('"a.b.c": "json", "a.b.d": {"rule": "json", "other": "keep", "paths": {}}'),
  columns(
    `"a.b.c": {"rule": "json", "paths": {"$": "keep", "$.a.b_c-d": "email", "$..x": {"rule": "text"},
      "$.items[*].n": "name", "$['a b'][0]..[\\"c\\"]": {"rule": "constant", "value": null},
      "$.*": {"rule": "constant", "value": true}, "$.氏名": {"rule": "json", "paths": {"$.a": "ip"}}}}`,
  ),
  `{"version": 1, "columns": {}, "relations": [
    {"from": "a.b.c", "to": "a.b.id"},
    {"from": ["a.b.c", "a.b.d"], "to": ["a.\`x*\`.c", "a.\`x*\`.d"]}]}`,
];

/** Each with the line that is named. */
export const badPolicies: readonly (readonly [text: string, line: number])[] = [
  ['[]', 1],
  ['"email"', 1],
  ['{}', 1],
  ['{"columns": {}}', 1],
  ['{"version": 1}', 1],
  ['{\n"version": 2, "columns": {}}', 2],
  ['{"columns": {},\n\n"version": "1"}', 3],
  ['{"version": 1, "columns": {},\n"strict": 1}', 2],
  ['{"version": 1, "columns": {},\n"$schema": 1}', 2],
  ['{"version": 1, "columns": {},\n"colums": {}}', 2],
  ['{"version": 1, "columns": {},\n"maskKey": "a key that is long enough"}', 2],
  ['{"version": 1,\n"columns": []}', 2],
  ...(
    [
      '"email": "email"',
      '"a.b": "email"',
      '"a.b.c.d": "email"',
      '"a..c": "email"',
      '"a.b.`c": "email"',
      '"a.b.c`d": "email"',
      '"a.``.c": "email"',
      '" ": "email"',
      '"a.b.c": "mail"',
      '"a.b.c": "Email"',
      '"a.b.c": "constant"',
      '"a.b.c": null',
      '"a.b.c": ["email"]',
      '"a.b.c": {}',
      '"a.b.c": {"length": 16}',
      '"a.b.c": {"rule": "mail"}',
      '"a.b.c": {"rule": "email", "domian": "example.org"}',
      '"a.b.c": {"rule": "email", "domain": 1}',
      '"a.b.c": {"rule": "email", "trustChecks": "yes"}',
      '"a.b.c": {"rule": "hash", "length": 1.5}',
      '"a.b.c": {"rule": "hash", "key": "a key that is long enough"}',
      '"a.b.c": {"rule": "constant"}',
      '"a.b.c": {"rule": "constant", "value": null}',
      '"a.b.c": {"rule": "name", "locale": "fr"}',
      '"a.b.c": {"rule": "number", "noise": 2}',
      '"a.b.c": {"rule": "dateShift", "entity": ""}',
      '"a.b.c": {"rule": "json", "paths": []}',
      '"a.b.c": {"rule": "json", "paths": {"a.b": "email"}}',
      '"a.b.c": {"rule": "json", "paths": {"$.": "email"}}',
      '"a.b.c": {"rule": "json", "paths": {"$[": "email"}}',
      '"a.b.c": {"rule": "json", "paths": {"$.a": "mail"}}',
      '"a.b.c": {"rule": "json", "paths": {"$.a": "constant"}}',
      '"a.b.c": {"rule": "json", "paths": {"$.a": {"rule": "email", "trustChecks": true}}}',
      '"a.b.c": {"rule": "json", "paths": {"$.a": {"rule": "constant", "value": {}}}}',
      '"a.b.c": {"rule": "json", "paths": {"$.a": {"rule": "json", "paths": {"b": "email"}}}}',
    ] as const
  ).map((text) => [columns(`\n${text}`), 2] as const),
  ...(
    [
      '{}',
      '[1]',
      '["a.b.c"]',
      '[{"from": "a.b.c"}]',
      '[{"from": "a.b.c", "to": "a.b.*"}]',
      '[{"from": "a.b.c", "to": "a.b"}]',
      '[{"from": "a.b.c", "to": []}]',
      '[{"from": "a.b.c", "to": ["a.b.c", 5]}]',
      '[{"from": "a.b.c", "to": "a.b.d", "on": "delete"}]',
    ] as const
  ).map((text) => [`{"version": 1, "columns": {},\n"relations": ${text}}`, 2] as const),
];
