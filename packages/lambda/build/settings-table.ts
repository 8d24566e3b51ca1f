/** Prints the README's table of settings: `node build/settings-table.ts`. */

import { pathToFileURL } from 'node:url';
import type { Setting } from '../src/settings/setting.ts';
import { fieldOf, settingEntries } from '../src/settings/settings.ts';

const eventColumn: Readonly<Record<Setting['event'], (name: string) => string>> = {
  never: () => 'no',
  narrows: (name) => `\`${name}\`, only less`,
  chooses: (name) => `\`${name}\``,
};

/** The table, in Markdown. */
export function settingsTable(): string {
  const rows = settingEntries.map(([name, setting]) => [
    setting.variable === undefined ? 'no' : `\`${setting.variable}\``,
    setting.handler,
    eventColumn[setting.event](fieldOf(name)),
    setting.default === undefined ? (setting.otherwise ?? '') : `\`${setting.default}\``,
    setting.meaning,
  ]);
  const head = ['environment variable', 'for', 'event field', 'default', 'meaning'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(settingsTable());
}
