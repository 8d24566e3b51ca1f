/** The HTTP API through which a Lambda runtime gets its events and returns its results. */

import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { readBody, startHttpServer } from './http-server.ts';

/** An error as the runtime reports it. */
export interface LambdaError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** How an invocation ended. */
export type InvocationResult =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: LambdaError };

/** A running Runtime API. */
export interface RuntimeApi {
  /** For the runtime's `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Resolves when the runtime asks for its first event, with the error where its start failed. */
  readonly initialized: Promise<LambdaError | undefined>;
  /** Hands an event to the runtime; resolves with what it returns. */
  invoke(event: unknown, deadline: Date): Invocation;
  /** Headers and bodies of all that the runtime has reported, results and errors, as they came. */
  reports(): string;
  stop(): Promise<void>;
}

/** An event on its way through the runtime. */
export interface Invocation {
  readonly requestId: string;
  readonly result: Promise<InvocationResult>;
}

const PREFIX = '/2018-06-01/runtime/';
const FUNCTION_ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:dumpstream';

interface PendingInvocation {
  readonly requestId: string;
  readonly body: string;
  readonly deadline: Date;
}

/** Starts the API on a free port, for one runtime. */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const initialized = Promise.withResolvers<LambdaError | undefined>();
  const results = new Map<string, (result: InvocationResult) => void>();
  const events: PendingInvocation[] = [];
  const reports: string[] = [];
  let waiting: ServerResponse | undefined;

  const deliver = () => {
    const event = waiting === undefined ? undefined : events.shift();
    if (waiting === undefined || event === undefined) return;
    waiting.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': event.requestId,
      'lambda-runtime-deadline-ms': String(event.deadline.getTime()),
      'lambda-runtime-invoked-function-arn': FUNCTION_ARN,
      'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
    });
    waiting.end(event.body);
    waiting = undefined;
  };

  const server = await startHttpServer(async (request, response) => {
    const path = (request.url ?? '').replace(PREFIX, '');
    if (request.method === 'GET' && path === 'invocation/next') {
      initialized.resolve(undefined);
      waiting = response;
      return deliver();
    }
    const text = (await readBody(request)).toString('utf8');
    reports.push([...request.rawHeaders, text].join('\n'));
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    if (path === 'init/error') {
      initialized.resolve(body as LambdaError);
      return accept(response);
    }
    const [, requestId = '', outcome] = path.split('/');
    const finish = results.get(requestId);
    if (finish === undefined) return response.writeHead(404).end();
    results.delete(requestId);
    accept(response);
    finish(
      outcome === 'error' ? { ok: false, error: body as LambdaError } : { ok: true, result: body },
    );
  });

  return {
    address: server.address,
    initialized: initialized.promise,
    invoke(event, deadline) {
      const requestId = randomUUID();
      const result = new Promise<InvocationResult>((resolve) => results.set(requestId, resolve));
      events.push({ requestId, body: JSON.stringify(event), deadline });
      deliver();
      return { requestId, result };
    },
    reports: () => reports.join('\n'),
    stop: server.stop,
  };
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
}
