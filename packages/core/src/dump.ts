/** `dump()`: the public door. */

import { checkOptions } from './check-options.ts';
import { checkConnectionSource } from './connect/connection-options.ts';
import type { DumpOptions } from './options.ts';
import { DumpStream } from './stream/dump-stream.ts';

/**
 * Dumps MySQL or MariaDB databases as SQL that the `mysql` and `mariadb` client programs read.
 *
 * @example
 * ```ts
 * import { createWriteStream } from 'node:fs';
 * import { pipeline } from 'node:stream/promises';
 * import { dump } from '@dumpstream/core';
 *
 * const stream = dump({ connection: 'mysql://user:password@host/shop', compress: 'gzip' });
 * await pipeline(stream, createWriteStream('shop.sql.gz'));
 * console.log(await stream.summary);
 * ```
 *
 * @returns a `Readable` of bytes. It connects when it is first read from. Destroying it closes the
 *   connection; an error of the dump is the stream's `error`, a `DumpError`.
 * @throws DumpError `INVALID_OPTION`, at once, for options that can't be used
 */
export function dump(options: DumpOptions): DumpStream {
  checkOptions(options);
  checkConnectionSource(options.connection);
  return new DumpStream(Object.freeze({ ...options }));
}
