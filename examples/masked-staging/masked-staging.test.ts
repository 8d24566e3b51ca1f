/** Night after night: production is dumped masked, and staging gets the copy and nothing else. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { dump, policyDigest, verify } from '@dumpstream/core';
import { parseMaskPolicy } from '@dumpstream/mask';
import { openS3DumpSource } from '@dumpstream/s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageOf } from '../../test/lambda/function-fixture.ts';
import { buildZip, runtimeOffer } from '../../test/lambda/packaged-function.ts';
import { databaseOffer } from '../../test/services/databases.ts';
import type { DatabaseServer, InvocationResult } from '../../test/services/index.ts';
import { originals, originalsIn } from './originals.ts';
import { exampleFolder, loadShop, maskKey, prepareStaging, Stage } from './stage.ts';

const policyText = readFileSync(join(exampleFolder, 'policy.jsonc'), 'utf8');
const { policy } = parseMaskPolicy(policyText, 'policy.jsonc');
const digest = policyDigest(policy);
const maskedColumns = Object.values(policy.columns).filter((rule) => rule !== 'keep').length;

/** What an invocation that succeeds answers. */
interface Answer {
  readonly key: string;
  readonly rows: number;
}

const joins = [
  'SELECT COUNT(*) AS n FROM newsletter_readers JOIN customers USING (email)',
  'SELECT COUNT(*) AS n FROM 会員 JOIN customers ON メール = email AND 会員番号 = id',
  'SELECT COUNT(*) AS n FROM 会員 JOIN customers ON 会員番号 = id AND 生年月日 = birthday',
  'SELECT COUNT(*) AS n FROM support_messages JOIN customers ON sender = email',
  'SELECT COUNT(*) AS n FROM orders JOIN customers ON customer_id = customers.id',
  'SELECT COUNT(DISTINCT email) AS n FROM customers',
  'SELECT COUNT(*) AS n FROM customers WHERE phone IS NULL',
  'SELECT SUM(total) AS n FROM best_customers',
];

for (const name of ['mysql-8.4', 'mariadb-11']) {
  const offer = await databaseOffer(name);
  const reason = offer.unavailable ?? runtimeOffer.unavailable;
  describe.skipIf(reason !== undefined)(
    `a masked copy in staging (${name})${reason ? `, skipped: ${reason}` : ''}`,
    () => {
      let production: DatabaseServer;
      let staging: DatabaseServer;

      beforeAll(async () => {
        await buildZip();
        production = await offer.start();
        staging = await offer.start();
        await loadShop(production);
        await prepareStaging(staging);
      });

      afterAll(async () => {
        await production?.stop();
        await staging?.stop();
      });

      test('the search finds all originals in production', async () => {
        const held = originalsIn(await textOf(production));
        expect(originals.filter((original) => !held.includes(original))).toEqual([]);
      });

      test('is made every night, and holds nothing that is masked', async () => {
        const stage = await Stage.start(production, staging);

        expect(answerOf(await stage.dump({ dryRun: true }))).toMatchObject({
          problems: [],
          mask: { policy: digest, masked: maskedColumns, unnamed: [] },
        });
        expect(await stage.keys()).toEqual([]);

        const first = answerOf(await stage.dump());
        expect(first).toMatchObject({
          verified: true,
          mask: { policy: digest, columns: maskedColumns },
        });
        expect(originalsIn(gunzipSync(await stage.copy(first.key)).toString())).toEqual([]);
        expect(answerOf(await stage.restore())).toMatchObject({
          key: first.key,
          rows: first.rows,
          masked: digest,
        });
        // All is as in the copy, but for the definer of the view, which is the account that restored it.
        expect(await differences(stage, first.key, staging)).toEqual([
          expect.objectContaining({ kind: 'definition', object: 'view', name: 'best_customers' }),
        ]);
        expect(originalsIn(await textOf(staging))).toEqual([]);
        for (const join of joins) {
          expect(await numberOf(staging, join), join).toBe(await numberOf(production, join));
        }
        const before = await staging.query('SELECT * FROM shop.customers ORDER BY id');
        expect(before).toHaveLength(600);

        // Another day in production.
        await production.query(
          `INSERT INTO shop.customers (email, full_name, preferences, created_at)
             VALUES ('quimby.new@flightdeck.example', '勅使河原 Harriet', '{}', '2026-11-30');
           UPDATE shop.customers SET phone = '+81 90-7555-1234' WHERE id = 7;
           INSERT INTO shop.newsletter_readers VALUES ('quimby.new@flightdeck.example', NOW())`,
        );
        await nextSecond();
        const second = answerOf(await stage.dump());
        expect(second.rows).toBe(first.rows + 2);
        expect(originalsIn(gunzipSync(await stage.copy(second.key)).toString())).toEqual([]);
        expect(answerOf(await stage.restore())).toMatchObject({ key: second.key, masked: digest });
        expect(originalsIn(await textOf(staging))).toEqual([]);
        for (const join of joins) {
          expect(await numberOf(staging, join), join).toBe(await numberOf(production, join));
        }
        const after = await staging.query('SELECT * FROM shop.customers ORDER BY id');
        const unchanged = ({ id }: Record<string, unknown>) => id !== 7 && Number(id) <= 600;
        expect(after.filter(unchanged)).toEqual(before.filter(unchanged));
        expect(after.find(({ id }) => id === 7)).not.toEqual(before.find(({ id }) => id === 7));

        // Somebody adds a column, and does not tell the policy.
        await production.query(
          "ALTER TABLE shop.customers ADD passport VARCHAR(20) NULL DEFAULT 'passport of Quimby'",
        );
        await nextSecond();
        const refused = messageOf(await stage.dump(), 'MaskError');
        expect(refused).toContain('`shop`.`customers`.`passport`');
        expect(await stage.keys()).toEqual([first.key, second.key]);
        expect(answerOf(await stage.restore())).toMatchObject({ key: second.key });
        expect(await staging.query('SELECT * FROM shop.customers ORDER BY id')).toEqual(after);

        // Somebody puts an unmasked dump beside the copies.
        const plain = await text(dump({ connection: production.url('shop') }));
        const key = 'dump/9999-12-31_000000.sql';
        await stage.s3.client.send(
          new PutObjectCommand({ Bucket: stage.bucket, Key: key, Body: plain }),
        );
        for (const event of [undefined, { key }]) {
          expect(messageOf(await stage.restore(event), 'SourceError')).toContain('is not masked');
        }
        expect(await staging.query('SELECT * FROM shop.customers ORDER BY id')).toEqual(after);

        expect(stage.logs()).not.toContain(maskKey);
        expect(originalsIn(stage.logs())).toEqual([]);
        const asked = new Set(stage.askedByRestore());
        expect([...asked].every((parameter) => parameter.startsWith('/staging/shop-'))).toBe(true);
      });
    },
  );
}

function answerOf(outcome: InvocationResult): Answer {
  if (!outcome.ok) expect.fail(`${outcome.error.errorType}: ${outcome.error.errorMessage}`);
  return outcome.result as Answer;
}

/** All that is in the shop of a server, as SQL. */
async function textOf(server: DatabaseServer): Promise<string> {
  return await text(dump({ connection: server.url('shop') }));
}

async function numberOf(server: DatabaseServer, query: string): Promise<number> {
  const [row] = await server.query(`USE shop; ${query}`);
  return Number(row?.['n']);
}

/** What is in staging and not in the copy, or the other way round. */
async function differences(
  { s3, bucket }: Stage,
  key: string,
  staging: DatabaseServer,
): Promise<readonly unknown[]> {
  const source = await openS3DumpSource({ client: s3.client, bucket, key });
  const report = await verify(source, { connection: staging.url('shop') });
  expect(report).toMatchObject({ masked: digest, comparison: expect.anything() });
  return report.differences;
}

/** The newest copy is found by a time in seconds, of which two nights have two. */
async function nextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1000);
  while (Math.floor(Date.now() / 1000) === second) await sleep(50);
}
