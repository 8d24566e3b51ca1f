/** Finds out how to reach the database: from variables, then from the secret, then from SSM. */

import { type AccessName, neededAccess, usesToken } from '../configuration/access-names.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { InvocationError } from '../errors.ts';
import { printable } from '../printable.ts';
import { settings } from '../settings/settings.ts';
import { parseAddress } from './address.ts';
import { DatabaseAccess } from './database-access.ts';
import type { ParameterCache } from './parameters.ts';
import type { SecretFields } from './secret-fields.ts';
import type { SecretCache, SecretVersion } from './secrets.ts';
import type { Sourced } from './sourced.ts';
import { signToken } from './token.ts';

/** What can be asked, and what has been learned from it in earlier invocations. */
export interface AccessSources {
  readonly parameters: ParameterCache;
  readonly secrets: SecretCache;
}

/** What {@link readDatabaseAccess} is told beside the configuration. */
export interface AccessRead {
  /** Ask, even for what is known. */
  readonly again?: boolean;
  /** Which version of the secret. Default: the current one. */
  readonly version?: SecretVersion;
  readonly signal: AbortSignal;
}

type AccessValues = Readonly<Record<AccessName, Sourced>>;

/** The fields of a secret, by the names that RDS gives them. */
const secretFieldOf = {
  dbHost: 'host',
  dbUser: 'username',
  dbPassword: 'password',
  dbName: 'dbname',
} as const;

/**
 * Asks nobody where all values have variables.
 *
 * @throws {InvocationError} `ParameterStoreError`, `SecretsManagerError`, or `ConfigurationError`
 *   for a useless value
 */
export async function readDatabaseAccess(
  configuration: Configuration,
  sources: AccessSources,
  options: AccessRead,
): Promise<DatabaseAccess> {
  const wanted = neededAccess(configuration).filter(
    (name) => configuration.text(name) === undefined,
  );
  const secretName = wanted.length === 0 ? undefined : configuration.text('dbSecret');
  const secret =
    secretName === undefined
      ? undefined
      : await sources.secrets.read({ name: secretName, ...options });
  const fromSecret = wanted.filter((name) => fieldOf(secret, name) !== undefined);
  const fromParameters = wanted.filter((name) => !fromSecret.includes(name));
  const parameters = await readParameters(fromParameters, configuration, sources, options);

  const sourced = (name: AccessName): Sourced => {
    if (!wanted.includes(name)) {
      return { value: configuration.text(name) ?? '', place: configuration.place(name) };
    }
    if (!fromSecret.includes(name)) return parameterValue(name, parameters);
    return { value: cleaned(name, fieldOf(secret, name) ?? ''), place: secretPlace(name, secret) };
  };
  const values = accessValues(configuration, sourced);
  const address = parseAddress(values.dbHost);
  return new DatabaseAccess({
    values,
    address: {
      host: address.host,
      port: configuration.integer('dbPort') ?? address.port ?? secret?.port,
    },
    tls: configuration.flag('dbTls') ?? true,
    signToken: usesToken(configuration) ? signToken : undefined,
    canChange: wanted.length > 0,
  });
}

function accessValues(
  configuration: Configuration,
  sourced: (name: AccessName) => Sourced,
): AccessValues {
  return {
    dbHost: sourced('dbHost'),
    dbUser: sourced('dbUser'),
    dbPassword: usesToken(configuration)
      ? { value: '', place: configuration.place('dbAuth') }
      : sourced('dbPassword'),
    dbName: configuration.flag('allDatabases')
      ? { value: 'all-databases', place: configuration.place('allDatabases') }
      : sourced('dbName'),
  };
}

async function readParameters(
  names: readonly AccessName[],
  configuration: Configuration,
  { parameters }: AccessSources,
  options: AccessRead,
): Promise<ReadonlyMap<AccessName, Sourced>> {
  if (names.length === 0) return new Map();
  const prefix = configuration.text('ssmPrefix');
  if (prefix === undefined) throw incompleteSecret(names, configuration);
  const full = new Map(names.map((name) => [name, `${prefix}${settings[name].parameter}`]));
  const found = await parameters.read({ ...options, names: [...full.values()] });
  return new Map(
    [...full].map(([name, parameter]) => [
      name,
      { value: found.get(parameter) ?? '', place: `SSM parameter ${printable(parameter)}` },
    ]),
  );
}

function parameterValue(name: AccessName, parameters: ReadonlyMap<AccessName, Sourced>): Sourced {
  const { value = '', place = '' } = parameters.get(name) ?? {};
  const text = cleaned(name, value);
  if (text === '') {
    throw new InvocationError('ConfigurationError', 'EMPTY_PARAMETER', `The ${place} is empty.`);
  }
  return { value: text, place };
}

/** White space around a name is never meant; around a password it may be. */
function cleaned(name: AccessName, value: string): string {
  return name === 'dbPassword' ? value : value.trim();
}

function fieldOf(secret: SecretFields | undefined, name: AccessName): string | undefined {
  return secret?.[secretFieldOf[name]];
}

function secretPlace(name: AccessName, secret: SecretFields | undefined): string {
  const place = secret?.place ?? '';
  return secret?.isText ? place : `field "${secretFieldOf[name]}" of the ${place}`;
}

function incompleteSecret(
  names: readonly AccessName[],
  configuration: Configuration,
): InvocationError {
  const fields = names.map((name) => `"${secretFieldOf[name]}"`).join(', ');
  const variables = names.map((name) => settings[name].variable).join(', ');
  return new InvocationError(
    'ConfigurationError',
    'INCOMPLETE_SECRET',
    `The secret ${printable(configuration.text('dbSecret') ?? '')} of the ` +
      `${configuration.place('dbSecret')} holds no ${fields}: add what is missing to it, or set ` +
      `${variables}, or ${settings.ssmPrefix.variable} to read it from SSM Parameter Store.`,
  );
}
