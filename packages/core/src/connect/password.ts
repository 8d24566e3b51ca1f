/** The password for one login, from wherever the caller has it. */

import type { ConnectionSettings } from '../connection-source.ts';
import { DumpError } from '../errors.ts';

/**
 * @throws DumpError `AUTHENTICATION_FAILED` where the function fails, without its message and as no
 *   cause: it may hold what the password was to be read from. `INVALID_OPTION` where it returns
 *   something else than a text.
 */
export async function passwordForLogin(
  password: ConnectionSettings['password'],
): Promise<string | undefined> {
  if (typeof password !== 'function') return password;
  let given: unknown;
  try {
    given = await password();
  } catch (error) {
    if (error instanceof DumpError) throw error;
    throw new DumpError(
      'AUTHENTICATION_FAILED',
      `The function in connection.password failed${kindOf(error)}. Its message is not repeated, as ` +
        'it may hold a secret.',
    );
  }
  if (typeof given === 'string' && given !== '') return given;
  throw new DumpError(
    'INVALID_OPTION',
    'The function in connection.password must return the password, a text that is not empty.',
  );
}

/** Names and codes are written by programmers; anything else is left out. */
function kindOf(error: unknown): string {
  const { name, code } = (error ?? {}) as Record<string, unknown>;
  const words = [name, code].filter(
    (word): word is string => typeof word === 'string' && /^[A-Za-z][\w.]{0,63}$/.test(word),
  );
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}
