/** One chart of the figures: an SVG picture that is readable on light and dark pages. */

import type { Compression } from '../programs/program.ts';
import type { Row } from './summary.ts';

const WIDTH = 860;
const LABEL_WIDTH = 230;
const GAP = 34;
const VALUE_WIDTH = 58;
const PANEL_WIDTH = (WIDTH - LABEL_WIDTH - GAP) / 2;
const BAR_WIDTH = PANEL_WIDTH - VALUE_WIDTH;
const BAR_HEIGHT = 15;
const ROW_HEIGHT = 23;
const HEADING_HEIGHT = 34;
const TOP = 30;

/** The order of the groups, and what they are called. */
const GROUPS: readonly (readonly [Compression, string])[] = [
  ['none', 'uncompressed'],
  ['gzip-6', 'gzip, level 6'],
  ['gzip-1', 'gzip, level 1'],
  ['zstd-3', 'zstd, level 3'],
];

/** Both panels have all rows; a panel shows one figure of each. */
const PANELS: readonly { readonly title: string; readonly value: (row: Row) => number }[] = [
  { title: 'CPU seconds for each GB of SQL', value: (row) => row.cpuPerGigabyte },
  { title: 'seconds from start to end', value: (row) => row.wallSeconds },
];

/** Follows the page's colours: an SVG that is shown as a picture still asks for the user's. */
const STYLE = `
  text { font: 13px system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2328; }
  .heading { font-weight: 600; }
  .value { font-variant-numeric: tabular-nums; }
  .ours { fill: #0969da; }
  .peer { fill: #8c959f; }
  .floor { fill: #d0d7de; }
  .axis { stroke: #8c959f; stroke-width: 1; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .ours { fill: #4493f8; }
    .peer { fill: #7d8590; }
    .floor { fill: #3d444d; }
    .axis { stroke: #7d8590; }
  }
`;

/**
 * Bars for every row, by compression; the shorter the better.
 *
 * @param description - for those who can't see it: what was measured on what machine
 */
export function chart(rows: readonly Row[], description: string): string {
  const elements: string[] = [];
  PANELS.forEach(({ title }, index) => {
    elements.push(text(panelStart(index), TOP - 12, title, 'heading'));
  });
  let y = TOP;
  for (const [compression, heading] of GROUPS) {
    const group = rows.filter(({ program }) => program.compression === compression);
    if (group.length === 0) continue;
    elements.push(text(0, y + HEADING_HEIGHT - 12, heading, 'heading'));
    y += HEADING_HEIGHT;
    const top = y;
    for (const row of group) {
      elements.push(...rowElements(row, rows, y));
      y += ROW_HEIGHT;
    }
    PANELS.forEach((_, index) => {
      const x = panelStart(index) - 0.5;
      elements.push(
        `<line class="axis" x1="${x}" y1="${top - 2}" x2="${x}" y2="${y - ROW_HEIGHT + BAR_HEIGHT + 2}"/>`,
      );
    });
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-labelledby="title description">`,
    '<title id="title">Time and CPU of database dumps</title>',
    `<desc id="description">${escapeXml(description)}</desc>`,
    `<style>${STYLE}</style>`,
    ...elements,
    '</svg>',
    '',
  ].join('\n');
}

function rowElements(row: Row, all: readonly Row[], y: number): string[] {
  const baseline = y + BAR_HEIGHT - 3;
  const elements = [text(0, baseline, row.program.name, '')];
  PANELS.forEach(({ value }, index) => {
    const longest = Math.max(...all.map(value));
    const length = (value(row) / longest) * BAR_WIDTH;
    const x = panelStart(index);
    elements.push(
      `<rect class="${barClass(row)}" x="${round(x)}" y="${y}" width="${round(length)}" height="${BAR_HEIGHT}" rx="2"/>`,
      text(x + length + 6, baseline, value(row).toFixed(1), 'value'),
    );
  });
  return elements;
}

function barClass({ program }: Row): string {
  if (program.family === 'dumpstream') return 'ours';
  return program.family === 'drain' ? 'floor' : 'peer';
}

function panelStart(index: number): number {
  return LABEL_WIDTH + index * (PANEL_WIDTH + GAP);
}

function text(x: number, y: number, content: string, className: string): string {
  const attribute = className === '' ? '' : ` class="${className}"`;
  return `<text${attribute} x="${round(x)}" y="${round(y)}">${escapeXml(content)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeXml(content: string): string {
  return content
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
