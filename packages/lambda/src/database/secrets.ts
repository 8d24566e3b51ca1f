/** Secrets of Secrets Manager, kept until they are forgotten. */

import { InvocationError } from '../errors.ts';
import { printable } from '../printable.ts';
import { settings } from '../settings/settings.ts';
import { parseSecret, type SecretFields } from './secret-fields.ts';
import { SecretReader } from './secret-reader.ts';

/**
 * The version that applies, or the one that a rotation under way is about to put in its place: for
 * some seconds the server has that password already.
 */
export type SecretVersion = 'AWSCURRENT' | 'AWSPENDING';

/** What {@link SecretCache.read} needs. */
export interface SecretRead {
  /** Name or ARN. */
  readonly name: string;
  /** Ask Secrets Manager, even for what is known. */
  readonly again?: boolean;
  /** Default `AWSCURRENT`. Another one is always asked for, and not kept. */
  readonly version?: SecretVersion;
  /** The variable that names it, for messages. Default: that of the access to the database. */
  readonly variable?: string | undefined;
  readonly signal: AbortSignal;
}

/** Secrets that were read, by their names. */
export class SecretCache {
  readonly #known = new Map<string, string | undefined>();
  #reader: SecretReader | undefined;

  /**
   * What a secret tells about the database.
   *
   * @throws {InvocationError} `SecretsManagerError` of code `ACCESS_DENIED`, `SECRET_NOT_FOUND`,
   *   `SECRET_UNREADABLE` or `INVALID_SECRET`
   */
  async read(request: SecretRead): Promise<SecretFields> {
    return parseSecret(await this.readText(request), `secret ${printable(request.name)}`);
  }

  /**
   * @returns all of its text; `undefined` where it is binary
   * @throws {InvocationError} as {@link read}, but for the last
   */
  async readText(request: SecretRead): Promise<string | undefined> {
    const { name, again = false, version } = request;
    if (this.#known.has(name) && !again && version === undefined) return this.#known.get(name);
    const text = await this.#ask(request);
    if (version === undefined) this.#known.set(name, text);
    return text;
  }

  /** The next invocation asks again: what was read may be what was wrong. */
  forget(): void {
    this.#known.clear();
  }

  async #ask(request: SecretRead): Promise<string | undefined> {
    const { name, version = 'AWSCURRENT', signal } = request;
    this.#reader ??= new SecretReader();
    const reader = this.#reader;
    try {
      return await reader.read(name, version, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw await unreadable(request, error, reader);
    }
  }
}

async function unreadable(
  { name, variable = settings.dbSecret.variable }: SecretRead,
  error: unknown,
  reader: SecretReader,
): Promise<InvocationError> {
  const origin = error instanceof Error ? error : new Error(String(error));
  const secret = `secret ${printable(name)}`;
  const fail = (code: string, message: string) =>
    new InvocationError('SecretsManagerError', code, message, origin);
  if (origin.name === 'ResourceNotFoundException') {
    return fail(
      'SECRET_NOT_FOUND',
      `The ${secret} does not exist in region ${await reader.region()}, or has no value. Create ` +
        `it, or correct ${variable}.`,
    );
  }
  const reason = `(${origin.name}: ${printable(origin.message)})`;
  if (origin.name.includes('AccessDenied')) {
    return fail(
      'ACCESS_DENIED',
      `The ${secret} may not be read ${reason}. The function's role needs ` +
        'secretsmanager:GetSecretValue on it, and kms:Decrypt where it has a key of its own.',
    );
  }
  return fail(
    'SECRET_UNREADABLE',
    `The ${secret} can't be read ${reason}. From a VPC, Secrets Manager needs an interface ` +
      'endpoint for secretsmanager, or NAT.',
  );
}
