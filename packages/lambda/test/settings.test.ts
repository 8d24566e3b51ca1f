/** The table of settings is the one that the README shows. */

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { settingsTable } from '../build/settings-table.ts';
import { variablePrefix } from '../src/settings/setting.ts';
import { fieldOf, settingEntries, settingsOf } from '../src/settings/settings.ts';

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
  expect(open).toEqual([
    ...['target', 'key', 'compress', 'tables', 'ignoreTables', 'noData', 'dryRun', 'verify'],
    ...['sourceKey', 'sourceVersionId', 'resume'],
  ]);
});

test('no setting of a source or a restore counts for a dump, and the other way round', () => {
  const names = (handler: 'dump' | 'restore') => settingsOf(handler).map(([name]) => name);
  expect(names('dump')).not.toContain('sourceBucket');
  expect(names('dump')).not.toContain('force');
  for (const name of ['bucket', 'fileFolder', 'keyPrefix', 'key', 'compress', 'where'] as const) {
    expect(names('restore')).not.toContain(name);
  }
});

test('no two settings of one handler are one field of an event', () => {
  for (const handler of ['dump', 'restore'] as const) {
    const fields = settingsOf(handler).map(([name]) => fieldOf(name));
    expect(new Set(fields).size).toBe(fields.length);
  }
});

test('only a target, a version and the going on have no variable, as an event alone can choose them', () => {
  const without = settingEntries.filter(([, { variable }]) => variable === undefined);
  expect(without.map(([name]) => name)).toEqual(['target', 'sourceVersionId', 'resume']);
});

/** Without the spaces that a formatter aligns the columns with. */
function unpadded(markdown: string): string {
  return markdown.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
}
