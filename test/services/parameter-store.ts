/** A fake of SSM Parameter Store's `GetParameters`. */

import type { ServerResponse } from 'node:http';
import { readBody, startHttpServer } from './http-server.ts';

/** One call that the fake received. */
export interface ParameterRequest {
  /** For example `GetParameters`. */
  readonly operation: string;
  readonly names: readonly string[];
  readonly withDecryption: boolean;
}

/**
 * A fake: AWS's service can't run here, and no registry has a stand-in that is small. It speaks the
 * service's protocol (AWS JSON 1.1) as far as the real SDK client needs for `GetParameters`:
 * every parameter is a `SecureString` that comes encrypted unless `WithDecryption` is true, unknown
 * names come back in `InvalidParameters`, and more than ten names are refused, as in the service's
 * API reference. It checks neither signatures nor permissions.
 */
export interface ParameterStore {
  /** `http://127.0.0.1:port` */
  readonly endpoint: string;
  /** All calls so far, those that were made to fail too. */
  readonly requests: readonly ParameterRequest[];
  /** Adds or changes a parameter, as the rotation of a password does. */
  set(name: string, value: string): void;
  /**
   * Makes the next calls fail: 400 as throttling, other 4xx as missing permission, 5xx as a fault
   * of the service.
   */
  failNext(status: number, times?: number): void;
  stop(): Promise<void>;
}

const CONTENT_TYPE = 'application/x-amz-json-1.1';
const MOST_NAMES = 10;

/** Starts the fake on a free port with the parameters, by name. */
export async function startParameterStore(
  parameters: Readonly<Record<string, string>>,
): Promise<ParameterStore> {
  const values = new Map(Object.entries(parameters));
  const requests: ParameterRequest[] = [];
  const failures: number[] = [];

  const server = await startHttpServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('AmazonSSM.', '');
    const body = JSON.parse((await readBody(request)).toString('utf8')) as {
      Names?: string[];
      WithDecryption?: boolean;
    };
    const names = body.Names ?? [];
    const withDecryption = body.WithDecryption ?? false;
    requests.push({ operation, names, withDecryption });
    const failure = failures.shift();
    if (failure !== undefined) return sendError(response, failure, errorName(failure));
    if (operation !== 'GetParameters') return sendError(response, 400, 'UnknownOperationException');
    if (names.length < 1 || names.length > MOST_NAMES) {
      return sendError(response, 400, 'ValidationException');
    }
    send(response, 200, {
      InvalidParameters: names.filter((name) => !values.has(name)),
      Parameters: names.flatMap((name) => {
        const value = values.get(name);
        if (value === undefined) return [];
        const shown = withDecryption
          ? value
          : Buffer.from(`encrypted ${value.length}`).toString('base64');
        return [{ Name: name, Type: 'SecureString', Value: shown, Version: 1, DataType: 'text' }];
      }),
    });
  });

  return {
    endpoint: `http://${server.address}`,
    requests,
    set: (name, value) => void values.set(name, value),
    failNext: (status, times = 1) => void failures.push(...Array<number>(times).fill(status)),
    stop: server.stop,
  };
}

function errorName(status: number): string {
  if (status === 400) return 'ThrottlingException';
  return status < 500 ? 'AccessDeniedException' : 'InternalServerError';
}

function sendError(response: ServerResponse, status: number, name: string): void {
  send(response, status, { __type: name, message: `${name} from the fake Parameter Store` });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': CONTENT_TYPE });
  response.end(JSON.stringify(body));
}
