/** What a secret may hold, and that an error never repeats it. */

import { describe, expect, test } from 'vitest';
import { parseSecret } from '../src/database/secret-fields.ts';
import { InvocationError } from '../src/errors.ts';

const parse = (content: unknown) =>
  parseSecret(typeof content === 'string' ? content : JSON.stringify(content), 'secret prod/shop');

describe('a secret', () => {
  test('that RDS manages is user name and password', () => {
    expect(parse({ username: 'admin', password: 'a"b\\c' })).toEqual({
      username: 'admin',
      password: 'a"b\\c',
      place: 'secret prod/shop',
      isText: false,
    });
  });

  test('may also tell the server and the database', () => {
    const secret = {
      engine: 'mysql',
      host: 'db.example.com',
      username: 'reader',
      password: 'pw',
      dbname: 'shop',
      port: 3307,
      dbInstanceIdentifier: 'shop-1',
      masterarn: 'arn:aws:secretsmanager:eu-central-1:1:secret:m',
    };
    expect(parse(secret)).toMatchObject({ host: 'db.example.com', port: 3307, dbname: 'shop' });
    expect(parse({ ...secret, port: '3307' }).port).toBe(3307);
    for (const engine of ['mariadb', 'aurora-mysql', 'aurora']) {
      expect(parse({ ...secret, engine }).username).toBe('reader');
    }
  });

  test('may leave fields out, empty or null', () => {
    const secret = { username: 'reader', password: 'pw', host: '', port: null, dbname: null };
    expect(Object.keys(parse(secret))).toEqual(['username', 'password', 'place', 'isText']);
  });

  test.for(['hunter2', '12345', '"quoted"', '{open', 'shut}', ' spaced ', 'with\nbreak\n', '[1]'])(
    'that is %j is all password',
    (text) => {
      expect(parse(text)).toEqual({ password: text, place: 'secret prod/shop', isText: true });
    },
  );

  test.for<[string, unknown, string]>([
    ['bytes', undefined, 'is binary'],
    ['nothing', '', 'is empty'],
    ['half a document', '{"password":"hunter2",}', 'but is none'],
    ['a document with line breaks', '{\n"password":"hunter2",\n}\n', 'but is none'],
    ['an empty object', {}, 'has no field'],
    ['other fields', { apiKey: 'hunter2' }, 'has no field'],
    ['what hides behind the prototype', '{"__proto__":{"password":"hunter2"}}', 'has no field'],
    ['a password that is a number', { password: 12_345_678 }, '"password" that is no text'],
    ['a user that is an object', { username: { x: 'hunter2' } }, '"username" that is no text'],
    ['no port', { port: 'hunter2' }, '"port" that is no port'],
    ['a port out of range', { port: 70_000 }, '"port" that is no port'],
    ['another server', { engine: 'aurora-postgresql', password: 'hunter2' }, 'another kind'],
  ])('of %s is refused without being repeated', ([, content, problem]) => {
    let failure: unknown;
    try {
      if (content === undefined) parseSecret(undefined, 'secret prod/shop');
      else parse(content);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(InvocationError);
    expect(failure).toMatchObject({ name: 'SecretsManagerError', code: 'INVALID_SECRET' });
    const text = `${(failure as Error).message}${(failure as Error).stack}`;
    expect(text).toContain(`The secret prod/shop can't be used: it`);
    expect(text).toContain(problem);
    expect(text).not.toMatch(/hunter2|12345678|70000|postgres/);
  });
});
