/** One function for many databases: what an event may choose, and that nothing leads out of it. */

import { describe, expect, test } from 'vitest';
import type { Environment } from '../src/configuration/known-names.ts';
import { readConfiguration } from '../src/configuration/read-configuration.ts';
import { objectKey } from '../src/destination/object-key.ts';
import { problemOf } from './problem.ts';

const variables: Environment = {
  DUMPSTREAM_BUCKET: 'backups',
  DUMPSTREAM_TARGETS: 'shop, blog',
  DUMPSTREAM_SSM_PREFIX: '/prod/{target}-',
};

const read = (event: unknown, environment: Environment = {}) =>
  readConfiguration({ ...variables, ...environment }, event);

const problem = (event: unknown, environment: Environment = {}) =>
  problemOf({ ...variables, ...environment }, event);

const keyOf = (event: unknown, environment: Environment = {}) =>
  objectKey(read(event, environment), {
    compress: 'gzip',
    database: 'db',
    requestId: 'a1b2',
    now: new Date('2026-11-24T03:15:00Z'),
  });

describe('a target', () => {
  test('is filled in wherever it can stand, and nowhere else', () => {
    const configuration = read(
      { target: 'blog' },
      {
        DUMPSTREAM_DB_SECRET: 'rds/{target}',
        DUMPSTREAM_DB_HOST: '{target}.db.example.com',
        DUMPSTREAM_DB_USER: 'dump_{target}',
        DUMPSTREAM_DB_NAME: '{target}_{target}',
        DUMPSTREAM_DB_PASSWORD: 'p{target}w',
        DUMPSTREAM_BUCKET: 'backups-{target}',
        DUMPSTREAM_KMS_KEY_ID: 'alias/{target}',
        DUMPSTREAM_TAGS: 'project={target}',
      },
    );
    expect(configuration.text('target')).toBe('blog');
    expect(configuration.text('ssmPrefix')).toBe('/prod/blog-');
    expect(configuration.text('dbSecret')).toBe('rds/blog');
    expect(configuration.text('dbHost')).toBe('blog.db.example.com');
    expect(configuration.text('dbUser')).toBe('dump_blog');
    expect(configuration.text('dbName')).toBe('blog_blog');
    expect(configuration.text('dbPassword')).toBe('p{target}w');
    expect(configuration.text('bucket')).toBe('backups-blog');
    expect(configuration.text('kmsKeyId')).toBe('alias/blog');
    expect(configuration.text('tags')).toBe('project=blog');
  });

  test('is a part of the path of files, too', () => {
    const { DUMPSTREAM_BUCKET: _, ...others } = variables;
    const configuration = readConfiguration(
      { ...others, DUMPSTREAM_FILE_FOLDER: '/mnt/{target}' },
      { target: 'shop' },
    );
    expect(configuration.text('fileFolder')).toBe('/mnt/shop');
  });

  test('has a folder of its own among the keys, unless the variable says otherwise', () => {
    expect(keyOf({ target: 'shop' })).toBe('dump/shop/2026-11-24_031500.sql.gz');
    expect(keyOf({ target: 'shop', key: 'x' })).toBe('dump/shop/x.sql.gz');
    const environment = {
      DUMPSTREAM_KEY_PREFIX: '{year}/',
      DUMPSTREAM_KEY: '{target}-{requestId}',
    };
    expect(keyOf({ target: 'shop' }, environment)).toBe('2026/shop-a1b2.sql.gz');
  });

  test('need not be chosen where there is only one', () => {
    const configuration = read({}, { DUMPSTREAM_TARGETS: 'shop' });
    expect(configuration.text('ssmPrefix')).toBe('/prod/shop-');
  });

  test('must be chosen where there are several, of which the error tells the names', () => {
    const message = problem({});
    expect(message).toContain('must choose a target with its field "target"');
    expect(message).toContain('DUMPSTREAM_TARGETS allows "shop", "blog"');
  });

  test('is chosen in the detail of an event of EventBridge', () => {
    const event = { 'detail-type': 'x', source: 'shop.jobs', detail: { target: 'blog' } };
    expect(read(event).text('target')).toBe('blog');
    expect(problem({ ...event, detail: {} })).toContain('The detail of the EventBridge event must');
  });

  test('that is not in the list is refused, with a suggestion and without what it would reach', () => {
    const message = problem({ target: 'blogg' }, { DUMPSTREAM_DB_SECRET: 'rds/{target}' });
    expect(message).toContain('The field "target" of the event is "blogg", but DUMPSTREAM_TARGETS');
    expect(message).toContain('Did you mean "blog"?');
    expect(message).not.toMatch(/rds|prod|backups/);
  });

  test.for(['shop,blog', 'SHOP', ' shop', 'shop\n', '..', '*', 'shop/../blog', '{target}', ''])(
    'can not be %j',
    (target) => {
      expect(problem({ target })).toMatch(/field "target" of the event (is|must be)/);
    },
  );

  test.for([['shop'], { name: 'shop' }, 5, true])('can not be %j, which is no text', (target) => {
    expect(problem({ target })).toContain('must be a text');
  });

  test('without a list is refused, and the error tells how to allow it', () => {
    const message = problem({ target: 'shop' }, { DUMPSTREAM_TARGETS: '' });
    expect(message).toContain('DUMPSTREAM_TARGETS must list what may be chosen');
  });

  test('stands nowhere without a list', () => {
    const environment = { DUMPSTREAM_TARGETS: '', DUMPSTREAM_KEY: '{target}' };
    expect(problem({}, environment)).toContain(
      'DUMPSTREAM_SSM_PREFIX holds {target}, but DUMPSTREAM_TARGETS lists no targets.',
    );
    expect(problem({}, environment)).toContain('variable DUMPSTREAM_KEY holds {target}');
    expect(problem({ key: '{target}' }, { DUMPSTREAM_TARGETS: '' })).toContain(
      'The field "key" of the event holds {target}',
    );
  });
});

describe('a list of targets', () => {
  test.for(['.', '..', '.hidden', 'a/b', 'a b', 'a\\b', 'ä', 'a:b', '{target}', 'x'.repeat(65)])(
    'can not hold %j',
    (name) => {
      expect(problem({}, { DUMPSTREAM_TARGETS: `shop,${name}` })).toContain(
        'DUMPSTREAM_TARGETS must hold names',
      );
    },
  );

  test('can hold dots, dashes and digits', () => {
    const environment = { DUMPSTREAM_TARGETS: 'shop.eu-1,2_x' };
    expect(read({ target: 'shop.eu-1' }, environment).text('ssmPrefix')).toBe('/prod/shop.eu-1-');
  });

  test('of which all would be the same database is refused', () => {
    expect(problem({ target: 'shop' }, { DUMPSTREAM_SSM_PREFIX: '/prod/shop-' })).toContain(
      'All targets are one database',
    );
  });

  test('of which all would have the same keys is refused', () => {
    expect(problem({ target: 'shop' }, { DUMPSTREAM_KEY_PREFIX: 'dump/' })).toContain(
      'The dumps of all targets would have the same names',
    );
  });

  test('with a misspelt placeholder is refused', () => {
    const message = problem({ target: 'shop' }, { DUMPSTREAM_DB_HOST: '{traget}.example.com' });
    expect(message).toContain('DUMPSTREAM_DB_HOST holds {traget}, where only {target} may be.');
  });
});

describe('an event of one target', () => {
  test.for([
    ['dump/{target}', 'b/x'],
    ['dump/{target}-', 'b-x'],
    ['{database}{target}/', 'x'],
    ['dump/', '{target}/x'],
    ['', '{target}'],
  ])(
    'can not choose a key below the prefix %j, which another target may share',
    ([prefix, key]) => {
      const environment = {
        DUMPSTREAM_TARGETS: 'a,ab,a-b',
        DUMPSTREAM_KEY_PREFIX: prefix || '{date}',
      };
      expect(problem({ target: 'a', key }, environment)).toContain(
        'The field "key" of the event may not be chosen, as it could lead to another target\'s dumps',
      );
    },
  );

  test.for(['dump/{target}/', '{target}/', 'x/a{target}z/{database}', '{year}/{target}/{month}/'])(
    'can choose a key below the prefix %j, which is its own',
    (prefix) => {
      const configuration = read({ target: 'blog', key: 'x' }, { DUMPSTREAM_KEY_PREFIX: prefix });
      expect(configuration.text('key')).toBe('x');
    },
  );

  test('can choose a key where the bucket is its own', () => {
    const environment = { DUMPSTREAM_BUCKET: '{target}-backups', DUMPSTREAM_KEY_PREFIX: 'dump/' };
    expect(keyOf({ target: 'blog', key: 'x' }, environment)).toBe('dump/x.sql.gz');
  });

  test.for(['../blog/x', 'a/../../blog/x', '/dump/blog/x', './x', 'a\\..\\b'])(
    'can not leave its folder by the key %j',
    (key) => {
      expect(() => keyOf({ target: 'shop', key })).toThrow(
        expect.objectContaining({ code: 'INVALID_KEY' }),
      );
    },
  );

  test.for([
    'ssmPrefix',
    'dbSecret',
    'dbHost',
    'dbAuth',
    'bucket',
    'fileFolder',
    'targets',
    'tags',
  ])('can not choose %s', (name) => {
    expect(problem({ target: 'shop', [name]: 'blog' })).toContain(`can't choose "${name}"`);
  });
});
