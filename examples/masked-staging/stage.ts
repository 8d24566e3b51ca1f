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

/** Makes the shop in a new server. */
export async function loadShop(production: DatabaseServer): Promise<void> {
  await production.query('CREATE DATABASE shop CHARACTER SET utf8mb4');
  for (const file of readdirSync(join(exampleFolder, 'database')).sort()) {
    await production.restore('shop', readFileSync(join(exampleFolder, 'database', file)));
  }
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
    const ofProduction = parametersOf(production, 'shop', '/production/shop-');
    const ofStaging = parametersOf(staging, 'shop', '/staging/shop-');
    const [parameters, secrets] = await servicesWith(ofProduction, { [secret]: maskKey });
    const [stagingParameters, noSecrets] = await servicesWith(ofStaging, {});
    const dump = await startFunction('DumpFunction', s3, parameters, secrets);
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
