/** No failure shows a secret, in any form, in anything that leaves the real runtime. */

import { beforeAll, describe, expect, test } from 'vitest';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import {
  databaseOfNoise,
  restoringFrom,
  startSurroundings,
  variablesOf,
} from './function-fixture.ts';
import { failurePaths, secrets } from './logs-failure-paths.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

test('the search finds every form of a secret', () => {
  const secret = secrets.password;
  for (const text of [
    `before ${secret} after`,
    encodeURIComponent(secret),
    new URLSearchParams({ secret }).toString(),
    JSON.stringify({ secret }),
    JSON.stringify({ inner: JSON.stringify({ secret }) }),
    Buffer.from(`a${secret}b`).toString('base64'),
    Buffer.from(`user:${secret}`).toString('base64url'),
    Buffer.from(secret).toString('hex'),
  ]) {
    expect(formsFoundIn(text)).toContain('password');
  }
  expect(formsFoundIn('all is well')).toEqual([]);
});

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('no failure shows a secret', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('no secret is shown', (server) => {
    let database: string;
    let reader: Readonly<Record<string, string>>;
    beforeAll(async () => {
      database = await databaseOfNoise(server, 12);
      reader = await readerOf(server, database);
    });

    describe('by', () => {
      test.for(failurePaths)('$name', async (path) => {
        const surroundings = await startSurroundings();
        const variables = await path.variables({ ...surroundings, server, database, reader });
        const own =
          path.handler === undefined
            ? { ...surroundings.environment, DUMPSTREAM_COMPRESS: 'none' }
            : restoringFrom(surroundings);
        const runtime = await startFunction(
          {
            ...own,
            ...variables,
            AWS_ACCESS_KEY_ID: secrets.accessKeyId,
            AWS_SECRET_ACCESS_KEY: secrets.secretAccessKey,
            AWS_SESSION_TOKEN: secrets.sessionToken,
          },
          {
            timeoutSeconds: path.timeoutSeconds ?? 60,
            handler: path.handler ?? 'index.handler',
          },
        );
        const outcome = await runtime.invoke(path.event ?? {});
        const output = `${runtime.logs()}\n${runtime.reports()}\n${JSON.stringify(outcome)}`;
        expect(formsFoundIn(output)).toEqual([]);
        expect(outcome.ok).toBe(false);
        const [, code] = /"message":"(?:dump|restore) failed".*?"code":"(\w+)"/.exec(output) ?? [];
        expect(code).toBe(path.code);
        expect(output).not.toMatch(/X-Amz-Signature|Signature=[\da-f]{64}/);
      });
    });
  });
}

/** Names of the secrets that are in a text, in any form. */
function formsFoundIn(text: string): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
}

function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const bytes = Buffer.from(secret);
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURI(secret),
    encodeURIComponent(secret),
    encodeURIComponent(secret).replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
    new URLSearchParams({ secret }).toString().slice('secret='.length),
    bytes.toString('hex'),
    ...(['base64', 'base64url'] as const).flatMap((encoding) =>
      // Of a text that the secret is a part of: it may begin at any of three places of a group.
      [0, 1, 2].map((offset) => {
        const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString(encoding);
        const whole = Math.floor((offset + bytes.length) / 3) * 4;
        return text.slice(offset === 0 ? 0 : 4, whole);
      }),
    ),
  ];
}

/** An account with the password, that may read the database, as variables. */
async function readerOf(server: DatabaseServer, database: string) {
  const user = `reader_${database}`.slice(0, 32);
  const quoted = secrets.password.replace(/[\\']/g, (character) => `\\${character}`);
  await server.query(
    `CREATE USER '${user}'@'%' IDENTIFIED BY '${quoted}'; ` +
      `GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, EXECUTE ON \`${database}\`.* TO '${user}'@'%'`,
  );
  return {
    ...variablesOf(server, database),
    DUMPSTREAM_DB_USER: user,
    DUMPSTREAM_DB_PASSWORD: secrets.password,
  };
}
