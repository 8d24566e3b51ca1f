/** Splits `host:port`. */

import { InvocationError } from '../errors.ts';
import type { Sourced } from './sourced.ts';

/** Where a server listens. */
export interface Address {
  readonly host: string;
  /** `undefined` where it is not named. */
  readonly port: number | undefined;
}

/**
 * @param host - `host`, `host:port`, `[2001:db8::1]:port`, or an IPv6 address alone
 * @throws {InvocationError} `ConfigurationError` of code `INVALID_HOST`
 */
export function parseAddress(host: Sourced): Address {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(host.value);
  const name = match?.[1] ?? match?.[2] ?? (/^[\da-f:.]+$/i.test(host.value) ? host.value : '');
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  if (name === '' || /[\s/@\p{Cc}]/u.test(name) || (port !== undefined && port > 65_535)) {
    throw new InvocationError(
      'ConfigurationError',
      'INVALID_HOST',
      `The ${host.place} holds no host: write a name or address, or host:port.`,
    );
  }
  return { host: name, port };
}
