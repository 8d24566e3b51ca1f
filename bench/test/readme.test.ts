/** The chart and the README's section. */

import { describe, expect, test } from 'vitest';
import { chart } from '../report/chart.ts';
import { withFigures } from '../report/readme.ts';
import { summarize } from '../report/summary.ts';
import type { RestoreReport } from '../restore/restores.ts';
import { comparisonOf } from './made-up-results.ts';

const comparison = comparisonOf([
  { name: 'dumpstream <1>', family: 'dumpstream', wallSeconds: [2] },
  { name: 'mariadb-dump', family: 'mariadb-dump', wallSeconds: [4] },
  {
    name: 'mariadb-dump | zstd -3',
    family: 'mariadb-dump',
    compression: 'zstd-3',
    wallSeconds: [1],
  },
]);

const restore: RestoreReport = {
  measuredAt: '2026-01-02T03:04:05.000Z',
  machine: comparison.machine,
  server: 'A server',
  scale: 'quick',
  rounds: 1,
  sqlBytes: 600_000_000,
  measurements: [
    {
      name: 'own restore',
      kind: 'dumpstream',
      compression: 'none',
      connections: 1,
      samples: [{ wallSeconds: 2, cpuSeconds: 1, peakMemoryBytes: 100_000_000, outputBytes: 0 }],
      failed: undefined,
    },
  ],
  oneTable: { rows: 7, objectBytes: 200_000_000, readBytes: 1_000_000, seconds: 0.1 },
};

describe('the chart', () => {
  const svg = chart(summarize(comparison, 'mixed'), 'a & b');

  test('draws the bars in proportion', () => {
    const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map((match) =>
      Number(match[1]),
    );
    const [ownCpu = 0, ownWall = 0, stockCpu = 0, stockWall = 0] = widths;
    expect(widths).toHaveLength(6);
    expect(ownCpu / stockCpu).toBeCloseTo(0.5, 1);
    expect(ownWall / stockWall).toBeCloseTo(0.5, 1);
  });

  test('has a heading for each compression that was measured, and no others', () => {
    expect(svg).toContain('>uncompressed<');
    expect(svg).toContain('>zstd, level 3<');
    expect(svg).not.toContain('>gzip, level 6<');
  });

  test('escapes names and description', () => {
    expect(svg).toContain('>dumpstream &lt;1&gt;<');
    expect(svg).toContain('<desc id="description">a &amp; b</desc>');
  });

  test('has colours of its own for dark pages', () => {
    expect(svg).toContain('@media (prefers-color-scheme: dark)');
  });
});

const places = '# dumpstream\n\n<!-- speed -->\n<!-- /speed -->\n\n## Proof\n';

describe('figures in the README', () => {
  const once = withFigures(places, { comparison });

  test('go between their marks, and nothing else is changed', () => {
    expect(once).toMatch(
      /^# dumpstream\n\n<!-- speed -->\n\n.*\n\n<!-- \/speed -->\n\n## Proof\n$/s,
    );
    expect(withFigures(once, { comparison })).toBe(once);
  });

  test('take the place of those that were there', () => {
    const slower = comparisonOf([{ name: 'slow', family: 'mariadb-dump', wallSeconds: [99] }]);
    const twice = withFigures(once, { comparison: slower });
    expect(twice).toContain('| slow ');
    expect(twice).not.toContain('dumpstream <1>');
  });

  test('of restores alone leave those of dumps as they are', () => {
    const both = `${once}\n<!-- restore -->\n<!-- /restore -->\n`;
    const updated = withFigures(both, { restore });
    expect(updated).toContain('| own restore ');
    expect(updated).toContain('One table of 7 rows out of an S3 object of 200 MB: 1.0 MB read');
    expect(updated.startsWith(once)).toBe(true);
  });

  test('keep the pipe in a name out of the columns of the table', () => {
    expect(once).toMatch(/^\| mariadb-dump \\\| zstd -3 +\| 1\.0 s +\|/m);
  });

  test('name the machine and the versions', () => {
    expect(once).toContain('A processor, 2 cores, 8 GiB, A system, Node.js 24.0.0');
    expect(once).toContain('mariadb-dump 10.11.19');
  });

  test('are refused where there are none, or no marks for them', () => {
    expect(() => withFigures(places, {})).toThrow('no figures');
    expect(() => withFigures('# dumpstream', { comparison })).toThrow('<!-- speed -->');
  });
});
