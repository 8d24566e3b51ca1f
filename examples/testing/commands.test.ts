/** What the function calls is what the policies of the examples allow. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { deployments, neededStatements } from './statements.ts';

/** The action that each command needs, by the service authorization reference of AWS. */
const actionOf: Readonly<Record<string, string>> = {
  PutObjectCommand: 's3:PutObject',
  CreateMultipartUploadCommand: 's3:PutObject',
  UploadPartCommand: 's3:PutObject',
  CompleteMultipartUploadCommand: 's3:PutObject',
  AbortMultipartUploadCommand: 's3:AbortMultipartUpload',
  // Of a version, as all these buckets have versions.
  GetObjectCommand: 's3:GetObjectVersion',
  GetParametersCommand: 'ssm:GetParameters',
  GetSecretValueCommand: 'secretsmanager:GetSecretValue',
};

/**
 * Without the permission for these, an upload of which S3 did not say whether it succeeded is told
 * as uncertain. That is better than a function that can read and delete all dumps.
 */
const notGranted = ['HeadObjectCommand', 'DeleteObjectCommand'];

/** Of a function that restores, which none of these deployments makes. */
const ofRestores = ['ListObjectsV2Command'];

const folders = ['s3', 'lambda'].map((name) =>
  fileURLToPath(new URL(`../../packages/${name}/src/`, import.meta.url)),
);

const sources = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(`${folder}${name}`, 'utf8')),
);

const commands = new Set(sources.flatMap((text) => text.match(/\b[A-Z]\w+Command\b/g) ?? []));

test('every command of the AWS SDK has its action among those that are granted', () => {
  const known = [...Object.keys(actionOf), ...notGranted, ...ofRestores];
  expect([...commands].filter((name) => !known.includes(name))).toEqual([]);

  const granted = Object.values(deployments)
    .flatMap(neededStatements)
    .flatMap(({ actions }) => actions);
  const needed = [...commands].flatMap((name) => actionOf[name] ?? []);
  expect(needed.length).toBeGreaterThan(0);
  expect(needed.filter((action) => !granted.includes(action))).toEqual([]);
});

test('no action is granted for a command that is not there', () => {
  const unused = Object.keys(actionOf).filter((name) => !commands.has(name));
  expect(unused).toEqual([]);
});
