/** What the containers run works together, and the compose file puts it into containers. */

import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DCLinter } from 'dclint';
import { startFauxqs } from 'fauxqs';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildZip, runtimeOffer, startFunction } from '../../test/lambda/packaged-function.ts';
import { compareDatabases } from '../../test/sample/index.ts';
import type { DatabaseServer } from '../../test/services/database-server.ts';
import { databaseOffer } from '../../test/services/databases.ts';
import { dockerProblem } from '../../test/services/docker.ts';
import { createTemporaryFolder } from '../../test/services/index.ts';
import { runProgram } from '../../test/services/process.ts';
import { reasonAgainst, run } from '../testing/programs.ts';
import {
  composePath,
  exampleFolder,
  initialiseDatabase,
  readServices,
  startFakeEmulator,
} from './stand.ts';

const services = readServices();
const events = readdirSync(join(exampleFolder, 'events')).sort();

interface Complaint {
  readonly rule: string;
  readonly message: string;
}

/** What is wrong by the schema of the specification. All else that the linter says is taste. */
function lint(path: string): readonly Complaint[] {
  const linter = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] });
  const results: readonly { messages: readonly Complaint[] }[] = linter.lintFiles([path], false);
  return results
    .flatMap(({ messages }) => messages)
    .filter(({ rule }) => ['invalid-schema', 'invalid-yaml'].includes(rule));
}

describe('the compose file', () => {
  test('is one by the specification of Compose', () => {
    expect(lint(composePath)).toEqual([]);
  });

  test('opens ports for this machine alone', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  test('has the S3 that it is tested with', () => {
    const path = join(exampleFolder, 'node_modules/fauxqs/package.json');
    const { version } = JSON.parse(readFileSync(path, 'utf8'));
    expect(services.s3.image).toBe(`kibertoad/fauxqs:${version}`);
  });

  test('mounts what is there', () => {
    const sources = Object.values(services)
      .flatMap((service) => service.volumes ?? [])
      .map((volume) => volume.split(':')[0] ?? '');
    const files = readdirSync(exampleFolder).map((name) => `./${name}`);
    // The unpacked zip is the one thing that the README lets the user make.
    expect(sources.filter((path) => !files.includes(path) && path !== './function')).toEqual([]);
    expect(sources).toContain('./function');
  });

  test('a file that is none would be noticed', async () => {
    const folder = await createTemporaryFolder('compose');
    onTestFinished(() => folder.remove());
    const path = join(folder.path, 'compose.yaml');
    await writeFile(path, readFileSync(composePath, 'utf8').replace('    image:', '    picture:'));
    expect(lint(path).map(({ rule }) => rule)).toContain('invalid-schema');
  });
});

test.each(['dump.sh', 'restore.sh'])(
  '%s is a shell script without a mistake of syntax',
  async (name) => {
    const { exitCode, stderr } = await run('sh', ['-n', name], { folder: exampleFolder });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  },
);

test.each(events)('the event %s is JSON', (name) => {
  const event = JSON.parse(readFileSync(join(exampleFolder, 'events', name), 'utf8'));
  expect(event).toBeTypeOf('object');
});

const database = await databaseOffer('mysql-8.4');
const reason = database.unavailable ?? runtimeOffer.unavailable ?? (await reasonAgainst('curl'));

describe.skipIf(reason !== undefined)(
  `without containers${reason ? `, skipped: ${reason}` : ''}`,
  () => {
    let server: DatabaseServer;
    let shop: string;
    let s3: Awaited<ReturnType<typeof startFauxqs>>;

    beforeAll(async () => {
      await buildZip();
      server = await database.start();
      shop = await initialiseDatabase(server);
      s3 = await startFauxqs({
        port: 0,
        host: '127.0.0.1',
        logger: false,
        defaultRegion: services.s3.environment['FAUXQS_DEFAULT_REGION'] ?? '',
        init: join(exampleFolder, 's3.json'),
      });
      return async () => {
        await s3.stop();
        await server.stop();
      };
    });

    /** Runs `dump.sh` against the function, whose environment is that of the compose file. */
    async function dump(event: string, changes: Readonly<Record<string, string>> = {}) {
      const folder = await createTemporaryFolder('local');
      onTestFinished(() => folder.remove());
      const s3Url = `http://127.0.0.1:${s3.port}`;
      const { hostname, port } = new URL(server.url());
      const { environment } = services.function;
      expect(environment).toMatchObject({
        AWS_ENDPOINT_URL_S3: 'http://s3:4566',
        DUMPSTREAM_DB_HOST: 'database',
      });
      const runtime = await startFunction({
        ...environment,
        AWS_ENDPOINT_URL_S3: s3Url,
        DUMPSTREAM_DB_HOST: `${hostname}:${port}`,
        ...changes,
      });
      const emulator = await startFakeEmulator(runtime);
      onTestFinished(() => emulator.stop());
      const result = await runProgram('sh', ['dump.sh', `events/${event}`], {
        cwd: exampleFolder,
        env: {
          ...process.env,
          FUNCTION_URL: `http://${emulator.address}`,
          S3_URL: s3Url,
          DUMPS_FOLDER: folder.path,
        },
      });
      return { ...result, folder: folder.path };
    }

    test.each(events)('%s makes a dump that can be fetched', async (event) => {
      const { exitCode, stdout, stderr, folder } = await dump(event);
      expect({ exitCode, stderr, stdout }).toEqual({
        exitCode: 0,
        stderr: '',
        stdout: expect.stringContaining('"key"'),
      });
      const [name = ''] = readdirSync(folder);
      expect(stdout).toContain(`"bucket":"${services.function.environment['DUMPSTREAM_BUCKET']}"`);
      expect(stdout.trim().split('\n').at(-1)).toBe(join(folder, name));
      const sql = gunzipSync(readFileSync(join(folder, name))).toString();
      expect(sql).toContain('CREATE TABLE `orders`');
      expect(sql.includes('INSERT INTO `orders`')).toBe(event !== 'structure.json');
    });

    test('the shop is restored as it was', async () => {
      const { folder, stdout } = await dump('nightly.json');
      expect(stdout).toContain('"tables":2,"rows":22000');
      const [name = ''] = readdirSync(folder);
      const copy = await server.createDatabase('shop_copy');
      await server.restore(copy, gunzipSync(readFileSync(join(folder, name))));
      expect(await compareDatabases(server, shop, copy)).toEqual([]);
      const [counts] = await server.query(
        `SELECT (SELECT COUNT(*) FROM ${copy}.customers) AS customers,
              (SELECT COUNT(*) FROM ${copy}.orders) AS orders,
              (SELECT COUNT(*) FROM ${copy}.best_customers) AS best`,
      );
      expect(Object.values(counts ?? {}).map(Number)).toEqual([2000, 20_000, 10]);
    });

    test('a function that fails is told apart from one that made a dump', async () => {
      const { exitCode, stdout, stderr, folder } = await dump('nightly.json', {
        DUMPSTREAM_DB_PASSWORD: 'not-the-password',
      });
      expect(exitCode).toBe(1);
      expect(stdout).toContain('errorMessage');
      expect(stdout + stderr).not.toContain('not-the-password');
      expect(stderr).toContain('No dump was made.');
      expect(readdirSync(folder)).toEqual([]);
    });
  },
);

test('in containers, the shop is dumped and restored', async ({ skip }) => {
  const problem = (await dockerProblem()) ?? (await composeProblem());
  skip(problem !== undefined, problem);
  const compose = async (...command: string[]) => {
    const { exitCode, stderr } = await run('docker', ['compose', ...command], {
      folder: exampleFolder,
    });
    expect({ command, exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({
      command,
      exitCode: 0,
      stderr: '',
    });
  };
  const folder = await createTemporaryFolder('dumps');
  onTestFinished(async () => {
    await compose('down', '--volumes');
    await folder.remove();
  });
  await buildZip();
  const zip = '../../packages/lambda/dist/dumpstream-lambda.zip';
  const unzipped = await run('unzip', ['-o', '-q', zip, '-d', 'function'], {
    folder: exampleFolder,
  });
  expect(unzipped.exitCode).toBe(0);
  await compose('up', '--detach', '--wait');
  const env = { ...process.env, DUMPS_FOLDER: folder.path };
  const dumped = await runProgram('sh', ['dump.sh'], { cwd: exampleFolder, env });
  expect(dumped).toMatchObject({ exitCode: 0, stderr: '' });
  const [name = ''] = readdirSync(folder.path);
  const restored = await run('sh', ['restore.sh', join(folder.path, name)], {
    folder: exampleFolder,
  });
  expect(restored.exitCode).toBe(0);
  expect(restored.stdout).toContain('Customer');
});

async function composeProblem(): Promise<string | undefined> {
  const { exitCode } = await run('docker', ['compose', 'version']);
  return exitCode === 0 ? undefined : 'Docker has no Compose';
}
