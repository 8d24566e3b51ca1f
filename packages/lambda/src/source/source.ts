/** Where the dump is that is restored: an object in S3, or a file. */

import type { AwsClients } from '../clients.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { InvocationError } from '../errors.ts';
import { given } from '../given.ts';
import { printable } from '../printable.ts';
import { folderSource } from './folder-source.ts';
import type { Source } from './found-dump.ts';
import { objectSource } from './object-source.ts';

/**
 * Asks nobody for anything.
 *
 * @throws InvocationError `ConfigurationError` of code `INVALID_KEY` for a key that is not below the
 *   prefix: whoever may invoke the function chooses it
 */
export function sourceOf(configuration: Configuration, clients: AwsClients): Source {
  checkKey(configuration);
  const prefix = configuration.text('sourcePrefix') ?? '';
  const folder = configuration.text('sourceFolder');
  if (folder !== undefined) return folderSource(folder, prefix);
  return objectSource({
    client: clients.s3(configuration.flag('s3PathStyle') ?? false),
    bucket: configuration.text('sourceBucket') ?? '',
    prefix,
    ...given({
      versionId: configuration.text('sourceVersionId'),
      expectedBucketOwner: configuration.text('sourceBucketOwner'),
    }),
  });
}

function checkKey(configuration: Configuration): void {
  const prefix = configuration.text('sourcePrefix') ?? '';
  const key = configuration.text('sourceKey');
  for (const [name, text] of [
    ['sourcePrefix', prefix],
    ['sourceKey', key ?? prefix],
  ] as const) {
    const parts = text.split('/');
    if (text.startsWith('/') || parts.includes('..') || parts.includes('.')) {
      throw invalid(configuration.place(name), 'begins with "/", or has "." or ".." for a folder.');
    }
    if (/[\p{Cc}\\]/u.test(text)) {
      throw invalid(configuration.place(name), 'holds a control character or a backslash.');
    }
  }
  if (key === undefined || (key.startsWith(prefix) && key.length > prefix.length)) return;
  throw invalid(
    configuration.place('sourceKey'),
    `must begin with "${printable(prefix)}", from the ${configuration.place('sourcePrefix')}.`,
  );
}

function invalid(place: string, problem: string): InvocationError {
  return new InvocationError(
    'ConfigurationError',
    'INVALID_KEY',
    `The ${place} can't be used: it ${problem}`,
  );
}
