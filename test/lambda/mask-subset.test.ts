/** The packaged function dumps a part of the rows, masked, which restores with foreign key checks on. */

import { beforeAll, expect, test } from 'vitest';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import {
  bucket,
  messageOf,
  restoringFrom,
  resultOf,
  type Surroundings,
  startSurroundings,
  variablesOf,
} from './function-fixture.ts';
import { type MaskedResult, maskKey, originalsIn, people, sqlOf } from './mask-function.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

const policy = JSON.stringify({
  version: 1,
  strict: true,
  columns: {
    '*.customers.name': 'name',
    '*.customers.email': 'email',
    '*.orders.customer_email': 'email',
    '*.*.id': 'keep',
    '*.orders.country': 'keep',
    '*.countries.code': 'keep',
  },
});

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function dumps subsets', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('a masked subset', (server) => {
    let database: string;
    beforeAll(async () => {
      const [[, first], [, second]] = people;
      database = await server.createDatabase('lambda_subset');
      await server.query(
        `USE \`${database}\`;
         CREATE TABLE countries (code CHAR(2) PRIMARY KEY);
         INSERT INTO countries VALUES ('JP'), ('US'), ('FR');
         CREATE TABLE customers (
           id INT PRIMARY KEY, name VARCHAR(80) CHARACTER SET utf8mb4 NOT NULL,
           email VARCHAR(120) CHARACTER SET utf8mb4 NOT NULL, UNIQUE KEY email (email));
         INSERT INTO customers VALUES
           ${people.map(([name, email], index) => `(${index + 1}, '${name}', '${email}')`).join(', ')};
         CREATE TABLE orders (
           id INT PRIMARY KEY, customer_email VARCHAR(120) CHARACTER SET utf8mb4 NOT NULL,
           country CHAR(2) NOT NULL,
           FOREIGN KEY (customer_email) REFERENCES customers (email),
           FOREIGN KEY (country) REFERENCES countries (code));
         INSERT INTO orders VALUES (1, '${first}', 'JP'), (2, '${first}', 'JP'), (3, '${second}', 'US');`,
      );
    });

    async function dumping(
      { environment }: Surroundings,
      variables: Readonly<Record<string, string>>,
    ) {
      return await startFunction({
        ...environment,
        ...variablesOf(server, database),
        DUMPSTREAM_MASK_POLICY: 'ssm:/prod/policy',
        DUMPSTREAM_MASK_KEY_FROM: 'secret:mask',
        ...variables,
      });
    }

    const start = () => startSurroundings({ '/prod/policy': policy }, { mask: maskKey });

    test('holds the roots, what refers to them and what they refer to', async () => {
      const surroundings = await start();
      const runtime = await dumping(surroundings, {
        DUMPSTREAM_SUBSET: '{"roots": {"customers": "id = 1"}, "referring": ["orders"]}',
      });
      const result = resultOf(await runtime.invoke({ verify: true })) as MaskedResult;
      expect(result).toMatchObject({ rows: 4, verified: true, mask: { columns: 3 } });
      expect(originalsIn(await sqlOf(surroundings, result.key))).toEqual([]);

      const copy = await server.createDatabase('lambda_subset_copy');
      const restoring = await startFunction(
        {
          ...restoringFrom(surroundings),
          ...variablesOf(server, copy),
          DUMPSTREAM_REQUIRE_MASK: result.mask.policy,
        },
        { handler: 'restore.handler' },
      );
      expect(resultOf(await restoring.invoke({ key: result.key })).rows).toBe(4);
      const orders = await server.query(
        `SELECT orders.id, country FROM \`${copy}\`.orders
           JOIN \`${copy}\`.customers ON email = customer_email
           JOIN \`${copy}\`.countries ON code = country ORDER BY orders.id`,
      );
      expect(orders).toEqual([
        { id: 1, country: 'JP' },
        { id: 2, country: 'JP' },
      ]);
    });

    test('has a limit for each table that it begins with', async () => {
      const surroundings = await start();
      const runtime = await dumping(surroundings, {
        DUMPSTREAM_SUBSET: '{"roots": {"orders": "1 = 1"}}',
        DUMPSTREAM_LIMIT: '1',
      });
      // An order, its customer and its country.
      expect(resultOf(await runtime.invoke({})).rows).toBe(3);
      expect(resultOf(await runtime.invoke({ noData: true })).rows).toBe(0);
    });

    test('of a table that there is not is refused, and leaves nothing', async () => {
      const surroundings = await start();
      const runtime = await dumping(surroundings, {
        DUMPSTREAM_SUBSET: '{"roots": {"customres": "id = 1"}}',
      });
      expect(messageOf(await runtime.invoke({}), 'DumpError')).toContain('customres');
      const unknown = await dumping(surroundings, { DUMPSTREAM_SUBSET: '{"rots": {}}' });
      expect(messageOf(await unknown.invoke({}), 'DumpError')).toContain('rots');
      expect(await surroundings.s3.keys(bucket)).toEqual([]);
    });
  });
}
