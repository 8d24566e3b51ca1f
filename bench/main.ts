/** `npm run bench`: measures dumpstream against other dump programs. */

import { parseArgs } from 'node:util';
import { compare } from './compare.ts';
import { terminalReport } from './report/terminal-table.ts';
import { defaultResultsFile, writeResults } from './results.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    server: { type: 'string', default: 'mariadb-10.11' },
    programs: { type: 'string' },
    workloads: { type: 'string' },
    results: { type: 'string' },
  },
});
const scale = values.quick ? 'quick' : 'full';
const comparison = await compare({
  scale,
  server: values.server,
  rounds: Number(values.rounds ?? (values.quick ? 2 : 5)),
  programs: values.programs === undefined ? undefined : new RegExp(values.programs),
  workloads: values.workloads?.split(','),
  report: (text) => console.error(text),
});
await writeResults(values.results ?? defaultResultsFile(scale), { comparison });
console.log(terminalReport(comparison));
