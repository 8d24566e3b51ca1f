/** Masked dumps of real servers: restored, they are consistent, and nothing of the originals is left. */

import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { inspect } from 'node:util';
import {
  type DumpOptions,
  type DumpSummary,
  dryRun,
  dump,
  listDump,
  verify,
} from '@dumpstream/core';
import { beforeAll, expect, test } from 'vitest';
import { sectionsOf } from '../manifest/sections-of.ts';
import { dumpOf, failureOf, restoreInto, sourceOf, streamOf } from '../restore/restored.ts';
import { describeEachServer } from '../services/vitest.ts';
import { createShop, formsOf, maskKey, original, shopPolicy } from './masked-shop.ts';

const masked = { mask: shopPolicy, maskKey } as const;

describeEachServer('a masked dump', (server) => {
  let source = '';
  let text: Buffer = Buffer.alloc(0);
  let target = '';

  /** One row of a question about source and target. */
  async function one(sql: string): Promise<Record<string, unknown>> {
    const [row = {}] = await server.query(sql);
    return row;
  }

  beforeAll(async () => {
    source = await createShop(server);
    text = await dumpOf(server, source, masked);
    target = await server.createDatabase('masked_target');
    await restoreInto(server, text, target, { parallel: 2 });
  });

  test('holds no original, in whatever form', () => {
    const shown = text.toString('latin1');
    for (const form of [...formsOf(original), ...formsOf('山田太郎左衛門')]) {
      expect(shown.includes(Buffer.from(form).toString('latin1'))).toBe(false);
    }
    const cp932 = 'E88E93639198BE984E8DB689';
    expect(shown.toUpperCase()).not.toContain(cp932.slice(4));
    expect(shown).not.toContain('4111-1111-2222');
    expect(shown).not.toContain(maskKey);
  });

  test('has as many rows and NULLs as the source, and no longer values', async () => {
    const facts = (database: string): Promise<Record<string, unknown>> =>
      one(
        'SELECT COUNT(*) AS n, COUNT(name) AS name, COUNT(kanji) AS kanji, COUNT(birthday) AS birthday, ' +
          'COUNT(secret) AS secret, SUM(LENGTH(secret)) AS bytes, SUM(CHAR_LENGTH(note)) AS note, ' +
          `COUNT(DISTINCT email) AS emails FROM ${database}.customers`,
      );
    expect(await facts(target)).toEqual(await facts(source));
    expect(await one(`SELECT COUNT(flags) AS n FROM ${target}.customers`)).toEqual({ n: 0 });
    expect(
      await one(
        `SELECT COUNT(*) AS n FROM ${target}.customers WHERE email_length <> CHAR_LENGTH(email)`,
      ),
    ).toEqual({ n: 0 });
  });

  test('changes all that is to be changed', async () => {
    const columns = [
      'email',
      'name',
      'kanji',
      'phone',
      'card',
      'birthday',
      'seen',
      'secret',
      'kind',
    ];
    for (const column of [...columns, 'note', 'doc']) {
      expect(
        await one(
          `SELECT COUNT(*) AS same FROM ${source}.customers a JOIN ${target}.customers b USING (id) ` +
            `WHERE a.${column} = b.${column}`,
        ),
        column,
      ).toEqual({ same: 0 });
    }
    expect(
      await one(
        `SELECT COUNT(*) AS n FROM ${source}.customers a JOIN ${target}.customers b USING (id) ` +
          'WHERE ABS(b.income - a.income) > 0.21 * a.income OR b.score NOT BETWEEN 0 AND 10 ' +
          "OR ABS(DATEDIFF(a.birthday, b.birthday)) > 100 OR b.kind = ''",
      ),
    ).toEqual({ n: 0 });
  });

  test('keeps joins, also of a foreign key in another case', async () => {
    const joined = (database: string): Promise<Record<string, unknown>> =>
      one(
        `SELECT COUNT(*) AS n, SUM(c.id) AS ids FROM ${database}.orders o ` +
          `JOIN ${database}.customers c ON c.email = o.customer`,
      );
    expect(await joined(target)).toEqual(await joined(source));
  });

  test('keeps columns that are not masked as they are', async () => {
    for (const [table, columns] of [
      ['customers', 'id, kept'],
      ['orders', 'id, total'],
      ['kept_only', '*'],
    ]) {
      const rows = (database: string) =>
        server.query(`SELECT ${columns} FROM ${database}.${table} ORDER BY id`);
      expect(await rows(target)).toEqual(await rows(source));
    }
  });

  test('has the same bytes for them as without masks', async () => {
    const plain = await dumpOf(server, source);
    const kept = { version: 1, strict: true, columns: { '*.*.*': 'keep' } } as const;
    const unmasked = await dumpOf(server, source, { mask: kept, maskKey });
    expect(sectionsOf(unmasked).equals(sectionsOf(plain))).toBe(true);
    const rowsOf = (dump: Buffer): string =>
      /Dumping data for table `kept_only`\n--\n([\s\S]*?)\n--/.exec(dump.toString('latin1'))?.[1] ??
      '';
    expect(rowsOf(text)).toBe(rowsOf(plain));
    expect(rowsOf(text).length).toBeGreaterThan(1000);
  });

  test.each<Partial<DumpOptions>>([
    { chunkBytes: 2000 },
    { parallel: 3, threads: 0, chunkBytes: 3000 },
    { parallel: 3, threads: 2, chunkBytes: 3000 },
  ])('is the same bytes with %j', async (options) => {
    const other = await dumpOf(server, source, { ...masked, ...options });
    expect(sectionsOf(other).equals(sectionsOf(text))).toBe(true);
  });

  test('is the same with another policy of the same rules, and another one with another key', async () => {
    const other = await dumpOf(server, source, { mask: shopPolicy, maskKey: `${maskKey}!` });
    expect(sectionsOf(other).equals(sectionsOf(text))).toBe(false);
  });

  test('tells its policy and its columns, and not the order of a masked key', async () => {
    const listing = await listDump(sourceOf(text));
    expect(listing.masked).toMatch(/^[\da-f]{64}$/);
    const keyOf = (table: string): readonly string[] | undefined =>
      listing.sections.find(({ kind, name }) => kind === 'tableRows' && name === table)?.key;
    expect(keyOf('customers')).toEqual(['id']);
    expect(keyOf('accounts')).toBeUndefined();
    const report = await verify(streamOf(text));
    expect(report.masked).toBe(listing.masked);
    const stream = dump({ connection: server.url(source), ...masked });
    stream.pipe(new Writable({ write: (_chunk, _encoding, done) => done() }));
    const summary: DumpSummary = await stream.summary;
    const [warning] = summary.warnings;
    expect(warning).toMatchObject({ code: 'STATED_LITERALS' });
    expect(warning?.message).toMatch(/`customers`.*`kind`.* \(DEFAULT\)/);
    const columns = Object.fromEntries(
      summary.tables.map(({ table, maskedColumns }) => [table, maskedColumns]),
    );
    expect(columns).toMatchObject({ orders: ['customer'], accounts: ['login', 'token'] });
    expect(columns['kept_only']).toBeUndefined();
  });

  test('is found equal to what it was restored to', async () => {
    const report = await verify(sourceOf(text), {
      connection: server.url(target),
    });
    const tables = report.differences.map(({ name }) => name);
    // Texts in other character sets are written by their own bytes there.
    expect(tables.filter((name) => name !== 'customers')).toEqual([]);
  });

  test('does not tell its conditions, which may quote originals', async () => {
    const where = { customers: `email <> '${original}.7@shop.jp'` };
    const other = await dumpOf(server, source, { ...masked, where });
    expect(other.toString('latin1')).not.toContain(original);
  });

  test('takes functions, in whatever number of threads', async () => {
    const mask = {
      version: 1,
      columns: {
        '*.customers.note': (value: string | Buffer) => `${String(value).length} characters`,
        '*.customers.secret': () => Buffer.from([1, 2, 0, 39]),
      },
    } as const;
    const options = { mask, maskKey, parallel: 3, threads: 2, chunkBytes: 3000 };
    const other = await dumpOf(server, source, options);
    const into = await server.createDatabase('masked_functions');
    await restoreInto(server, other, into);
    expect(
      await one(`SELECT note, HEX(secret) AS secret FROM ${into}.customers WHERE id = 2`),
    ).toEqual({ note: '21 characters', secret: '01020027' });
  });

  test('tells nothing of a value that a function fails for', async () => {
    const mask = {
      version: 1,
      columns: {
        '*.customers.note': (value: string | Buffer) => {
          throw new Error(`can't mask ${String(value)}`);
        },
      },
    } as const;
    const failure = await failureOf(dumpOf(server, source, { mask, maskKey }));
    expect(failure).toMatchObject({ code: 'INVALID_MASK' });
    expect(failure.message).toContain('`note`');
    expect(inspect(failure)).not.toContain(original);
  });

  test.each([
    ['INVALID_MASK', { '*.customers.emial': 'email' }, '"*.customers.emial"'],
    ['INVALID_MASK', { '*.customers.email': 'email' }, 'order_customer'],
    ['INVALID_MASK', { '*.customers.birthday': 'email' }, '`birthday`'],
    ['INVALID_MASK', { '*.accounts.login': 'text' }, 'unique'],
    ['INVALID_MASK', { '*.customers.email_length': 'number' }, '`email_length`'],
  ] as const)('is refused before its first byte: %s for %j', async (code, columns, named) => {
    const mask = { version: 1, columns } as const;
    const stream = dump({ connection: server.url(source), mask, maskKey });
    const failure = await failureOf(buffer(stream));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(named);
    expect(stream.readableDidRead).toBe(false);
  });

  test('is refused where a strict policy does not name a column, as a dry run tells too', async () => {
    const mask = {
      version: 1,
      strict: true,
      columns: { '*.customers.*': 'keep', '*.orders.*': 'keep', '*.accounts.login': 'text' },
    } as const;
    const report = await dryRun({ connection: server.url(source), mask, maskKey });
    expect(report.problems.map(({ code }) => code)).toEqual(['UNMASKED_COLUMN', 'INVALID_MASK']);
    const failure = await failureOf(dumpOf(server, source, { mask, maskKey }));
    expect(failure.code).toBe('UNMASKED_COLUMN');
    expect(failure.message).toMatch(/4 columns: .*`accounts`.`tenant`.*`kept_only`.`t`/);
  });

  test('is foretold by a dry run with the same warnings', async () => {
    const stream = dump({ connection: server.url(source), ...masked });
    stream.resume();
    const { warnings } = await stream.summary;
    const foretold = await dryRun({ connection: server.url(source), ...masked });
    expect(foretold.warnings).toEqual(warnings);
    expect(warnings.map(({ code }) => code)).toEqual(['STATED_LITERALS']);
    expect((await dryRun({ connection: server.url(source) })).warnings).toEqual([]);
  });

  test('takes a policy for more than is dumped', async () => {
    await dumpOf(server, source, { ...masked, tables: ['kept_only'] });
  });
});
