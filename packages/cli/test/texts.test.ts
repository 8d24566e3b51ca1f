/** The texts of restore, verify and list. */

import type {
  DumpListing,
  ManifestSection,
  RestoreProgress,
  RestoreSummary,
  VerifyReport,
} from '@dumpstream/core';
import { describe, expect, test } from 'vitest';
import { listingText } from '../src/commands/list/listing-text.ts';
import {
  progressLine,
  serverWarningLines,
  summaryLine,
  tableLine,
} from '../src/commands/restore/progress-text.ts';
import { progressLine as verifyLine } from '../src/commands/verify/progress-text.ts';
import { reportText } from '../src/commands/verify/report-text.ts';
import { Rate } from '../src/progress/rate.ts';

describe('the progress line of a restore', () => {
  const underWay: RestoreProgress = {
    inputBytes: 250,
    inputBytesTotal: 1000,
    bytes: 1_200_000,
    rows: 12_345,
    database: 'shop',
    table: 'orders',
  };

  test('tells the share of the input, the table, rows, bytes and speed', () => {
    expect(progressLine(underWay, 25_252_844)).toBe(
      '█████░░░░░░░░░░░░░░░  25 %  orders  12,345 rows  1.2 MB  25.3 MB/s',
    );
  });

  test('has no bar where nobody knows how much there is to read', () => {
    expect(progressLine({ ...underWay, inputBytesTotal: undefined }, undefined)).toBe(
      'orders  12,345 rows  1.2 MB',
    );
  });

  test('is at 100 % only when all has been read', () => {
    expect(progressLine({ ...underWay, inputBytes: 999 }, 1)).toContain('  99 %');
    expect(progressLine({ ...underWay, inputBytes: 1000 }, 1)).toContain(' 100 %');
  });

  test("shows control characters of a table's name instead of sending them", () => {
    expect(progressLine({ ...underWay, table: 'a\u001b[2Jb' }, 1)).toContain('  a\\u{1b}[2Jb  ');
  });

  test('of verify has no table', () => {
    const { inputBytes, inputBytesTotal, bytes, rows } = underWay;
    expect(verifyLine({ inputBytes, inputBytesTotal, bytes, rows }, 1000)).toBe(
      '█████░░░░░░░░░░░░░░░  25 %  12,345 rows  1.2 MB  1.0 kB/s',
    );
  });
});

describe('the speed', () => {
  test('is that of the last seconds, not of all the time', () => {
    let time = 0;
    const rate = new Rate(() => time);
    expect(rate.at(0)).toBeUndefined();
    time = 1000;
    expect(rate.at(5000)).toBe(5000);
    for (time = 2000; time <= 20_000; time += 1000) rate.at(5000);
    expect(rate.at(5000)).toBe(0);
    time = 26_000;
    expect(rate.at(10_000)).toBe(1000);
  });
});

test('the summary of a restore tells what was restored, and that it was resumed', () => {
  const summary: RestoreSummary = {
    server: { flavor: 'mysql', version: '9.0.0' },
    databases: ['shop'],
    tables: [{ database: 'shop', table: 'or\u001bders', rows: 1 }],
    rows: 1,
    statements: 12,
    bytes: 1500,
    inputBytes: 700,
    resumed: false,
    warnings: [],
    serverWarnings: { count: 0, first: [] },
    durationMs: 1200,
  };
  expect(summaryLine(summary, 'a\n.sql')).toBe(
    '1 table, 1 row, 1.5 kB of SQL in 1.2 s from a .sql',
  );
  expect(summaryLine({ ...summary, resumed: true }, 'a')).toMatch(/, together with the restore/);
  expect(summary.tables.map(tableLine)).toEqual(['shop.or\\u{1b}ders  1 row']);
});

test('what the server has warned of has a line for each kind, and one before them', () => {
  expect(serverWarningLines({ count: 0, first: [] })).toEqual([]);
  const truncated = { statement: 5, code: 1265, message: "Data truncated for column 'x' at row 1" };
  const lines = serverWarningLines({
    count: 1200,
    first: [{ ...truncated, database: 'shop', table: 'orders' }, truncated],
  });
  expect(lines).toEqual([
    'the server has warned 1,200 times that it has not taken something as it is in the dump; the first:',
    "statement 5, shop.orders: Data truncated for column 'x' at row 1 (1265)",
    "statement 5: Data truncated for column 'x' at row 1 (1265)",
  ]);
});

describe('the result of verify', () => {
  const report: VerifyReport = {
    producer: 'dumpstream',
    compression: 'gzip',
    manifest: true,
    endMark: true,
    tables: [
      { database: 'shop', table: 'orders', rows: 12_345, bytes: 1_200_000 },
      { database: undefined, table: 'a\u001b', rows: 1, bytes: 30 },
    ],
    statements: 40,
    rows: 12_346,
    bytes: 1_300_000,
    inputBytes: 300_000,
    differences: [],
    durationMs: 500,
  };
  const read = { label: 'shop.sql.gz', compared: undefined, tables: false };

  test('is one line for a whole dump', () => {
    expect(reportText(report, read)).toBe(
      'Whole: shop.sql.gz (gzip, 2 tables, 12,346 rows, 1.3 MB of SQL; read in 0.5 s); ' +
        'rows and checksums are those of its manifest',
    );
  });

  test('says of a dump without manifest how far that goes', () => {
    const foreign = {
      ...report,
      ...({ manifest: false, producer: 'mysqldump', compression: 'none' } as const),
    };
    const size = 'shop.sql.gz (2 tables, 12,346 rows, 1.3 MB of SQL; read in 0.5 s); ';
    expect(reportText(foreign, read)).toBe(
      `Whole: ${size}by mysqldump, without a manifest: compression, statements and end mark were checked`,
    );
    expect(reportText({ ...foreign, endMark: false }, read)).toBe(
      `No damage found: ${size}by mysqldump, without a manifest and without an end mark: compression and statements ` +
        'were checked, and nothing tells whether more should follow',
    );
  });

  test('has a line for each table when asked to', () => {
    expect(reportText(report, { ...read, tables: true }).split('\n')).toEqual([
      'shop.orders  12,345 rows  1.2 MB',
      'a\\u{1b}            1 row    30 B',
      '',
      expect.stringMatching(/^Whole: /),
    ]);
  });

  const comparison: NonNullable<VerifyReport['comparison']> = {
    server: { flavor: 'mysql', version: '9.0.0' },
    databases: ['shop'],
    definitions: 'text',
    rows: 12_346,
    differences: 0,
  };
  const compared = { ...read, compared: 'shop on db.example.com' };

  test('names what is equal, and how far definitions were compared', () => {
    expect(reportText({ ...report, comparison }, compared)).toMatch(
      /\nEqual: shop on db\.example\.com \(12,346 rows\)$/,
    );
    const other = { ...comparison, definitions: 'presence' } as const;
    expect(reportText({ ...report, comparison: other }, compared)).toMatch(
      /\(12,346 rows; of definitions only whether they are there, .*\)$/,
    );
  });

  test('names each difference with its key, and how many are not listed', () => {
    const different: VerifyReport = {
      ...report,
      comparison: { ...comparison, differences: 3 },
      differences: [
        {
          ...{ kind: 'rows', object: 'table', database: 'shop', name: 'orders' },
          ...{ key: 'id = 42', message: 'Rows of table shop.orders differ at id = 42.' },
        } as const,
        {
          ...{ kind: 'missing', object: 'view', database: 'shop', name: 'b\u001b' },
          message: 'View shop.b\u001b is not there.',
        } as const,
      ],
    };
    expect(reportText(different, compared).split('\n').slice(1)).toEqual([
      'Different: shop on db.example.com (12,346 rows)',
      '  Rows of table shop.orders differ at id = 42.',
      '  View shop.b\\u{1b} is not there.',
      '  and 1 difference more',
    ]);
  });
});

describe('the list of a dump', () => {
  const section = (part: Pick<ManifestSection, 'kind'> & Partial<ManifestSection>) => ({
    ...{ start: 0, bytes: 100, checksum: 0 },
    ...part,
  });
  const listing: DumpListing = {
    compression: 'zstd',
    version: '0.1.0',
    server: { flavor: 'mariadb', version: '11.8.2-MariaDB' },
    snapshotTime: '2026-11-24T03:15:00.000Z',
    databases: ['shop'],
    sections: [
      section({ kind: 'header' }),
      section({ kind: 'useDatabase', database: 'shop' }),
      section({ kind: 'tableStructure', database: 'shop', name: 'orders' }),
      section({ kind: 'viewPlaceholder', database: 'shop', name: 'orders' }),
      section({ kind: 'tableRows', database: 'shop', name: 'orders', rows: 12_000, bytes: 9000 }),
      section({ kind: 'tableRows', database: 'shop', name: 'orders', rows: 345, bytes: 900 }),
      section({ kind: 'view', database: 'shop', name: 'orders' }),
      section({ kind: 'trigger', database: 'shop', name: 'a\u001b', table: 'orders' }),
      section({ kind: 'footer' }),
    ],
    bytes: 20_000,
    fileBytes: 4000,
    inputBytes: 1234,
  };

  test('has a line for each thing, whose sections are added up', () => {
    expect(listingText(listing, 'shop.sql.zst').split('\n')).toEqual([
      'Dump       shop.sql.zst: 4.0 kB zstd, 20.0 kB of SQL, by dumpstream 0.1.0',
      'Server     MariaDB 11.8.2-MariaDB',
      'Snapshot   2026-11-24T03:15:00.000Z',
      'Databases  shop',
      '',
      'table    shop.orders   12,345 rows  10.0 kB',
      'view     shop.orders                  200 B',
      'trigger  shop.a\\u{1b}                 100 B',
      '',
      'Read 1,234 bytes of 4,000 bytes',
    ]);
  });

  test('regression: tells of no more bytes read than there are', () => {
    const text = listingText({ ...listing, inputBytes: 4321 }, 'shop.sql.zst');
    expect(text).toMatch(/\nRead 4,000 bytes$/);
  });
});
