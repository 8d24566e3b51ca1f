/** A real S3 service in process (fauxqs) behind a proxy that can fail any request on purpose. */

import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  request as openRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import { text } from 'node:stream/consumers';
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { type FauxqsServer, startFauxqs } from 'fauxqs';

/** The S3 operations that an upload makes, as far as the proxy tells them apart. */
export type OperationName =
  | 'PutObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'other';

/** One request that came in. */
export interface Operation {
  readonly name: OperationName;
  readonly bucket: string;
  readonly key: string;
  readonly partNumber: number | undefined;
  readonly uploadId: string | undefined;
}

/** What happens to a request in place of being served. */
export type Fault =
  /** S3's own error document. */
  | { readonly status: number; readonly code: string; readonly message?: string }
  /** The connection is cut before the request reaches S3. */
  | 'reset'
  /** The request is served, and the connection is cut in place of the answer. */
  | 'reset after'
  /** The request waits until the promise settles, and is served then. */
  | { readonly until: Promise<unknown> };

/** Decides for each request; `undefined` serves it. */
export type FaultRule = (operation: Operation) => Fault | undefined;

/** The running service, with what a test asks of it. */
export class FaultyS3 implements AsyncDisposable {
  /** Every request so far, retries of the SDK included. */
  readonly operations: Operation[] = [];

  /** Ids of the multipart uploads that were begun and neither completed nor aborted. */
  readonly openUploads = new Set<string>();

  /** Talks to the proxy. Retries once, without a pause. */
  readonly client: S3Client;

  /** Address of the proxy. */
  readonly endpoint: string;

  readonly #service: FauxqsServer;
  readonly #proxy: Server;
  readonly #direct: S3Client;
  #rule: FaultRule = () => undefined;

  private constructor(service: FauxqsServer, proxy: Server, endpoint: string) {
    this.#service = service;
    this.#proxy = proxy;
    this.endpoint = endpoint;
    this.client = clientFor(endpoint);
    this.#direct = clientFor(service.address);
    proxy.on('request', (request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  static async start(buckets: readonly string[]): Promise<FaultyS3> {
    const service = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
    for (const bucket of buckets) service.createBucket(bucket);
    const proxy = createServer().listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const address = proxy.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new FaultyS3(service, proxy, `http://127.0.0.1:${address.port}`);
  }

  /** From now on requests are decided by this rule. */
  failWhen(rule: FaultRule): void {
    this.#rule = rule;
  }

  /** Keys of all objects in a bucket. */
  async keys(bucket: string): Promise<string[]> {
    const output = await this.#direct.send(new ListObjectsV2Command({ Bucket: bucket }));
    return (output.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
  }

  /** The object's bytes, or `undefined` if there is none. */
  async object(bucket: string, key: string): Promise<Buffer | undefined> {
    try {
      const { Body } = await this.#direct.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return Body === undefined ? undefined : Buffer.from(await Body.transformToByteArray());
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  /** How many requests of a kind came in. */
  count(name: OperationName): number {
    return this.operations.filter((operation) => operation.name === name).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.destroy();
    this.#direct.destroy();
    this.#proxy.closeAllConnections();
    this.#proxy.close();
    await this.#service.stop();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = operationOf(request);
    this.operations.push(operation);
    const fault = this.#rule(operation) ?? (await this.#refuseExisting(request, operation));
    if (fault === 'reset') {
      request.socket.destroy();
      return;
    }
    if (typeof fault === 'object' && 'status' in fault) {
      request.resume();
      response.writeHead(fault.status, { 'content-type': 'application/xml', connection: 'close' });
      response.end(
        `<?xml version="1.0"?><Error><Code>${fault.code}</Code>` +
          `<Message>${fault.message ?? fault.code}</Message></Error>`,
      );
      return;
    }
    if (typeof fault === 'object') await fault.until.catch(() => {});
    const answer = await this.#forward(request);
    const body = await text(answer);
    this.#follow(operation, answer.statusCode ?? 0, body);
    if (fault === 'reset after') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.end(body);
  }

  /** Plays S3's conditional write, which the service behind does not know. */
  async #refuseExisting(
    request: IncomingMessage,
    operation: Operation,
  ): Promise<Fault | undefined> {
    if (request.headers['if-none-match'] !== '*') return undefined;
    return (await this.object(operation.bucket, operation.key)) === undefined
      ? undefined
      : { status: 412, code: 'PreconditionFailed' };
  }

  async #forward(request: IncomingMessage): Promise<IncomingMessage> {
    const { method, headers, url } = request;
    const onward = openRequest(new URL(url ?? '/', this.#service.address), { method, headers });
    request.on('error', () => onward.destroy()).pipe(onward);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    return answer;
  }

  #follow(operation: Operation, status: number, body: string): void {
    if (status >= 300) return;
    if (operation.name === 'CreateMultipartUpload') {
      const uploadId = /<UploadId>([^<]+)</.exec(body)?.[1];
      if (uploadId !== undefined) this.openUploads.add(uploadId);
    }
    if (/^(?:Complete|Abort)MultipartUpload$/.test(operation.name)) {
      this.openUploads.delete(operation.uploadId ?? '');
    }
  }
}

/** A client with path-style addresses and no pause between its two attempts. */
function clientFor(endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
    maxAttempts: 2,
  });
}

function operationOf(request: IncomingMessage): Operation {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, bucket = '', ...rest] = decodeURIComponent(url.pathname).split('/');
  const query = url.searchParams;
  const uploadId = query.get('uploadId') ?? undefined;
  const partNumber = query.has('partNumber') ? Number(query.get('partNumber')) : undefined;
  const names: Record<string, OperationName> = {
    PUT: uploadId === undefined ? 'PutObject' : 'UploadPart',
    POST: query.has('uploads') ? 'CreateMultipartUpload' : 'CompleteMultipartUpload',
    DELETE: uploadId === undefined ? 'other' : 'AbortMultipartUpload',
  };
  const name = names[request.method ?? ''] ?? 'other';
  return { name, bucket, key: rest.join('/'), partNumber, uploadId };
}
