/**
 * Prints what masks cost the function: memory inside 128 MiB, and time, which is not judged.
 *
 * With `DUMPSTREAM_FIGURES_MEGABYTES=1000` the dump has 1 GB.
 */

import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { lambdaNodeOffers } from '../services/lambda-runtime-nodes.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import { resultOf, startSurroundings, variablesOf } from './function-fixture.ts';
import { maskKey } from './mask-function.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

const megabytes = Number(process.env['DUMPSTREAM_FIGURES_MEGABYTES'] ?? 300);
const rows = Math.ceil(megabytes * 1_000);
const offers = await lambdaNodeOffers();

const policy = JSON.stringify({
  version: 1,
  strict: true,
  columns: {
    '*.entries.id': 'keep',
    '*.entries.noise': 'keep',
    '*.entries.email': 'email',
    '*.entries.name': 'name',
    '*.entries.note': 'text',
  },
});

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the figures of masks', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor(`a masked dump of ${megabytes} MB into S3 inside 128 MiB`, (server) => {
    const node = offers[server.flavor === 'mysql' ? 0 : 1];
    test(`on ${node?.name}`, async (context) => {
      context.skip(node?.path === undefined, node?.unavailable);
      const database = await databaseOf(server);
      onTestFinished(async () => {
        await server.query(`DROP DATABASE \`${database}\``);
      });
      const { environment } = await startSurroundings(
        { '/prod/policy': policy },
        { mask: maskKey },
      );
      const runtime = await startFunction(
        {
          ...environment,
          ...variablesOf(server, database),
          DUMPSTREAM_MASK_POLICY: 'ssm:/prod/policy',
          DUMPSTREAM_MASK_KEY_FROM: 'secret:mask',
        },
        { memoryLimitMiB: 128, timeoutSeconds: 900, ...(node?.path && { node: node.path }) },
      );
      context.skip(!runtime.memoryLimited, 'no memory cgroup is writable here');
      for (const event of [{}, { verify: true }]) {
        const began = performance.now();
        const result = resultOf(await runtime.invoke(event));
        const seconds = (performance.now() - began) / 1000;
        expect(result).toMatchObject({ rows, mask: { columns: 3 } });
        process.stdout.write(
          `${node?.name}, ${server.name}: ${megabytes} MB with 3 masked columns, ` +
            `${JSON.stringify(event)}, in ${seconds.toFixed(1)} s; ` +
            `peak ${((runtime.peakMemoryBytes() ?? 0) / 1e6).toFixed(1)} MB of 128 MiB\n`,
        );
      }
    }, 900_000);
  });
}

/** Rows of 1 KB, of which a third is masked. */
async function databaseOf(server: DatabaseServer): Promise<string> {
  const database = await server.createDatabase('lambda_mask_figures');
  const table = `\`${database}\`.entries`;
  await server.query(
    `CREATE TABLE ${table} (
       id INT AUTO_INCREMENT PRIMARY KEY, noise TEXT, email VARCHAR(100) CHARACTER SET utf8mb4,
       name VARCHAR(80) CHARACTER SET utf8mb4, note TEXT CHARACTER SET utf8mb4)`,
  );
  const noise = Array.from({ length: 10 }, () => 'SHA2(RAND(), 256)').join(', ');
  const insert =
    `INSERT INTO ${table} (noise, email, name, note) SELECT CONCAT(${noise}), ` +
    "CONCAT(LEFT(SHA2(RAND(), 256), 12), '@shop.example'), ELT(1 + FLOOR(RAND() * 3), '山田 太郎', 'Ann Lee', '佐藤 花子'), " +
    "CONCAT(LEFT(SHA2(RAND(), 256), 32), REPEAT(' some words of a note', 12))";
  await server.query(insert);
  for (let made = 1; made < rows; made *= 2) {
    await server.query(`${insert} FROM ${table} LIMIT ${Math.min(made, rows - made)}`);
  }
  return database;
}
