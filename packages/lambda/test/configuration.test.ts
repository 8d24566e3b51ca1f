/** Variables and event become one configuration, or one error that tells all that is wrong. */

import { describe, expect, test } from 'vitest';
import type { Environment } from '../src/configuration/known-names.ts';
import { readConfiguration } from '../src/configuration/read-configuration.ts';

const variables: Environment = {
  DUMPSTREAM_BUCKET: 'backups',
  DUMPSTREAM_DB_HOST: 'db.example.com',
  DUMPSTREAM_DB_USER: 'reader',
  DUMPSTREAM_DB_PASSWORD: 'hunter2-secret',
  DUMPSTREAM_DB_NAME: 'shop',
};

const read = (environment: Environment = {}, event: unknown = {}) =>
  readConfiguration({ ...variables, ...environment }, event);

/** The one error. */
function problemOf(environment: Environment, event?: unknown): string {
  try {
    read(environment, event);
  } catch (error) {
    expect(error).toMatchObject({ name: 'ConfigurationError' });
    expect(String(error)).not.toContain('hunter2-secret');
    return String(error);
  }
  return expect.fail('the configuration should have been refused');
}

describe('a configuration', () => {
  test('needs the bucket and the prefix alone', () => {
    const configuration = readConfiguration(
      { DUMPSTREAM_BUCKET: 'backups', DUMPSTREAM_SSM_PREFIX: '/prod/shop-' },
      {},
    );
    expect(configuration.text('ssmPrefix')).toBe('/prod/shop-');
    expect(configuration.text('compress')).toBe('gzip');
    expect(configuration.text('keyPrefix')).toBe('dump/');
    expect(configuration.integer('parallel')).toBe(1);
  });

  test('reads each kind of value', () => {
    const configuration = read({
      DUMPSTREAM_DB_PORT: '3307',
      DUMPSTREAM_TABLES: 'orders, customers',
      DUMPSTREAM_NO_DATA: 'true',
      DUMPSTREAM_WHERE: 'id > 5',
    });
    expect(configuration.integer('dbPort')).toBe(3307);
    expect(configuration.list('tables')).toEqual(['orders', 'customers']);
    expect(configuration.flag('noData')).toBe(true);
    expect(configuration.text('where')).toBe('id > 5');
    expect(configuration.flag('views')).toBeUndefined();
  });

  test('takes an empty variable as unset, and null in an event too', () => {
    const configuration = read({ DUMPSTREAM_COMPRESS: '' }, { compress: null });
    expect(configuration.text('compress')).toBe('gzip');
  });

  test('knows where a value is from', () => {
    const configuration = read({}, { compress: 'zstd' });
    expect(configuration.place('bucket')).toBe('environment variable DUMPSTREAM_BUCKET');
    expect(configuration.place('compress')).toBe('field "compress" of the event');
    expect(configuration.isFromEvent('compress')).toBe(true);
    expect(configuration.isFromEvent('key')).toBe(false);
  });

  test('tells all problems at once', () => {
    const problem = problemOf(
      {
        DUMPSTREAM_BUCKET: undefined,
        DUMPSTREAM_DB_HOST: undefined,
        DUMPSTREAM_DB_PORT: '99999',
        DUMPSTREAM_COMPRES: 'gzip',
      },
      { tabels: ['x'], noData: 'yes' },
    );
    expect(problem).toContain('DUMPSTREAM_BUCKET is missing');
    expect(problem).toContain('DUMPSTREAM_DB_HOST is missing');
    expect(problem).toContain('DUMPSTREAM_DB_PORT must be a whole number from 1 to 65535');
    expect(problem).toContain('Did you mean "DUMPSTREAM_COMPRESS"?');
    expect(problem).toContain('unknown field "tabels". Did you mean "tables"?');
    expect(problem).toContain('field "noData" of the event must be true or false');
  });

  test.for<[Environment, string]>([
    [{ DUMPSTREAM_COMPRESS: 'bzip2' }, 'must be one of "gzip", "zstd", "none"'],
    [{ DUMPSTREAM_NO_DATA: 'yes' }, 'must be "true" or "false"'],
    [{ DUMPSTREAM_DB_PORT: '0x10' }, 'whole number'],
    [{ DUMPSTREAM_PARALLEL: '65' }, 'must be a whole number from 1 to 64'],
    [{ DUMPSTREAM_PARALLEL_FALLBACK: 'maybe' }, 'must be one of "warn", "error"'],
    [{ DUMPSTREAM_TABLES: 'a,,b' }, 'list of names'],
    [{ DUMPSTREAM_COMPRESSION_LEVEL: '12' }, 'must be at most 9 with gzip'],
    [{ DUMPSTREAM_COMPRESS: 'none', DUMPSTREAM_COMPRESSION_LEVEL: '1' }, 'without compression'],
  ])('refuses %j', ([environment, problem]) => {
    expect(problemOf(environment)).toContain(problem);
  });

  test('never repeats a value that may be a secret', () => {
    expect(problemOf({ DUMPSTREAM_DB_PORT: 'hunter2-secret' })).toContain('DUMPSTREAM_DB_PORT');
  });
});

describe('a hostile event', () => {
  test.for([
    'dbHost',
    'dbUser',
    'dbPassword',
    'dbName',
    'bucket',
    'where',
    'keyPrefix',
    'ssmPrefix',
  ])('can not choose %s', (name) => {
    expect(problemOf({}, { [name]: 'evil' })).toContain(`can't choose "${name}"`);
  });

  test('can name some of the configured tables, and no other', () => {
    const environment = { DUMPSTREAM_TABLES: 'orders,customers' };
    expect(read(environment, { tables: ['orders'] }).list('tables')).toEqual(['orders']);
    expect(problemOf(environment, { tables: ['orders', 'salaries'] })).toContain(
      'names "salaries", which environment variable DUMPSTREAM_TABLES does not',
    );
  });

  test('can ignore more tables, and none less', () => {
    const configuration = read({ DUMPSTREAM_IGNORE_TABLES: 'salaries' }, { ignoreTables: 'log' });
    expect(configuration.list('ignoreTables')).toEqual(['salaries', 'log']);
  });

  test('can switch the rows off, and not on', () => {
    expect(read({}, { noData: true }).flag('noData')).toBe(true);
    expect(problemOf({ DUMPSTREAM_NO_DATA: 'true' }, { noData: false })).toContain("can't undo");
  });

  test('can not hide a name behind the prototype', () => {
    expect(problemOf({}, JSON.parse('{"__proto__": {"compress": "none"}}'))).toContain('__proto__');
    expect(problemOf({}, { constructor: 1 })).toContain('unknown field "constructor"');
  });

  test('can not put a line of its own into the log', () => {
    expect(problemOf({}, { 'x\n{"level":"info"}': 1 })).not.toContain('\n');
  });

  test.for<[string, unknown]>([
    ['tables', []],
    ['tables', [1]],
    ['tables', { orders: true }],
    ['compress', ['gzip']],
    ['key', ''],
    ['key', 5],
    ['noData', 1],
  ])('is refused for %s = %j', ([name, value]) => {
    expect(problemOf({}, { [name]: value })).toContain(`field "${name}" of the event must be`);
  });
});

describe('all databases', () => {
  test('need no name of one', () => {
    const { DUMPSTREAM_DB_NAME: _name, ...unnamed } = variables;
    expect(() => readConfiguration(unnamed, {})).toThrow('DUMPSTREAM_DB_NAME is missing');
    const all = readConfiguration({ ...unnamed, DUMPSTREAM_ALL_DATABASES: 'true' }, {});
    expect(all.flag('allDatabases')).toBe(true);
  });

  test('are needed for accounts, and for dropping databases', () => {
    for (const variable of ['DUMPSTREAM_USERS', 'DUMPSTREAM_ADD_DROP_DATABASE']) {
      const problem = problemOf({ [variable]: 'true' });
      expect(problem).toContain(`The ${variable} needs DUMPSTREAM_ALL_DATABASES`);
      read({ [variable]: 'true', DUMPSTREAM_ALL_DATABASES: 'true' });
    }
  });

  test('accounts and positions are for the owner to choose, not for an event', () => {
    for (const name of ['allDatabases', 'users', 'sourceData', 'setGtidPurged', 'brokenViews']) {
      expect(problemOf({}, { [name]: true })).toContain(`can't choose "${name}"`);
    }
  });
});
