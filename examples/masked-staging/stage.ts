/** All that the template deploys, on this machine: two servers, S3, parameters, the key, both functions. */

import { readdirSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { parametersOf } from '../../test/lambda/function-fixture.ts';
import { runtimeOffer, unpackedFunction } from '../../test/lambda/packaged-function.ts';
import { FaultyS3 } from '../../test/s3/faulty-s3.ts';
import {
  type DatabaseServer,
  type InvocationResult,
  type LambdaRuntime,
  type ParameterStore,
  type SecretsManager,
  startParameterStore,
  startSecretsManager,
} from '../../test/services/index.ts';
import { readTemplate } from '../sam/read-template.ts';
import { resourcesOf } from '../testing/cloudformation.ts';

export const exampleFolder = fileURLToPath(new URL('.', import.meta.url));
export const resources = resourcesOf(readTemplate(join(exampleFolder, 'template.yaml')));

/** As Secrets Manager makes them. */
export const maskKey = 'x7Rk2LwQ9vTzB4nYhC6sJdF8mGpA3eUtX5oKiW1rNqZbVyHcMjSgDfLaPuEx0T2R';

/** What stands for resources that are not there, see `testing/cloudformation.ts`. */
const bucket = 'the-bucket';
const secret = 'MaskKey';

/** A function as the template describes it. */
interface FunctionProperties {
  readonly Handler: string;
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
  readonly Events: { readonly Nightly: { readonly Properties: { readonly Input: string } } };
}

export function functionProperties(name: 'DumpFunction' | 'RestoreFunction'): FunctionProperties {
  return resources[name]?.Properties as unknown as FunctionProperties;
}

/** Passwords of the accounts, which differ in what they may do. */
const passwords = { dumper: 'Dumper-Pass-2', restorer: 'Restorer-Pass-3' };

/** Makes the shop in a new server, and the account that dumps it. */
export async function loadShop(production: DatabaseServer): Promise<void> {
  await production.query('CREATE DATABASE shop CHARACTER SET utf8mb4');
  for (const file of readdirSync(join(exampleFolder, 'database')).sort()) {
    await production.restore('shop', readFileSync(join(exampleFolder, 'database', file)));
  }
  await production.query(
    `CREATE USER dumper IDENTIFIED BY '${passwords.dumper}';
     GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON shop.* TO dumper`,
  );
  // What routines are, the servers tell by privileges of their own.
  const routines = production.flavor === 'mysql' ? 'SHOW_ROUTINE ON *.*' : 'SELECT ON mysql.proc';
  await production.query(`GRANT ${routines} TO dumper`);
}

/** Makes an empty database in a new server, and the account that restores into it. */
export async function prepareStaging(staging: DatabaseServer): Promise<void> {
  await staging.query(
    `CREATE DATABASE shop CHARACTER SET utf8mb4;
     CREATE USER restorer IDENTIFIED BY '${passwords.restorer}';
     GRANT ALL ON shop.* TO restorer`,
  );
}

export class Stage {
  readonly s3: FaultyS3;
  readonly #dump: LambdaRuntime;
  readonly #restore: LambdaRuntime;
  readonly #stagingParameters: ParameterStore;
  readonly #noSecrets: SecretsManager;

  private constructor(parts: {
    readonly s3: FaultyS3;
    readonly dump: LambdaRuntime;
    readonly restore: LambdaRuntime;
    readonly stagingParameters: ParameterStore;
    readonly noSecrets: SecretsManager;
  }) {
    this.s3 = parts.s3;
    this.#dump = parts.dump;
    this.#restore = parts.restore;
    this.#stagingParameters = parts.stagingParameters;
    this.#noSecrets = parts.noSecrets;
  }

  /**
   * No service here knows of roles: so each function has its own services, in which there is what its
   * role may read, and nothing else.
   */
  static async start(production: DatabaseServer, staging: DatabaseServer): Promise<Stage> {
    const s3 = await FaultyS3.start([bucket]);
    onTestFinished(() => s3[Symbol.asyncDispose]());
    const ofProduction = parameters(production, 'dumper', '/production/shop-');
    const ofStaging = parameters(staging, 'restorer', '/staging/shop-');
    const [productionParameters, secrets] = await servicesWith(ofProduction, { [secret]: maskKey });
    const [stagingParameters, noSecrets] = await servicesWith(ofStaging, {});
    const dump = await startFunction('DumpFunction', s3, productionParameters, secrets);
    const restore = await startFunction('RestoreFunction', s3, stagingParameters, noSecrets);
    return new Stage({ s3, dump, restore, stagingParameters, noSecrets });
  }

  /** What the schedule does at night, to one function. */
  async dump(event = nightlyEvent('DumpFunction')): Promise<InvocationResult> {
    return await this.#dump.invoke(event);
  }

  async restore(event = nightlyEvent('RestoreFunction')): Promise<InvocationResult> {
    return await this.#restore.invoke(event);
  }

  /** The bytes of a copy. */
  async copy(key: string): Promise<Buffer> {
    return (await this.s3.object(bucket, key)) ?? Buffer.alloc(0);
  }

  async keys(): Promise<readonly string[]> {
    return await this.s3.keys(bucket);
  }

  get bucket(): string {
    return bucket;
  }

  logs(): string {
    return `${this.#dump.logs()}\n${this.#restore.logs()}`;
  }

  /** What the function that restores has asked for besides S3. */
  askedByRestore(): readonly string[] {
    return [
      ...this.#stagingParameters.requests.flatMap(({ names }) => names),
      ...this.#noSecrets.requests.map(({ secretId }) => secretId),
    ];
  }
}

function parameters(
  server: DatabaseServer,
  user: keyof typeof passwords,
  prefix: string,
): Record<string, string> {
  return {
    ...parametersOf(server, 'shop', prefix),
    [`${prefix}dbuser`]: user,
    [`${prefix}dbpass`]: passwords[user],
  };
}

async function servicesWith(
  parameters: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>>,
): Promise<[ParameterStore, SecretsManager]> {
  const parameterStore = await startParameterStore(parameters);
  onTestFinished(() => parameterStore.stop());
  const secretsManager = await startSecretsManager(secrets);
  onTestFinished(() => secretsManager.stop());
  return [parameterStore, secretsManager];
}

/** With the variables of the template, and addresses of services on this machine. */
async function startFunction(
  name: 'DumpFunction' | 'RestoreFunction',
  s3: FaultyS3,
  parameterStore: ParameterStore,
  secretsManager: SecretsManager,
): Promise<LambdaRuntime> {
  const { Handler, Environment } = functionProperties(name);
  const folder = await unpackedFunction();
  // As the README does with the unpacked zip.
  if (name === 'DumpFunction') {
    await copyFile(join(exampleFolder, 'policy.jsonc'), join(folder, 'policy.jsonc'));
  }
  const runtime = await runtimeOffer.start({
    folder,
    handler: Handler,
    environment: {
      ...Environment.Variables,
      ...s3.environment,
      AWS_ENDPOINT_URL_SSM: parameterStore.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.endpoint,
      DUMPSTREAM_S3_PATH_STYLE: 'true',
    },
  });
  onTestFinished(() => runtime.stop());
  return runtime;
}

function nightlyEvent(name: 'DumpFunction' | 'RestoreFunction'): unknown {
  return JSON.parse(functionProperties(name).Events.Nightly.Properties.Input);
}
