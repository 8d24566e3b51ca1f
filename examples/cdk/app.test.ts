/** The app is what `cdk` runs: a program that writes the stack, with the zip beside it. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../../test/services/index.ts';
import { runProgram } from '../../test/services/process.ts';

const exampleFolder = fileURLToPath(new URL('.', import.meta.url));
const buildScript = fileURLToPath(new URL('../../packages/lambda/build/zip.ts', import.meta.url));

test('the app writes a stack with the function, as configured on the command line', async () => {
  const folder = await createTemporaryFolder('cdk-app');
  onTestFinished(() => folder.remove());
  const built = await runProgram(process.execPath, [buildScript]);
  expect(built).toMatchObject({ exitCode: 0, stderr: '' });

  const { app } = JSON.parse(await readFile(join(exampleFolder, 'cdk.json'), 'utf8'));
  const [program = '', ...programArguments] = app.split(' ');
  expect(program).toBe('node');
  const { exitCode, stderr } = await runProgram(process.execPath, programArguments, {
    cwd: exampleFolder,
    env: {
      ...process.env,
      CDK_OUTDIR: folder.path,
      CDK_CONTEXT_JSON: JSON.stringify({ ssmPrefix: '/prod/shop-' }),
    },
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const template = JSON.parse(
    await readFile(join(folder.path, 'Dumpstream.template.json'), 'utf8'),
  );
  const { Resources, Outputs } = template;
  const variables = Object.values(Resources as Record<string, { Properties?: unknown }>).filter(
    ({ Properties }) => JSON.stringify(Properties ?? {}).includes('DUMPSTREAM_BUCKET'),
  );
  expect(variables).toMatchObject([
    { Properties: { Environment: { Variables: { DUMPSTREAM_SSM_PREFIX: '/prod/shop-' } } } },
  ]);
  expect(Object.keys(Outputs)).toEqual(['FunctionName', 'BucketName']);
});
