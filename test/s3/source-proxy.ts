/** The S3 service of the tests behind a proxy that breaks, slows and changes answers that are read. */

import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  request as openRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import { PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { type S3Service, startS3 } from '../services/index.ts';

export const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

/** One request that came in, and what went back. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly range: string | undefined;
  readonly ifMatch: string | undefined;
  readonly expectedOwner: string | undefined;
  /** Bytes of the body that were handed to the connection. */
  sent: number;
  /** Whether the connection was closed before the whole answer was sent. */
  broken: boolean;
}

/** What happens in place of an answer as it is. */
export type Disturbance =
  /** S3's own error document; an answer to HEAD has none. */
  | { readonly status: number; readonly code: string; readonly message?: string }
  /** The connection is cut after so many bytes of the body. */
  | { readonly cutAfter: number }
  /** Nothing more comes after so many bytes of the body; the connection stays. */
  | { readonly silentAfter: number }
  /** Headers that the service behind does not know, or, without a value, is made to leave out. */
  | { readonly headers: Readonly<Record<string, string | undefined>> }
  /** One bit of the body is changed. */
  | 'flip a bit'
  /** The header that asks for a range is not looked at. */
  | 'ignore the range'
  /** The header that names the ETag is not looked at. */
  | 'ignore the condition';

export type Rule = (exchange: Exchange, number: number) => Disturbance | undefined;

export class SourceProxy implements AsyncDisposable {
  /** All that came in since the start, or since it was emptied. */
  readonly exchanges: Exchange[] = [];
  /** Talks to the proxy. Retries once, without a pause. */
  readonly client: S3Client;
  readonly endpoint: string;
  readonly service: S3Service;
  /**
   * Played, as the service behind keeps no versions: by version, the key there of what it holds. Where there
   * are none, each is whatever is under the key.
   */
  readonly versions = new Map<string, string>();
  /** Decides for each request, counted from 1; `undefined` answers it as it is. */
  rule: Rule = () => undefined;
  readonly #proxy: Server;

  private constructor(service: S3Service, proxy: Server, endpoint: string) {
    this.service = service;
    this.#proxy = proxy;
    this.endpoint = endpoint;
    this.client = this.clientWith({});
    proxy.on('request', (request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  static async start(bucket: string): Promise<SourceProxy> {
    const service = await startS3();
    await service.createBucket(bucket);
    const proxy = createServer().listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const address = proxy.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new SourceProxy(service, proxy, `http://127.0.0.1:${address.port}`);
  }

  /** To be destroyed by the caller. */
  clientWith(settings: S3ClientConfig): S3Client {
    return new S3Client({
      endpoint: this.endpoint,
      region: this.service.region,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: secret },
      forcePathStyle: true,
      maxAttempts: 2,
      ...settings,
    });
  }

  /** Puts an object past the proxy. */
  async put(bucket: string, key: string, body: Buffer): Promise<void> {
    const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: body });
    await this.service.client.send(command);
  }

  /** As S3 does with connections that are idle. */
  cutAll(): void {
    this.#proxy.closeAllConnections();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.destroy();
    this.#proxy.closeAllConnections();
    this.#proxy.close();
    await this.service.stop();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const header = (name: string): string | undefined => request.headers[name]?.toString();
    const exchange: Exchange = {
      method: request.method ?? '',
      url: new URL(request.url ?? '/', this.endpoint),
      range: header('range'),
      ifMatch: header('if-match'),
      expectedOwner: header('x-amz-expected-bucket-owner'),
      sent: 0,
      broken: false,
    };
    response.on('close', () => {
      exchange.broken = !response.writableFinished;
    });
    const number = this.exchanges.push(exchange);
    const disturbance = this.rule(exchange, number);
    if (typeof disturbance === 'object' && 'status' in disturbance) {
      refuse(exchange, response, disturbance);
      return;
    }
    const headers = { ...request.headers };
    if (disturbance === 'ignore the range') delete headers['range'];
    if (disturbance === 'ignore the condition') delete headers['if-match'];
    const version = this.#version(exchange);
    if (version === 'none') {
      refuse(exchange, response, { status: 404, code: 'NoSuchVersion' });
      return;
    }
    const onward = openRequest(
      new URL(version?.path ?? request.url ?? '/', this.service.endpoint),
      {
        method: exchange.method,
        headers,
      },
    );
    onward.end();
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    const answered = {
      ...answer.headers,
      ...(version !== undefined && { 'x-amz-version-id': version.id }),
      ...(typeof disturbance === 'object' && 'headers' in disturbance && disturbance.headers),
    };
    const sent = Object.entries(answered).filter(([, value]) => value !== undefined);
    response.writeHead(answer.statusCode ?? 502, Object.fromEntries(sent));
    await sendBody(exchange, answer, response, disturbance);
  }

  #version({ url }: Exchange): { readonly id: string; readonly path: string } | 'none' | undefined {
    const id = url.searchParams.get('versionId');
    if (this.versions.size === 0 || id === null) return undefined;
    const key = this.versions.get(id);
    return key === undefined ? 'none' : { id, path: `/${url.pathname.split('/')[1]}/${key}` };
  }
}

async function sendBody(
  exchange: Exchange,
  answer: IncomingMessage,
  response: ServerResponse,
  disturbance: Disturbance | undefined,
): Promise<void> {
  const limit =
    typeof disturbance !== 'object'
      ? Number.POSITIVE_INFINITY
      : 'cutAfter' in disturbance
        ? disturbance.cutAfter
        : 'silentAfter' in disturbance
          ? disturbance.silentAfter
          : Number.POSITIVE_INFINITY;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    const bytes = Buffer.from(chunk.subarray(0, limit - exchange.sent));
    if (disturbance === 'flip a bit' && exchange.sent === 0) {
      bytes.writeUInt8(bytes.readUInt8(10) ^ 1, 10);
    }
    exchange.sent += bytes.length;
    if (!response.write(bytes)) await Promise.race([once(response, 'drain'), closing(response)]);
    if (response.destroyed) return;
    if (exchange.sent < limit) continue;
    // What is written has to leave before the connection is cut.
    if (typeof disturbance === 'object' && 'cutAfter' in disturbance) {
      response.socket?.destroySoon();
      return;
    }
    await closing(response);
    return;
  }
  if (limit === 0) response.socket?.destroySoon();
  else response.end();
}

function closing(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) resolve();
    else response.once('close', () => resolve());
  });
}

function refuse(
  { method }: Exchange,
  response: ServerResponse,
  { status, code, message = code }: Extract<Disturbance, { readonly status: number }>,
): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  const document = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response.end(method === 'HEAD' ? undefined : document);
}
