/** Which input an argument names. */

import { isConnectionUrl } from '../connection/connection.ts';
import { UsageError } from '../errors.ts';
import { openFileInput } from './file.ts';
import type { Input, InputSettings } from './input.ts';
import { openStandardInput } from './standard-input.ts';

/**
 * Tells somebody who has written both arguments of a command the wrong way round.
 *
 * @throws UsageError
 */
export function checkOrder(dump: string, url: string): void {
  if (!isConnectionUrl(dump) || isConnectionUrl(url)) return;
  throw new UsageError('the dump comes first, and then the URL of the server: <dump> <mysql-url>');
}

/** Other names of standard input, where the system has them. */
const standardInputs: ReadonlySet<string> = new Set(['-', '/dev/stdin', '/dev/fd/0']);

/**
 * Opens the dump that an argument names: `-`, `s3://bucket/key`, a file or a named pipe.
 *
 * @throws UsageError for an argument that can't be one
 * @throws InputError where it can't be read; what the file and the S3 package throw
 */
export async function openInput(argument: string, settings: InputSettings): Promise<Input> {
  if (standardInputs.has(argument)) return openStandardInput();
  if (/^s3:\/\//i.test(argument)) {
    // The AWS SDK takes longer to load than all the rest.
    const { openS3Input } = await import('./s3-object.ts');
    return await openS3Input(argument, settings);
  }
  if (isConnectionUrl(argument)) {
    throw new UsageError('<dump> is a file, s3://bucket/key or -, and not the URL of a server');
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(argument)) {
    throw new UsageError('<dump> is a file, s3://bucket/key or -, and no other kind of URL');
  }
  return await openFileInput(argument);
}
