/** The table of settings is the one that the README shows. */

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { settingsTable } from '../build/settings-table.ts';
import { variablePrefix } from '../src/settings/setting.ts';
import { settingEntries } from '../src/settings/settings.ts';

test('the README has the table of all settings (node build/settings-table.ts prints it)', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  expect(unpadded(readme)).toContain(`\n${unpadded(settingsTable())}\n`);
});

test('every variable is that of one setting, with the common prefix', () => {
  const variables = settingEntries.flatMap(([, { variable }]) => variable ?? []);
  expect(new Set(variables).size).toBe(variables.length);
  expect(variables.every((variable) => variable.startsWith(variablePrefix))).toBe(true);
});

test('an event can choose neither server, account, database, bucket nor SQL', () => {
  const open = settingEntries.filter(([, { event }]) => event !== 'never').map(([name]) => name);
  expect(open).toEqual(['target', 'key', 'compress', 'tables', 'ignoreTables', 'noData', 'dryRun']);
});

test('only the targets have no variable, as an event alone can choose one', () => {
  const without = settingEntries.filter(([, { variable }]) => variable === undefined);
  expect(without.map(([name]) => name)).toEqual(['target']);
});

/** Without the spaces that a formatter aligns the columns with. */
function unpadded(markdown: string): string {
  return markdown.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
}
