/** The file that a draft goes to: a new one, or with `--force` in place of the old one. */

import { existsSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OutputError, UsageError } from '../../errors.ts';
import { systemReason } from '../../system-reason.ts';

/**
 * Asked before the server is.
 *
 * @throws UsageError, OutputError where the file can't be written, or not without harm
 */
export function checkPolicyFile(path: string, force: boolean): void {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) {
    throw new UsageError('--output takes a file or -, and no URL');
  }
  if (!existsSync(dirname(path))) {
    throw new OutputError(`--output: the folder of ${path} is not there: make it first`);
  }
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    throw new UsageError(`--output: ${path} is a folder: add the name of the file`);
  }
  if (!force) throw isThere(path);
}

/**
 * The file is whole or as it was.
 *
 * @throws OutputError, UsageError where it has appeared meanwhile
 */
export async function writePolicyFile(path: string, text: string, force: boolean): Promise<void> {
  const target = force ? `${path}.partial-${process.pid}` : path;
  try {
    await writeFile(target, text, { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw isThere(target);
    if (existsSync(target)) await rm(target, { force: true });
    throw notWritten(path, error);
  }
  if (!force) return;
  try {
    await rename(target, path);
  } catch (error) {
    await rm(target, { force: true });
    throw notWritten(path, error);
  }
}

function isThere(path: string): UsageError {
  return new UsageError(
    `--output: ${path} is there already: name another file, or replace it with --force`,
  );
}

function notWritten(path: string, cause: unknown): OutputError {
  return new OutputError(`--output: ${path} can't be written: ${systemReason(cause)}`, { cause });
}
