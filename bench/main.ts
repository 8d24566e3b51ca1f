/** `npm run bench`: measures dumpstream against other dump programs. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryFolder } from '../test/services/paths.ts';
import { compare } from './compare.ts';
import { measureMasks } from './masks/masks.ts';
import { measureMemory } from './memory/memory.ts';
import { type BenchOptions, parseOptions, usage } from './options.ts';
import { chart } from './report/chart.ts';
import { masksTable } from './report/masks-table.ts';
import { memoryTable } from './report/memory-table.ts';
import { withFigures } from './report/readme.ts';
import { restoreTable } from './report/restore-table.ts';
import { chartPath } from './report/speed-section.ts';
import { summarize } from './report/summary.ts';
import { isMet, targets } from './report/targets.ts';
import { targetsTable } from './report/targets-table.ts';
import { terminalReport } from './report/terminal-table.ts';
import { machineText, versionsText } from './report/where-from.ts';
import { measureRestores } from './restore/restores.ts';
import { type Results, readResults, writeResults } from './results.ts';

const options = readOptions();
if (options === undefined) console.log(usage);
else process.exitCode = await bench(options);

function readOptions(): BenchOptions | undefined {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}

/** @returns the exit code */
async function bench(options: BenchOptions): Promise<number> {
  const { resultsFile } = options;
  if (!options.fromLast) await writeResults(resultsFile, await measure(options));
  const results = await readResults(resultsFile);
  console.log(report(results));
  if (options.updateReadme) await updateReadme(results);
  const all = targets(results);
  console.log(`\n${targetsTable(all)}`);
  return options.check && !all.every(isMet) ? 1 : 0;
}

async function measure(options: BenchOptions): Promise<Results> {
  const report = (text: string) => console.error(text);
  if (options.memory) return { memory: await measureMemory(options.server, report) };
  if (options.restore) return { restore: await measureRestores({ ...options, report }) };
  if (options.masks) return { masks: await measureMasks({ ...options, report }) };
  return { comparison: await compare({ ...options, report }) };
}

function report({ comparison, memory, restore, masks }: Results): string {
  const parts: string[] = [];
  if (comparison !== undefined) {
    parts.push(
      terminalReport(comparison),
      [
        `${machineText(comparison.machine)}; load before: ${comparison.machine.loadBefore.toFixed(2)}`,
        `${comparison.server}; ${versionsText(comparison)}`,
        `${comparison.measuredAt}, ${comparison.rounds} rounds`,
      ].join('\n'),
    );
  }
  if (memory !== undefined) {
    parts.push(`Inside memory limits, ${memory.measuredAt}:\n${memoryTable(memory)}`);
  }
  if (restore !== undefined) {
    parts.push(`Restores, ${restore.measuredAt}:\n${restoreTable(restore)}`);
  }
  if (masks !== undefined) {
    parts.push(`Masks, ${masks.measuredAt}, ${masks.rounds} rounds:\n${masksTable(masks)}`);
  }
  return parts.join('\n\n');
}

async function updateReadme(results: Results): Promise<void> {
  const readme = join(repositoryFolder, 'README.md');
  await writeFile(readme, withFigures(await readFile(readme, 'utf8'), results));
  const { comparison } = results;
  if (comparison === undefined) return;
  const rows = summarize(comparison, 'mixed');
  const figures = rows.map(
    ({ program, wallSeconds, cpuPerGigabyte }) =>
      `${program.name}: ${cpuPerGigabyte.toFixed(1)} CPU seconds per GB, ${wallSeconds.toFixed(1)} s.`,
  );
  await writeFile(join(repositoryFolder, chartPath), chart(rows, figures.join(' ')));
}
