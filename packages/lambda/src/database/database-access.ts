/** All that is needed to connect, and where each part of it was configured. */

import type { ConnectionSettings } from '@dumpstream/core';
import type { AccessName } from '../configuration/access-names.ts';
import type { Address } from './address.ts';
import type { Sourced } from './sourced.ts';

/** What an access is made of. */
export interface AccessParts {
  readonly values: Readonly<Record<AccessName, Sourced>>;
  readonly address: Address;
  readonly tls: boolean;
  /** Signs a token for each login, in place of a password. */
  readonly signToken?: ((address: Address, user: string) => Promise<string>) | undefined;
  /** Whether asking again where the values are from could make a difference. */
  readonly canChange: boolean;
}

/** How to reach the database. */
export class DatabaseAccess {
  readonly #parts: AccessParts;

  constructor(parts: AccessParts) {
    this.#parts = parts;
  }

  get database(): string {
    return this.#parts.values.dbName.value;
  }

  get canChange(): boolean {
    return this.#parts.canChange;
  }

  /** Whether it logs in with a signed token. */
  get usesToken(): boolean {
    return this.#parts.signToken !== undefined;
  }

  get connection(): ConnectionSettings {
    const { values, address, tls, signToken } = this.#parts;
    const { dbUser, dbPassword, dbName } = values;
    const { host, port } = address;
    return {
      host,
      ...(port !== undefined && { port }),
      user: dbUser.value,
      password: signToken === undefined ? dbPassword.value : () => signToken(address, dbUser.value),
      database: dbName.value,
      ...(tls ? {} : { ssl: false }),
      // A token is worth an encrypted connection even to a host that is local.
      ...(signToken !== undefined && { ssl: true }),
    };
  }

  /** Where a value was configured, for messages. */
  place(name: AccessName): string {
    return this.#parts.values[name].place;
  }

  /** Many a parameter was written with `echo`. */
  get passwordEndsWithLineBreak(): boolean {
    return /[\r\n]$/.test(this.#parts.values.dbPassword.value);
  }

  equals(other: DatabaseAccess): boolean {
    const [mine, theirs] = [this.#parts, other.#parts];
    return (
      mine.address.host === theirs.address.host &&
      mine.address.port === theirs.address.port &&
      (['dbUser', 'dbPassword', 'dbName'] as const).every(
        (name) => mine.values[name].value === theirs.values[name].value,
      )
    );
  }
}
