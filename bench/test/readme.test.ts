/** The chart and the README's section. */

import { describe, expect, test } from 'vitest';
import { chart } from '../report/chart.ts';
import { withSpeed } from '../report/readme.ts';
import { summarize } from '../report/summary.ts';
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

describe('the section on speed', () => {
  const once = withSpeed('# dumpstream\n\n## Proof\n', { comparison });

  test('is put in front of the proof where the README has none', () => {
    expect(once).toMatch(
      /^# dumpstream\n\n## Speed\n\n<!-- speed -->\n.*<!-- \/speed -->\n\n## Proof\n$/s,
    );
  });

  test('is replaced where there is one, and nothing else is', () => {
    expect(withSpeed(once, { comparison })).toBe(once);
    const slower = comparisonOf([{ name: 'slow', family: 'mariadb-dump', wallSeconds: [99] }]);
    const twice = withSpeed(once, { comparison: slower });
    expect(twice).toContain('| slow ');
    expect(twice).not.toContain('dumpstream <1>');
    expect(twice).toMatch(/^# dumpstream\n\n## Speed\n.*\n\n## Proof\n$/s);
  });

  test('keeps the pipe in a name out of the columns of the table', () => {
    expect(once).toMatch(/^\| mariadb-dump \\\| zstd -3 +\| 1\.0 s +\|/m);
  });

  test('names the machine and the versions', () => {
    expect(once).toContain('A processor, 2 cores, 8 GiB, A system, Node.js 24.0.0');
    expect(once).toContain('mariadb-dump 10.11.19');
  });

  test('is refused where there are no figures', () => {
    expect(() => withSpeed('## Proof', {})).toThrow('no comparison');
  });
});
