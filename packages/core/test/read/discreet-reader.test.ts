/** Errors of a masked dump tell nothing that a server or a driver quotes. */

import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { statementError } from '../../src/connect/server-errors.ts';
import { DumpError } from '../../src/errors.ts';
import { discreet } from '../../src/read/discreet-reader.ts';

function failure(errno: number): DumpError {
  const driver = Object.assign(new Error('secret value'), {
    ...{ errno, sqlMessage: 'secret value', sql: 'SELECT 1 WHERE a > 0x736563726574' },
  });
  return statementError(driver, { address: 'db:3306', action: 'read the rows of table `a`.`b`' });
}

describe('an error of a reader that is discreet', () => {
  it('tells the number of the error, and not what it quotes', () => {
    const error = discreet(failure(1366), 'read the rows of table `a`.`b`') as DumpError;
    expect(error.code).toBe('QUERY_FAILED');
    expect(error.message).toMatch(/read the rows of table `a`.`b`, with its error 1366/);
    expect(inspect(error)).not.toMatch(/secret|0x7365/);
  });

  it('tells as before why a statement was stopped, without the statement', () => {
    const error = discreet(failure(1317), 'read') as DumpError;
    expect(error.message).toMatch(/told to stop/);
    expect(inspect(error)).not.toMatch(/0x7365/);
  });

  it('is left alone where it is our own', () => {
    const own = new DumpError('INVALID_TEXT', 'a message');
    expect(discreet(own, 'read')).toBe(own);
  });
});
