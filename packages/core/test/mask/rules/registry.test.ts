/** All rules together. */

import { expect, it } from 'vitest';
import { maskRules } from '../../../src/mask/rules.ts';
import { columnOf } from './columns.ts';

it.each([...maskRules.values()])('$name has a description, and one for each parameter', (rule) => {
  expect(rule.description).toMatch(/^[A-Z].*\.$/);
  for (const schema of Object.values(rule.parameters)) {
    expect(schema['description']).toMatch(/^[A-Z].*\.$/);
  }
  expect(Object.keys(rule.parameters)).toEqual(expect.arrayContaining([...(rule.required ?? [])]));
});

it.each([...maskRules.values()])('$name refuses a parameter that it does not know', (rule) => {
  expect(rule.problem(columnOf('varchar(100)'), { nosuch: 1 })).toContain('"nosuch"');
});
