/** SSM parameters: read in one call, decrypted, kept until they are forgotten. */

import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { InvocationError } from '../errors.ts';
import { printable } from '../printable.ts';
import { settings } from '../settings/settings.ts';

/** What {@link ParameterCache.read} needs. */
export interface ParameterRead {
  /** At most ten, the limit of one `GetParameters` call. */
  readonly names: readonly string[];
  /** Ask Parameter Store, even for what is known. */
  readonly again?: boolean;
  /** Whether only a SecureString will do. */
  readonly secure?: boolean;
  /** The variable that names them, for messages. Default: that of the prefix. */
  readonly variable?: string | undefined;
  readonly signal: AbortSignal;
}

/** Parameters that were read, by their full names. */
export class ParameterCache {
  readonly #client: () => SSMClient;
  #values = new Map<string, string>();
  /** Names of those that are no SecureString. */
  readonly #plain = new Set<string>();

  /** @param client - called only when there is something to ask */
  constructor(client: () => SSMClient) {
    this.#client = client;
  }

  /**
   * @returns the values of all names
   * @throws {InvocationError} `ParameterStoreError` if one is missing or can't be read
   */
  async read(request: ParameterRead): Promise<ReadonlyMap<string, string>> {
    const { names, again = false, secure = false } = request;
    if (again || names.some((name) => !this.#values.has(name))) {
      // What others have learned, for another target say, stays.
      for (const [name, value] of await this.#ask(request)) this.#values.set(name, value);
    }
    const plain = secure ? names.find((name) => this.#plain.has(name)) : undefined;
    if (plain !== undefined) throw notSecure(plain);
    return this.#values;
  }

  /** The next invocation asks again: what was read may be what was wrong. */
  forget(): void {
    this.#values = new Map();
  }

  async #ask({
    names,
    variable = settings.ssmPrefix.variable,
    signal,
  }: ParameterRead): Promise<ReadonlyMap<string, string>> {
    const client = this.#client();
    let found: ReadonlyMap<string, string>;
    try {
      const command = new GetParametersCommand({ Names: [...names], WithDecryption: true });
      const { Parameters = [] } = await client.send(command, { abortSignal: signal });
      found = new Map(Parameters.map(({ Name = '', Value = '' }) => [Name, Value]));
      for (const { Name = '', Type } of Parameters) {
        if (Type === 'SecureString') this.#plain.delete(Name);
        else this.#plain.add(Name);
      }
    } catch (error) {
      signal.throwIfAborted();
      throw unreadable(names, error);
    }
    const missing = names.filter((name) => !found.has(name));
    if (missing.length > 0) {
      const one = missing.length === 1;
      throw new InvocationError(
        'ParameterStoreError',
        'PARAMETER_NOT_FOUND',
        `The SSM ${one ? 'parameter' : 'parameters'} ${missing.map(printable).join(', ')} ` +
          `${one ? 'does' : 'do'} not exist in region ${await client.config.region()}. Create ` +
          `${one ? 'it' : 'them'}, or correct ${variable}.`,
      );
    }
    return found;
  }
}

function notSecure(name: string): InvocationError {
  return new InvocationError(
    'ParameterStoreError',
    'NOT_SECURE',
    `The SSM parameter ${printable(name)} is no SecureString, and holds a secret that everybody can ` +
      'read who may list parameters. Make a new value, and store it as a SecureString.',
  );
}

function unreadable(names: readonly string[], error: unknown): InvocationError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const hint = name.includes('AccessDenied')
    ? "The function's role needs ssm:GetParameters on them, and kms:Decrypt on the key of a " +
      'SecureString that has a key of its own.'
    : 'From a VPC, Parameter Store needs an interface endpoint for ssm, or NAT.';
  return new InvocationError(
    'ParameterStoreError',
    name.includes('AccessDenied') ? 'ACCESS_DENIED' : 'PARAMETERS_UNREADABLE',
    `The SSM parameters ${names.map(printable).join(', ')} can't be read ` +
      `(${name}: ${printable(message)}). ${hint}`,
    error instanceof Error ? error : undefined,
  );
}
