/** What a restore is configured with, and that no event leads it anywhere else. */

import { describe, expect, test } from 'vitest';
import { AwsClients } from '../src/clients.ts';
import type { Environment } from '../src/configuration/known-names.ts';
import { readConfiguration } from '../src/configuration/read-configuration.ts';
import { DatabaseAccess } from '../src/database/database-access.ts';
import { restoreOptions } from '../src/restore/restore-options.ts';
import { sourceOf } from '../src/source/source.ts';
import { problemOf } from './problem.ts';

const access: Environment = {
  DUMPSTREAM_DB_HOST: 'staging.example.com',
  DUMPSTREAM_DB_USER: 'writer',
  DUMPSTREAM_DB_PASSWORD: 'pw',
  DUMPSTREAM_DB_NAME: 'shop_staging',
};
const variables: Environment = { ...access, DUMPSTREAM_SOURCE_BUCKET: 'backups' };

const read = (event: unknown = {}, environment: Environment = {}) =>
  readConfiguration({ ...variables, ...environment }, event, 'restore');

const problem = (event: unknown, environment: Environment = {}) =>
  problemOf({ ...variables, ...environment }, event, 'restore');

/** What is told of the key, once the configuration is read. */
const keyProblem = (event: unknown, environment: Environment = {}): string => {
  try {
    sourceOf(read(event, environment), new AwsClients());
  } catch (error) {
    expect(error).toMatchObject({ name: 'ConfigurationError', code: 'INVALID_KEY' });
    return String(error);
  }
  return '';
};

describe('a source', () => {
  test('is a bucket or a folder, and has variables of its own', () => {
    expect(read().text('sourceBucket')).toBe('backups');
    expect(read().text('sourcePrefix')).toBe('dump/');
    expect(problemOf(access, {}, 'restore')).toContain('DUMPSTREAM_SOURCE_BUCKET is missing');
    expect(problem({}, { DUMPSTREAM_SOURCE_FOLDER: '/mnt/x' })).toContain('exclude each other');
    const folder = { DUMPSTREAM_SOURCE_BUCKET: '', DUMPSTREAM_SOURCE_FOLDER: 'mnt/x' };
    expect(problem({}, folder)).toContain('absolute path');
  });

  test('is not what a function is configured with that dumps', () => {
    const dumping = { ...access, DUMPSTREAM_BUCKET: 'backups', DUMPSTREAM_KEY_PREFIX: 'dump/' };
    const told = problemOf(dumping, {}, 'restore');
    expect(told).toContain('DUMPSTREAM_BUCKET is for a function that dumps, and this one restores');
    expect(told).toContain('DUMPSTREAM_SOURCE_BUCKET is missing');
  });

  test('can not be named by an event to a function that dumps', () => {
    const dumping = { ...access, DUMPSTREAM_BUCKET: 'backups' };
    for (const field of ['sourceBucket', 'sourceKey', 'resume', 'force']) {
      expect(problemOf(dumping, { [field]: true })).toContain(
        `The field "${field}" of the event is for a function that restores, and this one dumps.`,
      );
    }
    expect(problemOf({ ...dumping, DUMPSTREAM_FORCE: 'true' }, {})).toContain(
      'DUMPSTREAM_FORCE is for a function that restores',
    );
  });

  test('has the newest dump, or one below its prefix that variable or event names', () => {
    expect(read().text('sourceKey')).toBeUndefined();
    expect(read({ key: 'dump/a.sql.gz' }).text('sourceKey')).toBe('dump/a.sql.gz');
    expect(read({}, { DUMPSTREAM_SOURCE_KEY: 'dump/b.sql' }).text('sourceKey')).toBe('dump/b.sql');
    expect(keyProblem({ key: 'dump/a.sql.gz' })).toBe('');
    expect(keyProblem({})).toBe('');
  });

  test.for([
    'other/a.sql.gz',
    'dump',
    'dump/',
    '/dump/a.sql.gz',
    'dump/../private/a.sql',
    'dump/./a.sql',
    'dump/a\n.sql',
    'dump/..\\a.sql',
  ])('is not the key %j of an event', (key) => {
    expect(keyProblem({ key })).toContain('field "key" of the event');
  });

  test.for([{ key: 7 }, { key: '' }, { key: ['dump/a.sql'] }])('has no key as in %j', (event) => {
    expect(problem(event)).toContain('field "key" of the event must be a text');
  });

  test('is not chosen by an event in any other way', () => {
    for (const field of ['sourceBucket', 'sourceFolder', 'sourcePrefix', 'dbName', 'force']) {
      expect(problem({ [field]: 'x' })).toMatch(
        new RegExp(`can't choose "${field}": only the environment variable DUMPSTREAM_`),
      );
    }
    // The setting is called sourceKey, the field is not.
    expect(problem({ sourceKey: 'dump/a.sql' })).toContain('sourceKey');
    expect(problem({ bucket: 'x' })).toContain('is for a function that dumps');
    expect(problem({ resum: true })).toContain('Did you mean "resume"?');
  });
});

describe('a version', () => {
  const versionId = '3sL4kqtJlcpXroDTDmJ';

  test('is chosen by an event, together with the key', () => {
    expect(read({ key: 'dump/a.sql', versionId }).text('sourceVersionId')).toBe(versionId);
    const named = { DUMPSTREAM_SOURCE_KEY: 'dump/b.sql' };
    expect(read({ versionId }, named).text('sourceVersionId')).toBe(versionId);
  });

  test('without a key, or of a file, is refused', () => {
    expect(problem({ versionId })).toContain('"versionId" of the event needs a key, too');
    const folder = { DUMPSTREAM_SOURCE_BUCKET: '', DUMPSTREAM_SOURCE_FOLDER: '/mnt/x' };
    expect(problem({ key: 'dump/a.sql', versionId }, folder)).toContain(
      'field "versionId" of the event is for objects in S3, not for a file',
    );
  });

  test('does not lead out of the prefix', () => {
    expect(keyProblem({ key: 'other/a.sql', versionId })).toContain('must begin with');
  });
});

describe('with targets', () => {
  const targets = { DUMPSTREAM_TARGETS: 'shop,blog', DUMPSTREAM_DB_NAME: 'staging_{target}' };

  test('each is restored from its own dumps', () => {
    const configuration = read({ target: 'blog' }, targets);
    expect(configuration.text('sourcePrefix')).toBe('dump/blog/');
    expect(configuration.text('dbName')).toBe('staging_blog');
    expect(keyProblem({ target: 'blog', key: 'dump/blog/a.sql' }, targets)).toBe('');
    expect(keyProblem({ target: 'blog', key: 'dump/shop/a.sql' }, targets)).toContain('must begin');
  });

  test('none is restored from the dumps of another', () => {
    const shared = { ...targets, DUMPSTREAM_SOURCE_PREFIX: 'dump/' };
    expect(problem({ target: 'blog' }, shared)).toContain('restored from the same dump');
    const loose = { ...targets, DUMPSTREAM_SOURCE_PREFIX: 'dump/{target}' };
    expect(problem({ target: 'blog', key: 'dump/blog2/a.sql' }, loose)).toContain(
      "could lead to another target's dumps",
    );
    expect(problem({ target: 'blog' }, { ...targets, DUMPSTREAM_DB_NAME: 'one' })).toContain(
      'All targets are one database',
    );
  });
});

describe('the options of a restore', () => {
  const reader = new DatabaseAccess({
    values: {
      dbHost: { value: 'db', place: 'p' },
      dbUser: { value: 'writer', place: 'p' },
      dbPassword: { value: 'pw', place: 'p' },
      dbName: { value: 'shop_staging', place: 'p' },
    },
    address: { host: 'db', port: undefined },
    tls: true,
    canChange: false,
  });
  const options = (environment: Environment = {}, event: unknown = {}) =>
    restoreOptions(read(event, environment), reader, 900_000);

  test('name the one database that is written to, and nothing that was not asked for', () => {
    expect(options()).toEqual({
      connection: reader.connection,
      database: 'shop_staging',
      waitForServer: 120_000,
      force: false,
      parallel: 1,
    });
  });

  test('are those of the variables, and what an event may choose', () => {
    const environment = {
      DUMPSTREAM_FORCE: 'true',
      DUMPSTREAM_PARALLEL: '4',
      DUMPSTREAM_SKIP_DEFINER: 'true',
      DUMPSTREAM_TABLES: 'orders,customers',
      DUMPSTREAM_WAIT_FOR_SERVER: '10',
    };
    expect(options(environment, { tables: ['orders'], resume: true })).toMatchObject({
      parallel: 4,
      skipDefiner: true,
      tables: ['orders'],
      resume: true,
      waitForServer: 10_000,
    });
    expect(options(environment)).toMatchObject({ force: true });
    // To go on is not to begin anew: what is there is not replaced.
    expect(options(environment, { resume: true })).not.toHaveProperty('force');
    expect(options(environment, { resume: false })).toMatchObject({ force: true });
    expect(problem({ tables: ['secrets'] }, environment)).toContain('names "secrets"');
  });
});
