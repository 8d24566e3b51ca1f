/** Lets Terraform work out what it can without a provider: what follows from the variables. */

import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTemporaryFolder } from '../../test/services/index.ts';
import { run } from '../testing/programs.ts';
import {
  account,
  type DeploymentOptions,
  region,
  ssmPrefixOf,
  topicArn,
} from '../testing/statements.ts';

export const exampleFolder = fileURLToPath(new URL('.', import.meta.url));

/** What the module `settings` says. */
export interface Settings {
  readonly environment: Readonly<Record<string, string>>;
  /** By the name of the schedule; JSON. */
  readonly events: Readonly<Record<string, string>>;
  /** Of its metrics, by the name of the schedule; beside the name of the function. */
  readonly dimensions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** JSON. */
  readonly policy: string;
}

/** What Terraform worked out. */
export interface Evaluation {
  readonly settings: Readonly<Record<string, Settings>>;
  readonly expressions: Readonly<Record<string, unknown>>;
}

/** The variables of the module that ask for the same. */
function variablesFor(options: DeploymentOptions): Record<string, unknown> {
  const { kmsKeyArn, dbSecretArn, iam, tags, objectLockDays, legalHold, verify, vpc, targets } =
    options;
  return {
    region,
    account,
    bucket: 'the-bucket',
    topic_arn: topicArn,
    // As the provider gives it, without the streams.
    log_group_arn: `arn:aws:logs:${region}:${account}:log-group:the-log-group`,
    ssm_prefix: ssmPrefixOf(options),
    time_zone: 'UTC',
    targets: targets ?? [],
    kms_key_arn: kmsKeyArn ?? null,
    db_secret_arn: dbSecretArn ?? null,
    db_iam: iam ? { resource_id: iam.resourceId, user: iam.user } : null,
    tags: tags ?? null,
    object_lock: objectLockDays ? { days: objectLockDays } : null,
    legal_hold: legalHold ?? false,
    verify: verify ?? false,
    in_vpc: vpc !== undefined,
  };
}

/**
 * @param deployments - one set of options for each time that the module is used
 * @param expressions - expressions of Terraform without a reference
 */
export async function evaluate(
  deployments: Readonly<Record<string, DeploymentOptions>>,
  expressions: Readonly<Record<string, string>>,
): Promise<Evaluation> {
  const folder = await createTemporaryFolder('terraform');
  try {
    await cp(join(exampleFolder, 'settings'), join(folder.path, 'settings'), { recursive: true });
    const modules = Object.entries(deployments).map(([, options], index) => [
      `deployment-${index}`,
      { source: './settings', ...variablesFor(options) },
    ]);
    const results = Object.keys(deployments).map((_name, index) => [
      `deployment-${index}`,
      { value: `\${module.deployment-${index}}` },
    ]);
    const values = Object.entries(expressions).map(([name, expression]) => [
      `expression-${name}`,
      { value: expression },
    ]);
    const program = {
      module: Object.fromEntries(modules),
      output: Object.fromEntries([...results, ...values]),
    };
    // JSON is Terraform's other syntax; only `${…}` has a meaning in it.
    await writeFile(join(folder.path, 'main.tf.json'), JSON.stringify(program));
    await terraform(folder.path, 'init', '-backend=false');
    await terraform(folder.path, 'apply', '-auto-approve');
    const outputs = JSON.parse(await terraform(folder.path, 'output', '-json'));
    const names = Object.keys(deployments);
    return {
      settings: Object.fromEntries(
        names.map((name, index) => [name, outputs[`deployment-${index}`].value]),
      ),
      expressions: Object.fromEntries(
        Object.keys(expressions).map((name) => [name, outputs[`expression-${name}`].value]),
      ),
    };
  } finally {
    await folder.remove();
  }
}

async function terraform(folder: string, command: string, ...options: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run('terraform', [command, '-no-color', ...options], {
    folder,
  });
  if (exitCode !== 0) throw new Error(`terraform ${command} failed:\n${stdout}${stderr}`);
  return stdout;
}
