/** Masked dumps that fail on their way: neither what came before nor the error tells an original. */

import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { type DumpOptions, dump, type MaskPolicy, type MaskRule } from '@dumpstream/core';
import { beforeAll, expect, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { listProcesses } from '../services/processes.ts';
import { describeEachServer } from '../services/vitest.ts';
import { SecretSearch } from './generated/secret-forms.ts';
import { maskKey } from './masked-shop.ts';

const secret = 'zqSecretWv';
const search = new SecretSearch([secret]);

/** What fails is in the last row, when much has been written; `big` is more than what waits in buffers. */
const sql = (database: string): string => `USE ${database};
CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(100) CHARACTER SET utf8mb4 NOT NULL,
  note VARCHAR(200) CHARACTER SET utf8mb4 NULL, code VARCHAR(60) CHARACTER SET latin1 NULL, UNIQUE KEY (code))
  ENGINE=InnoDB;
INSERT INTO t (email, note) VALUES ('${secret}', '${secret}');
${'INSERT INTO t (email, note) SELECT email, note FROM t;\n'.repeat(11)}
UPDATE t SET email = CONCAT('${secret}', id, '@shop.example'), note = CONCAT(REPEAT('${secret} ', 15), id),
  code = CONCAT(LPAD(HEX(id), 8, '0'), '-5e2b-4c3d-9a1f-739158201234');
UPDATE t SET code = '${secret}', note = '${secret}, the last one' ORDER BY id DESC LIMIT 1;
CREATE TABLE big (id INT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(1000) CHARACTER SET latin1 NOT NULL) ENGINE=InnoDB;
INSERT INTO big (email) SELECT CONCAT(REPEAT('${secret} ', 80), id) FROM t;
${'INSERT INTO big (email) SELECT email FROM big;\n'.repeat(4)}`;

function policy(columns: Readonly<Record<string, MaskRule>>): {
  mask: MaskPolicy;
  maskKey: string;
} {
  const named = Object.entries(columns).map(([column, rule]) => [`*.*.${column}`, rule] as const);
  return { mask: { version: 1, columns: Object.fromEntries(named) }, maskKey };
}

const allMasked = policy({ email: 'email', note: 'text', code: 'hash' });

/** For each way to read: one connection, or several with threads. */
const ways: readonly Partial<DumpOptions>[] = [
  { chunkBytes: 100_000_000 },
  { parallel: 2, threads: 1, chunkBytes: 20_000 },
];

interface Failed {
  readonly bytes: number;
  readonly error: Error & { readonly code?: string };
}

/**
 * @param onBytes - after each chunk; while it waits, nothing is read
 */
async function failed(
  server: DatabaseServer,
  database: string,
  options: Partial<DumpOptions>,
  onBytes: (bytes: number) => Promise<void> = async () => {},
): Promise<Failed> {
  const stream = dump({ connection: server.url(database), tables: ['t'], ...options });
  const told: string[] = [];
  stream.on('progress', (progress) => told.push(inspect(progress, { depth: null })));
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      await onBytes(bytes);
    }
  } catch (error) {
    const rejected: unknown = await stream.summary.catch((reason: unknown) => reason);
    for (const one of [error, rejected]) told.push(inspect(one, { depth: null, showHidden: true }));
    expect(search.in(Buffer.concat(chunks))).toEqual([]);
    expect(search.in(told.join('\n'))).toEqual([]);
    return { bytes, error: error as Failed['error'] };
  }
  throw new Error('The dump did not fail.');
}

describeEachServer('a masked dump that fails', (server) => {
  let source = '';

  beforeAll(async () => {
    source = await server.createDatabase('failing');
    await server.query(sql(source));
  });

  test.each(ways)('does not tell what a function is given when it throws, with %j', async (way) => {
    const note: MaskRule = (value) => {
      if (String(value).includes('last')) throw new TypeError(`can't do with ${String(value)}`);
      return 'masked';
    };
    const { error } = await failed(server, source, {
      ...policy({ email: 'email', note, code: 'hash' }),
      ...way,
    });
    expect(error).toMatchObject({ code: 'INVALID_MASK' });
    expect(error.message).toContain('TypeError');
  });

  test.each(ways)('does not tell what a function makes that does not fit, with %j', async (way) => {
    const note: MaskRule = (value) =>
      String(value).includes('last') ? String(value).repeat(10) : 'masked';
    const { error } = await failed(server, source, {
      ...policy({ email: 'email', note, code: 'hash' }),
      ...way,
    });
    expect(error).toMatchObject({ code: 'INVALID_MASK' });
    expect(error.message).toContain('too long');
  });

  test.each(ways)('does not tell a value that its rule is not for, with %j', async (way) => {
    const { error } = await failed(server, source, {
      ...policy({ email: 'email', note: 'text', code: 'uuid' }),
      ...way,
    });
    expect(error).toMatchObject({ code: 'INVALID_MASK' });
    expect(error.message).toContain('is no UUID');
  });

  test.each(ways)('does not tell what the server quotes in its error, with %j', async (way) => {
    // The server answers "XPATH syntax error: '~zqSecretWv…'".
    const where = { t: "id < 1000 OR EXTRACTVALUE('<a/>', CONCAT('~', email)) = ''" };
    const { error } = await failed(server, source, { ...allMasked, ...way, where });
    expect(error.code).toMatch(/^[A-Z_]+$/);
  });

  test.each(ways)('does not tell conditions that quote originals, with %j', async (way) => {
    const where = { t: `email <> '${secret}' AND no_such_column = '${secret}'` };
    const { error } = await failed(server, source, { ...allMasked, ...way, where });
    expect(error.code).toMatch(/^[A-Z_]+$/);
  });

  test.each(ways)(
    'does not tell what it was reading when its connections are killed, with %j',
    async (way) => {
      let killed = 0;
      const big = { ...allMasked, ...way, tables: ['big'] };
      const { error } = await failed(server, source, big, async (bytes) => {
        if (bytes < 20_000 || killed > 0) return;
        for (const { id, statement } of await listProcesses(server)) {
          // A dump has no current database, where it has no condition.
          if (!statement.includes(`\`${source}\`.\`big\``)) continue;
          await server.query(`KILL ${id}`).catch(() => {});
          killed += 1;
        }
        await sleep(100);
      });
      expect(killed).toBeGreaterThan(0);
      expect(error.code).toMatch(/^[A-Z_]+$/);
    },
  );
});
