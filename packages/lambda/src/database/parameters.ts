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
  readonly signal: AbortSignal;
}

/** Parameters that were read, by their full names. */
export class ParameterCache {
  readonly #client: () => SSMClient;
  #values = new Map<string, string>();

  /** @param client - called only when there is something to ask */
  constructor(client: () => SSMClient) {
    this.#client = client;
  }

  /**
   * @returns the values of all names
   * @throws {InvocationError} `ParameterStoreError` if one is missing or can't be read
   */
  async read({
    names,
    again = false,
    signal,
  }: ParameterRead): Promise<ReadonlyMap<string, string>> {
    if (again || names.some((name) => !this.#values.has(name))) {
      // What others have learned, for another target say, stays.
      for (const [name, value] of await this.#ask(names, signal)) this.#values.set(name, value);
    }
    return this.#values;
  }

  /** The next invocation asks again: what was read may be what was wrong. */
  forget(): void {
    this.#values = new Map();
  }

  async #ask(names: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const client = this.#client();
    let found: ReadonlyMap<string, string>;
    try {
      const command = new GetParametersCommand({ Names: [...names], WithDecryption: true });
      const { Parameters = [] } = await client.send(command, { abortSignal: signal });
      found = new Map(Parameters.map(({ Name = '', Value = '' }) => [Name, Value]));
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
          `${one ? 'it' : 'them'}, or correct ${settings.ssmPrefix.variable}.`,
      );
    }
    return found;
  }
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
