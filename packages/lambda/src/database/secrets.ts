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
  readonly signal: AbortSignal;
}

/** Secrets that were read, by their names. */
export class SecretCache {
  readonly #known = new Map<string, SecretFields>();
  #reader: SecretReader | undefined;

  /**
   * @throws {InvocationError} `SecretsManagerError` of code `ACCESS_DENIED`, `SECRET_NOT_FOUND`,
   *   `SECRET_UNREADABLE` or `INVALID_SECRET`
   */
  async read({ name, again = false, version, signal }: SecretRead): Promise<SecretFields> {
    const known = this.#known.get(name);
    if (known !== undefined && !again && version === undefined) return known;
    const fields = parseSecret(
      await this.#ask(name, version ?? 'AWSCURRENT', signal),
      `secret ${printable(name)}`,
    );
    if (version === undefined) this.#known.set(name, fields);
    return fields;
  }

  /** The next invocation asks again: what was read may be what was wrong. */
  forget(): void {
    this.#known.clear();
  }

  async #ask(
    name: string,
    version: SecretVersion,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    this.#reader ??= new SecretReader();
    const reader = this.#reader;
    try {
      return await reader.read(name, version, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw await unreadable(name, error, reader);
    }
  }
}

async function unreadable(
  name: string,
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
        `it, or correct ${settings.dbSecret.variable}.`,
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
