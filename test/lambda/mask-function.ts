/** The packaged function with a policy of masks in its zip, and a database to mask. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished } from 'vitest';
import type { DatabaseServer, LambdaRuntime } from '../services/index.ts';
import { bucket, type Result, type Surroundings } from './function-fixture.ts';
import { runtimeOffer, unpackedFunction } from './packaged-function.ts';

/** The key of all masks here. It must be in nothing that leaves the function. */
export const maskKey = 'Quaestor-7 the-mask-key+of/a test';

export const people = [
  ['山田 太郎', 'taro.yamada@yamada-shoten.jp'],
  ['Harriet Quimby', 'harriet.quimby@flightdeck.example'],
] as const;

/** A policy with a comment in it, so that lines are not those of the members alone. */
export const policyText = `{
  // Every column is named.
  "version": 1,
  "strict": true,
  "columns": {
    "*.customers.name": "name",
    "*.customers.email": "email",
    "*.orders.customer_email": "email",
    "*.*.id": "keep"
  }
}
`;

/** Two tables, joined by a column that is masked. */
export async function personalDatabase(server: DatabaseServer): Promise<string> {
  const database = await server.createDatabase('lambda_masked');
  const rows = people.map(([name, email], index) => `(${index + 1}, '${name}', '${email}')`);
  const orders = people.map(([, email], index) => `(${index + 1}, '${email}')`);
  await server.query(
    `USE \`${database}\`;
     CREATE TABLE customers (
       id INT PRIMARY KEY, name VARCHAR(80) CHARACTER SET utf8mb4 NOT NULL,
       email VARCHAR(120) CHARACTER SET utf8mb4 NOT NULL, UNIQUE KEY email (email));
     CREATE TABLE orders (
       id INT PRIMARY KEY, customer_email VARCHAR(120) CHARACTER SET utf8mb4 NOT NULL,
       FOREIGN KEY (customer_email) REFERENCES customers (email));
     INSERT INTO customers VALUES ${rows.join(', ')};
     INSERT INTO orders VALUES ${orders.join(', ')};`,
  );
  return database;
}

/** One execution environment of a function whose zip has these files besides. */
export async function startWithFiles(
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
  handler: 'index.handler' | 'restore.handler' = 'index.handler',
): Promise<LambdaRuntime> {
  const folder = await unpackedFunction();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const runtime = await runtimeOffer.start({ folder, handler, environment });
  onTestFinished(() => runtime.stop());
  return runtime;
}

/** The answer to a masked dump. */
export interface MaskedResult extends Result {
  readonly mask: { readonly policy: string; readonly columns: number };
}

/** The SQL of an object that is a dump with gzip. */
export async function sqlOf({ s3 }: Surroundings, key: string): Promise<string> {
  const object = await s3.object(bucket, key);
  return object === undefined
    ? expect.fail('there is no such object')
    : gunzipSync(object).toString();
}

/** Originals that a text holds. */
export function originalsIn(text: string): readonly string[] {
  return people
    .flat()
    .flatMap((original) => original.split(/[ @]/))
    .filter((part) => text.toLowerCase().includes(part.toLowerCase()));
}
