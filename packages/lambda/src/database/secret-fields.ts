/** Reads what a secret holds: the JSON that RDS writes, or a password alone. */

import { InvocationError } from '../errors.ts';

/** What a secret tells about the database. */
export interface SecretFields {
  readonly username?: string;
  readonly password?: string;
  readonly host?: string;
  readonly port?: number;
  readonly dbname?: string;
  /** For messages, for example `secret prod/shop`. */
  readonly place: string;
  /** Whether the secret is no JSON, so that all of it is the password. */
  readonly isText: boolean;
}

/**
 * The format is that of the secrets which RDS manages, and of those which AWS's functions rotate:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
 *
 * @param text - the `SecretString`
 * @param place - for messages
 * @throws {InvocationError} `SecretsManagerError` of code `INVALID_SECRET`, which repeats nothing
 *   that the secret holds
 */
export function parseSecret(text: string | undefined, place: string): SecretFields {
  if (text === undefined) throw invalid(place, 'is binary');
  if (text === '') throw invalid(place, 'is empty');
  // A password may begin like JSON; one that also ends like it is a document somebody mistyped.
  if (!/^\s*\{.*\}\s*$/s.test(text)) return { password: text, place, isText: true };
  const fields = parseObject(text, place);
  const { engine } = fields;
  if (typeof engine === 'string' && !/^(mysql|mariadb|aurora|aurora-mysql)$/i.test(engine)) {
    throw invalid(place, 'names another kind of server than MySQL or MariaDB as its "engine"');
  }
  const known = {
    ...textField('username', fields, place),
    ...textField('password', fields, place),
    ...textField('host', fields, place),
    ...textField('dbname', fields, place),
    ...portField(fields, place),
  };
  if (Object.keys(known).length === 0) {
    throw invalid(place, 'has no field "username", "password", "host", "port" or "dbname"');
  }
  return { ...known, place, isText: false };
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(text: string, place: string): Fields {
  try {
    return JSON.parse(text) as Fields;
  } catch {
    // What the parser says quotes the text.
    throw invalid(place, 'begins and ends as JSON does, but is none');
  }
}

function textField<Name extends string>(
  name: Name,
  fields: Fields,
  place: string,
): { readonly [Field in Name]?: string } {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === null || value === '') return {};
  if (typeof value !== 'string') throw invalid(place, `has a field "${name}" that is no text`);
  return { [name]: value } as { readonly [Field in Name]?: string };
}

function portField(fields: Fields, place: string): { readonly port?: number } {
  const value = Object.hasOwn(fields, 'port') ? fields['port'] : undefined;
  if (value === undefined || value === null || value === '') return {};
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  if (!Number.isInteger(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw invalid(place, 'has a field "port" that is no port');
  }
  return { port: Number(port) };
}

function invalid(place: string, problem: string): InvocationError {
  return new InvocationError(
    'SecretsManagerError',
    'INVALID_SECRET',
    `The ${place} can't be used: it ${problem}. It must be JSON as RDS writes it, ` +
      '{"username":"…","password":"…"}, also with "host", "port" and "dbname", or a password alone.',
  );
}
