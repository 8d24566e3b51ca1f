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
  /** Downloads at one time, each of which reads the whole database. Default 1. */
  readonly concurrency?: number;
  /**
   * Milliseconds for which a download may stand still before it is cut: meanwhile the server keeps
   * every row version that the dump may still want. Default ten minutes.
   */
  readonly stallTimeout?: number;
  /** Called with every failure; the client learns no details. */
  readonly onError?: (error: unknown) => void;
}

/** An answer that is no dump. */
interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const headers = {
  'content-type': 'application/gzip',
  'content-disposition': 'attachment; filename="dump.sql.gz"',
  'cache-control': 'no-store',
  // The next dump has other bytes: a download can't be resumed.
  'accept-ranges': 'none',
};

/** Makes the service: `GET /dump.sql.gz`. It does not listen yet. */
export function createDumpService(options: DumpServiceOptions): Server {
  let running = 0;
  return createServer((request, response) => {
    const refusal = refusalOf(request, options, running);
    if (refusal !== undefined) return refuse(response, refusal);
    if (request.method === 'HEAD') {
      response.writeHead(200, headers).end();
      return;
    }
    running += 1;
    stream(response, options)
      .catch((error: unknown) => {
        options.onError?.(error);
        // Once the download has begun, only a cut connection tells the client that it is not whole.
        if (response.headersSent) response.destroy();
        else refuse(response, { status: 502, reason: 'The database could not be dumped.' });
      })
      .finally(() => {
        running -= 1;
      });
  });
}

function refusalOf(
  request: IncomingMessage,
  { token, concurrency = 1 }: DumpServiceOptions,
  running: number,
): Refusal | undefined {
  if (!isAllowed(request, token)) {
    return {
      status: 401,
      reason: 'Wrong or missing token.',
      headers: { 'www-authenticate': 'Bearer' },
    };
  }
  if (request.url !== '/dump.sql.gz') {
    return { status: 404, reason: 'There is only /dump.sql.gz.' };
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, reason: 'Only GET and HEAD.', headers: { allow: 'GET, HEAD' } };
  }
  if (request.httpVersion === '1.0') {
    // There the end of the connection is the end of the body, also where it was cut.
    return { status: 505, reason: 'Only HTTP/1.1, which tells half a download from a whole one.' };
  }
  if (running >= concurrency && request.method === 'GET') {
    return {
      status: 503,
      reason: 'Another dump is running.',
      headers: { 'retry-after': '60' },
    };
  }
  return undefined;
}

async function stream(response: ServerResponse, options: DumpServiceOptions): Promise<void> {
  const source = dump({ ...options.dump, compress: 'gzip' });
  // A client that gives up while the database is still being connected to.
  response.once('close', () => source.destroy(new Error('The client went away.')));
  // Whatever can be refused is refused before the first byte, and so before the status 200.
  await once(source, 'readable');
  response.writeHead(200, headers);
  response.setTimeout(options.stallTimeout ?? 600_000, () => {
    source.destroy(new Error('The download stood still for too long.'));
  });
  // A client that goes away destroys the source, which closes its connection to the database.
  await pipeline(source, response);
}

function refuse(response: ServerResponse, { status, reason, headers }: Refusal): void {
  response.writeHead(status, { ...headers, 'content-type': 'text/plain' }).end(`${reason}\n`);
}

/** Compares digests, so that neither the length nor the time tells anything about the token. */
function isAllowed(request: IncomingMessage, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`));
}
