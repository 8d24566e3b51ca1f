/** How to reach the database: from variables, and from SSM for what has no variable. */

import type { ConnectionSettings } from '@dumpstream/core';
import type { Configuration } from '../configuration/configuration.ts';
import { InvocationError } from '../errors.ts';
import { type SettingName, settingEntries } from '../settings/settings.ts';
import type { ParameterCache } from './parameters.ts';

/** A value and where it was configured. */
interface Sourced {
  readonly value: string;
  /** For messages, for example `SSM parameter /prod/shop-dbpass`. */
  readonly place: string;
}

type AccessName = Extract<SettingName, 'dbHost' | 'dbUser' | 'dbPassword' | 'dbName'>;

/** All that is needed to connect. */
export class DatabaseAccess {
  readonly #values: Readonly<Record<AccessName, Sourced>>;
  readonly #address: { readonly host: string; readonly port: number | undefined };
  readonly #tls: boolean;
  /** Whether reading the parameters again could make a difference. */
  readonly usesParameters: boolean;

  constructor(
    values: Readonly<Record<AccessName, Sourced>>,
    configuration: Configuration,
    usesParameters: boolean,
  ) {
    this.#values = values;
    this.#address = parseAddress(values.dbHost, configuration);
    this.#tls = configuration.flag('dbTls') ?? true;
    this.usesParameters = usesParameters;
  }

  get database(): string {
    return this.#values.dbName.value;
  }

  get connection(): ConnectionSettings {
    const { dbUser, dbPassword, dbName } = this.#values;
    const { host, port } = this.#address;
    return {
      host,
      ...(port !== undefined && { port }),
      user: dbUser.value,
      password: dbPassword.value,
      database: dbName.value,
      ...(this.#tls ? {} : { ssl: false }),
    };
  }

  /** Where a value was configured, for messages. */
  place(name: AccessName): string {
    return this.#values[name].place;
  }

  /** Many a parameter was written with `echo`. */
  get passwordEndsWithLineBreak(): boolean {
    return /[\r\n]$/.test(this.#values.dbPassword.value);
  }

  equals(other: DatabaseAccess): boolean {
    return accessNames.every((name) => this.#values[name].value === other.#values[name].value);
  }
}

const accessNames: readonly AccessName[] = ['dbHost', 'dbUser', 'dbPassword', 'dbName'];

/**
 * Makes no call where all values have variables.
 *
 * @throws {InvocationError} `ParameterStoreError`, or `ConfigurationError` for a useless value
 */
export async function readDatabaseAccess(
  configuration: Configuration,
  parameters: ParameterCache,
  options: { readonly again?: boolean; readonly signal: AbortSignal },
): Promise<DatabaseAccess> {
  const prefix = configuration.text('ssmPrefix') ?? '';
  const wanted = new Map<AccessName, string>();
  const allDatabases = configuration.flag('allDatabases') === true;
  for (const name of accessNames) {
    if (name === 'dbName' && allDatabases) continue;
    if (configuration.text(name) === undefined) {
      wanted.set(name, `${prefix}${parameterSuffix(name)}`);
    }
  }
  const values =
    wanted.size === 0
      ? new Map<string, string>()
      : await parameters.read({ ...options, names: [...wanted.values()] });
  const sourced = (name: AccessName): Sourced => {
    const parameter = wanted.get(name);
    if (parameter === undefined) {
      return { value: configuration.text(name) ?? '', place: configuration.place(name) };
    }
    const place = `SSM parameter ${parameter}`;
    // White space around a name is never meant; around a password it may be.
    const value = values.get(parameter) ?? '';
    const cleaned = name === 'dbPassword' ? value : value.trim();
    if (cleaned === '') {
      throw new InvocationError('ConfigurationError', 'EMPTY_PARAMETER', `The ${place} is empty.`);
    }
    return { value: cleaned, place };
  };
  return new DatabaseAccess(
    {
      dbHost: sourced('dbHost'),
      dbUser: sourced('dbUser'),
      dbPassword: sourced('dbPassword'),
      dbName: allDatabases
        ? { value: 'all-databases', place: configuration.place('allDatabases') }
        : sourced('dbName'),
    },
    configuration,
    wanted.size > 0,
  );
}

function parameterSuffix(name: AccessName): string {
  return settingEntries.find(([settingName]) => settingName === name)?.[1].parameter ?? name;
}

/** `host`, `host:port`, `[2001:db8::1]:port`, or an IPv6 address alone. */
function parseAddress(
  host: Sourced,
  configuration: Configuration,
): { readonly host: string; readonly port: number | undefined } {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(host.value);
  const configuredPort = configuration.integer('dbPort');
  const name = match?.[1] ?? match?.[2] ?? (/^[\da-f:.]+$/i.test(host.value) ? host.value : '');
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  if (name === '' || /[\s/@\p{Cc}]/u.test(name) || (port !== undefined && port > 65_535)) {
    throw new InvocationError(
      'ConfigurationError',
      'INVALID_HOST',
      `The ${host.place} holds no host: write a name or address, or host:port.`,
    );
  }
  return { host: name, port: configuredPort ?? port };
}
