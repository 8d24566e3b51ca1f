/** The result of a dry run, as people read it. */

import type { CompressionName, DryRunReport, DryRunTable } from '@dumpstream/core';
import { visible } from '../../error-text.ts';
import { formatBytes, formatCount, formatDuration } from '../../format.ts';
import { coverageText } from '../../mask/coverage-text.ts';
import { columns } from '../../table-text.ts';

const methods = {
  transaction: 'one connection, without a lock',
  'flush-tables': 'under FLUSH TABLES WITH READ LOCK, held for a moment',
  'lock-tables': 'under LOCK TABLES, held for a moment',
} as const;

/** @returns without a line end */
export function dryRunText(report: DryRunReport, compression: CompressionName = 'none'): string {
  const paragraphs = [heading(report, compression)];
  if (report.tables.length > 0) paragraphs.push(tableOf(report.tables));
  if (report.snapshot.grants.length > 0) {
    paragraphs.push([
      'A better snapshot would take one of:',
      ...statements(report.snapshot.grants),
    ]);
  }
  if (report.missingGrants.length > 0) {
    paragraphs.push(['The account lacks:', ...statements(report.missingGrants)]);
  }
  if (report.warnings.length > 0) {
    paragraphs.push([
      'The dump would warn:',
      ...report.warnings.map(({ message }) => `  ${message}`),
    ]);
  }
  if (report.problems.length > 0) {
    paragraphs.push([
      'The dump would fail:',
      ...report.problems.map(({ code, message }) => `  ${code}: ${message}`),
    ]);
  }
  return paragraphs.map((lines) => lines.map(visible).join('\n')).join('\n\n');
}

function heading(report: DryRunReport, compression: CompressionName): readonly string[] {
  const { server, databases, snapshot, estimate } = report;
  const flavor = server.flavor === 'mysql' ? 'MySQL' : 'MariaDB';
  const connections = snapshot.connections === 1 ? '' : `${snapshot.connections} connections, `;
  const compressed =
    compression === 'none' ? '' : `, ${formatBytes(estimate.outputBytes)} with ${compression}`;
  return [
    `Server     ${flavor} ${server.version}`,
    `Databases  ${databases.join(', ')}`,
    `Contents   ${contents(report)}`,
    ...(report.mask === undefined ? [] : [`Masks      ${coverageText(report.mask)}`]),
    `Snapshot   ${connections}${methods[snapshot.method]}`,
    ...(snapshot.reason === undefined ? [] : [`           ${snapshot.reason}`]),
    `Estimate   ${formatCount(estimate.rows, 'row')}, ${formatBytes(estimate.bytes)} of SQL${compressed}, ` +
      `${formatDuration(estimate.seconds * 1000)}`,
  ];
}

function contents(report: DryRunReport): string {
  const { tables, sequences, views, triggers, routines, events, accounts } = report;
  const others = [
    [sequences, 'sequence'],
    [views, 'view'],
    [triggers, 'trigger'],
    [routines, 'routine'],
    [events, 'event'],
    [accounts, 'account'],
  ] as const;
  return [
    formatCount(tables.length, 'table'),
    ...others.filter(([count]) => count > 0).map(([count, noun]) => formatCount(count, noun)),
  ].join(', ');
}

function tableOf(tables: readonly DryRunTable[]): readonly string[] {
  const rows = tables.map((table) => [
    visible(`${table.database}.${table.table}`),
    table.engine,
    formatCount(table.estimatedRows, 'row'),
    formatBytes(table.estimatedBytes),
    (table.inChunks ? 'in chunks' : 'in one piece') +
      (table.consistent ? '' : ', may change meanwhile'),
  ]);
  return columns(rows, [2, 3]);
}

function statements(grants: readonly string[]): readonly string[] {
  return grants.map((grant) => `  ${grant};`);
}
