/** A fake of Secrets Manager's `GetSecretValue`. */

import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { readBody, startHttpServer } from './http-server.ts';

/** One call that the fake received. */
export interface SecretRequest {
  /** For example `GetSecretValue`. */
  readonly operation: string;
  /** Name or ARN, as it was asked for. */
  readonly secretId: string;
  /** `AWSCURRENT` where nothing else was asked for. */
  readonly versionStage: string;
}

/** A text, or bytes. */
export type SecretContent = string | Uint8Array;

/**
 * A fake: AWS's service can't run here, and no registry has a stand-in that needs no container. It
 * speaks the service's protocol (AWS JSON 1.1) as far as the real SDK client needs for
 * `GetSecretValue`: a secret is found by its name or its whole ARN, has the stages `AWSCURRENT` and
 * `AWSPENDING`, and is text or bytes. It checks neither signatures nor permissions.
 */
export interface SecretsManager {
  /** `http://127.0.0.1:port` */
  readonly endpoint: string;
  /** All calls so far, those that were made to fail too. */
  readonly requests: readonly SecretRequest[];
  /** The ARN of a secret: its name with six characters after it. */
  arnOf(name: string): string;
  /** Adds or changes the current version, as the end of a rotation does; nothing is pending then. */
  set(name: string, content: SecretContent): void;
  /** Adds a version that is to be the next one, as the beginning of a rotation does. */
  setPending(name: string, content: SecretContent): void;
  /** Makes the next call fail with this error of the service, for example `AccessDeniedException`. */
  failNext(error: string, status?: number): void;
  stop(): Promise<void>;
}

const ARN_PREFIX = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:';

/** Starts the fake on a free port with the secrets, by name. */
export async function startSecretsManager(
  secrets: Readonly<Record<string, SecretContent>>,
): Promise<SecretsManager> {
  const stages = {
    AWSCURRENT: new Map<string, SecretContent>(Object.entries(secrets)),
    AWSPENDING: new Map<string, SecretContent>(),
  };
  const requests: SecretRequest[] = [];
  const failures: { readonly error: string; readonly status: number }[] = [];

  const server = await startHttpServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('secretsmanager.', '');
    const body = JSON.parse((await readBody(request)).toString('utf8')) as {
      SecretId?: string;
      VersionStage?: string;
    };
    const { SecretId: secretId = '', VersionStage: versionStage = 'AWSCURRENT' } = body;
    requests.push({ operation, secretId, versionStage });
    const failure = failures.shift();
    if (failure !== undefined) return sendError(response, failure.status, failure.error);
    if (operation !== 'GetSecretValue') {
      return sendError(response, 400, 'UnknownOperationException');
    }
    const versions = versionStage === 'AWSPENDING' ? stages.AWSPENDING : stages.AWSCURRENT;
    const name = [...versions.keys()].find((known) => [known, arnOf(known)].includes(secretId));
    const content = name === undefined ? undefined : versions.get(name);
    if (name === undefined || content === undefined) {
      return sendError(response, 400, 'ResourceNotFoundException');
    }
    send(response, 200, {
      ARN: arnOf(name),
      Name: name,
      ...(typeof content === 'string'
        ? { SecretString: content }
        : { SecretBinary: Buffer.from(content).toString('base64') }),
      VersionStages: [versionStage],
      CreatedDate: 1_790_000_000,
    });
  });

  return {
    endpoint: `http://${server.address}`,
    requests,
    arnOf,
    set(name, content) {
      stages.AWSCURRENT.set(name, content);
      stages.AWSPENDING.delete(name);
    },
    setPending: (name, content) => void stages.AWSPENDING.set(name, content),
    failNext: (error, status = 400) => void failures.push({ error, status }),
    stop: server.stop,
  };
}

function arnOf(name: string): string {
  return `${ARN_PREFIX}${name}-${createHash('sha256').update(name).digest('hex').slice(0, 6)}`;
}

function sendError(response: ServerResponse, status: number, name: string): void {
  send(response, status, { __type: name, Message: `${name} from the fake Secrets Manager` });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}
