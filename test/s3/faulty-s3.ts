/** The S3 service of the tests behind a proxy that can fail any request on purpose. */

import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as openRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import {
  GetObjectCommand,
  NoSuchBucket,
  NoSuchKey,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { type OpenUpload, type S3Service, startS3 } from '../services/index.ts';
import { PlayedChecksums } from './played-checksums.ts';

/** The S3 operations that an upload makes, as far as the proxy tells them apart. */
export type OperationName =
  | 'PutObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'HeadObject'
  | 'DeleteObject'
  | 'other';

/** One request that came in. */
export interface Operation {
  readonly name: OperationName;
  readonly bucket: string;
  readonly key: string;
  readonly partNumber: number | undefined;
  readonly uploadId: string | undefined;
  readonly headers: IncomingHttpHeaders;
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
  /** What S3 would check, and the service behind does not. */
  readonly checksums = new PlayedChecksums();

  /** Whether a request's bytes are changed on their way. */
  changeBytes: (operation: Operation) => boolean = () => false;

  /** Every request so far, retries of the SDK included. */
  readonly operations: Operation[] = [];

  /** Talks to the proxy. Retries once, without a pause. */
  readonly client: S3Client;

  /** Address of the proxy. */
  readonly endpoint: string;

  readonly #service: S3Service;
  readonly #proxy: Server;
  #rule: FaultRule = () => undefined;

  private constructor(service: S3Service, proxy: Server, endpoint: string) {
    this.#service = service;
    this.#proxy = proxy;
    this.endpoint = endpoint;
    this.client = this.clientWith({});
    proxy.on('request', (request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  /** Another client that talks to the proxy, with settings of its own. To be destroyed by the caller. */
  clientWith(settings: S3ClientConfig): S3Client {
    return new S3Client({
      endpoint: this.endpoint,
      region: this.#service.region,
      credentials: this.#service.credentials,
      forcePathStyle: true,
      maxAttempts: 2,
      ...settings,
    });
  }

  static async start(buckets: readonly string[]): Promise<FaultyS3> {
    const service = await startS3();
    for (const bucket of buckets) await service.createBucket(bucket);
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

  /** The variables that point the AWS SDK of another process here. */
  get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL_S3: this.endpoint,
      AWS_REGION: this.#service.region,
      AWS_ACCESS_KEY_ID: this.#service.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.#service.credentials.secretAccessKey,
    };
  }

  /** Keys of all objects in a bucket. */
  async keys(bucket: string): Promise<string[]> {
    return (await this.#service.objects(bucket)).map(({ key }) => key);
  }

  /** Multipart uploads that were begun and neither completed nor aborted. */
  openUploads(bucket: string): readonly OpenUpload[] {
    return this.#service.openUploads(bucket);
  }

  /** The object's bytes, or `undefined` if there is none, or no such bucket. */
  async object(bucket: string, key: string): Promise<Buffer | undefined> {
    try {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key });
      const { Body } = await this.#service.client.send(command);
      return Body === undefined ? undefined : Buffer.from(await Body.transformToByteArray());
    } catch (error) {
      if (error instanceof NoSuchKey || error instanceof NoSuchBucket) return undefined;
      throw error;
    }
  }

  /** How many requests of a kind came in. */
  count(name: OperationName): number {
    return this.operations.filter((operation) => operation.name === name).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.destroy();
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
      // Answered while it is still being sent, it would be a broken connection to the client.
      await buffer(request);
      refuse(response, fault);
      return;
    }
    if (typeof fault === 'object') await fault.until.catch(() => {});
    const sent = await buffer(request);
    if (this.changeBytes(operation)) sent.writeUInt8(sent.readUInt8(0) ^ 1, 0);
    const wrong = this.checksums.check(operation, sent);
    if (wrong !== undefined) {
      refuse(response, { status: 400, code: wrong });
      return;
    }
    const answer = await this.#forward(request, sent);
    const body = this.checksums.intoAnswer(operation, answer, await buffer(answer));
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

  async #forward(request: IncomingMessage, sent: Buffer): Promise<IncomingMessage> {
    const { method, headers, url } = request;
    const onward = openRequest(new URL(url ?? '/', this.#service.endpoint), { method, headers });
    onward.end(sent);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    return answer;
  }
}

/** Answers with S3's error document. */
function refuse(
  response: ServerResponse,
  { status, code, message = code }: Exclude<Fault, string | { readonly until: unknown }>,
): void {
  response.writeHead(status, { 'content-type': 'application/xml', connection: 'close' });
  response.end(
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  );
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
    DELETE: uploadId === undefined ? 'DeleteObject' : 'AbortMultipartUpload',
    HEAD: rest.length > 0 ? 'HeadObject' : 'other',
  };
  const name = names[request.method ?? ''] ?? 'other';
  return { name, bucket, key: rest.join('/'), partNumber, uploadId, headers: request.headers };
}
