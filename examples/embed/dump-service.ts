/** An HTTP service that streams a database dump as a download. */

import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type DumpOptions, dump } from '@dumpstream/core';

/** What the service dumps, and for whom. */
export interface DumpServiceOptions {
  /** As for `dump()`; the service adds the compression. */
  readonly dump: DumpOptions;
  /** Who sends `Authorization: Bearer <token>` gets the dump. */
  readonly token: string;
  /** Called with every failure; the client learns no details. */
  readonly onError?: (error: unknown) => void;
}

/** Makes the service: `GET /dump.sql.gz`. It does not listen yet. */
export function createDumpService(options: DumpServiceOptions): Server {
  return createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      options.onError?.(error);
      // Once the download has begun, only a cut connection tells the client that it is not whole.
      if (response.headersSent) response.destroy();
      else refuse(response, 502, 'The database could not be dumped.');
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: DumpServiceOptions,
): Promise<void> {
  if (!isAllowed(request, options.token)) return refuse(response, 401, 'Wrong or missing token.');
  if (request.url !== '/dump.sql.gz') return refuse(response, 404, 'There is only /dump.sql.gz.');
  if (request.method !== 'GET') return refuse(response, 405, 'Only GET.');

  const stream = dump({ ...options.dump, compress: 'gzip' });
  // A client that gives up while the database is still being connected to.
  response.once('close', () => stream.destroy(new Error('The client went away.')));
  // Whatever can be refused is refused before the first byte, and so before the status 200.
  await once(stream, 'readable');
  response.writeHead(200, {
    'content-type': 'application/gzip',
    'content-disposition': 'attachment; filename="dump.sql.gz"',
    'cache-control': 'no-store',
  });
  // A client that goes away destroys the stream, which closes its connection to the database.
  await pipeline(stream, response);
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${reason}\n`);
}

/** Compares digests, so that neither the length nor the time tells anything about the token. */
function isAllowed(request: IncomingMessage, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`));
}
