/** Settings that make no sense together, or that something is missing from. */

import { describe, expect, test } from 'vitest';
import type { Environment } from '../src/configuration/known-names.ts';
import { readConfiguration } from '../src/configuration/read-configuration.ts';
import { problemOf } from './problem.ts';

const access: Environment = {
  DUMPSTREAM_DB_HOST: 'db.example.com',
  DUMPSTREAM_DB_USER: 'reader',
  DUMPSTREAM_DB_NAME: 'shop',
};
const object: Environment = { ...access, DUMPSTREAM_DB_PASSWORD: 'pw', DUMPSTREAM_BUCKET: 'b' };
const file: Environment = {
  ...access,
  DUMPSTREAM_DB_PASSWORD: 'pw',
  DUMPSTREAM_FILE_FOLDER: '/mnt/backups',
};

describe('a destination', () => {
  test('is a bucket or a folder', () => {
    expect(readConfiguration(object, {}).text('bucket')).toBe('b');
    expect(readConfiguration(file, {}).text('fileFolder')).toBe('/mnt/backups');
  });

  test('is not both, and not neither', () => {
    expect(problemOf({ ...object, ...file })).toContain('exclude each other');
    const none = problemOf({ ...object, DUMPSTREAM_BUCKET: '' });
    expect(none).toContain('DUMPSTREAM_BUCKET is missing');
    expect(none).toContain('DUMPSTREAM_FILE_FOLDER');
  });

  test.for(['mnt/backups', './x', '/mnt/../etc', '/mnt/./x', '/mnt//x'])(
    'can not be the folder %j',
    (folder) => {
      expect(problemOf({ ...file, DUMPSTREAM_FILE_FOLDER: folder })).toContain('absolute path');
    },
  );

  test('that is a folder has nothing of an object', () => {
    const problem = problemOf({
      ...file,
      DUMPSTREAM_STORAGE_CLASS: 'GLACIER',
      DUMPSTREAM_TAGS: 'a=b',
      DUMPSTREAM_LEGAL_HOLD: 'true',
    });
    for (const variable of ['STORAGE_CLASS', 'TAGS', 'LEGAL_HOLD']) {
      expect(problem).toContain(`DUMPSTREAM_${variable} is for objects in S3, not for a file.`);
    }
  });

  test('that is locked has both a mode and days', () => {
    const [mode, days] = [
      { DUMPSTREAM_OBJECT_LOCK_MODE: 'COMPLIANCE' },
      { DUMPSTREAM_OBJECT_LOCK_DAYS: '30' },
    ];
    expect(problemOf({ ...object, ...mode })).toContain('needs DUMPSTREAM_OBJECT_LOCK_DAYS');
    expect(problemOf({ ...object, ...days })).toContain('needs DUMPSTREAM_OBJECT_LOCK_MODE');
    readConfiguration({ ...object, ...mode, ...days }, {});
  });
});

describe('a login', () => {
  test('with a token needs no password', () => {
    const environment = { ...access, DUMPSTREAM_BUCKET: 'b', DUMPSTREAM_DB_AUTH: 'iam' };
    expect(readConfiguration(environment, {}).text('dbAuth')).toBe('iam');
  });

  test('with a token has no password, and no connection without TLS', () => {
    const problem = problemOf({
      ...object,
      DUMPSTREAM_DB_AUTH: 'iam',
      DUMPSTREAM_DB_TLS: 'false',
    });
    expect(problem).toContain('remove DUMPSTREAM_DB_PASSWORD');
    expect(problem).toContain('needs TLS: remove DUMPSTREAM_DB_TLS');
  });

  test('needs all that neither a secret nor parameters could tell', () => {
    const { DUMPSTREAM_DB_HOST: _host, DUMPSTREAM_DB_PASSWORD: _password, ...rest } = object;
    const problem = problemOf(rest);
    expect(problem).toContain('DUMPSTREAM_DB_HOST, DUMPSTREAM_DB_PASSWORD are missing');
    expect(problem).toMatch(/DUMPSTREAM_SSM_PREFIX.*DUMPSTREAM_DB_SECRET/);
    readConfiguration({ ...rest, DUMPSTREAM_DB_SECRET: 'prod/shop' }, {});
  });
});

test('a dry run can be switched on by an event, and not off', () => {
  expect(readConfiguration(object, { dryRun: true }).flag('dryRun')).toBe(true);
  expect(problemOf({ ...object, DUMPSTREAM_DRY_RUN: 'true' }, { dryRun: false })).toContain(
    "can't undo",
  );
});
