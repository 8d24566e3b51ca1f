/** What a restore fails with, in the words of the function. */

import { DumpError } from '@dumpstream/core';
import { UploadError } from '@dumpstream/s3';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../src/configuration/read-configuration.ts';
import { DatabaseAccess } from '../src/database/database-access.ts';
import { InvocationError } from '../src/errors.ts';
import { explainRestore } from '../src/restore/explain-restore.ts';

const configurationOf = (event: unknown) =>
  readConfiguration(
    {
      DUMPSTREAM_DB_HOST: 'db.example.com',
      DUMPSTREAM_DB_USER: 'writer',
      DUMPSTREAM_DB_PASSWORD: 'pw',
      DUMPSTREAM_DB_NAME: 'staging',
      DUMPSTREAM_SOURCE_BUCKET: 'backups',
    },
    event,
    'restore',
  );
const configuration = configurationOf({ key: 'dump/a.sql.gz' });
const place = 'environment variable X';
const access = new DatabaseAccess({
  values: {
    dbHost: { value: 'db.example.com', place },
    dbUser: { value: 'writer', place },
    dbPassword: { value: 'pw', place },
    dbName: { value: 'staging', place },
  },
  address: { host: 'db.example.com', port: undefined },
  tls: true,
  canChange: false,
});
const deadline = new InvocationError('TimeoutError', 'DEADLINE', 'The restore was not done.');

const explained = (error: unknown, signal = new AbortController().signal) =>
  explainRestore(error, { configuration, access, signal, key: 'dump/a.sql.gz' });

describe('an error of a restore', () => {
  test('speaks of the event and the variable in place of the options of core', () => {
    const error = new DumpError(
      'STATEMENT_FAILED',
      'It failed. Statements 1 to 7 are in the database `staging`; go on from there with the option ' +
        'resume, or begin anew with force.',
    );
    expect(explained(error)).toMatchObject({
      name: 'RestoreError',
      code: 'STATEMENT_FAILED',
      message:
        'It failed. Statements 1 to 7 are in the database `staging`; go on from there with the event ' +
        '{"key":"dump/a.sql.gz","resume":true}, or begin anew with DUMPSTREAM_FORCE.',
    });
  });

  test('goes on with the version that was chosen', () => {
    const versioned = configurationOf({ key: 'dump/a.sql.gz', versionId: 'first' });
    const { signal } = new AbortController();
    const error = new DumpError('CONNECTION_LOST', 'Go on with the option resume.');
    const context = { configuration: versioned, access, signal, key: 'dump/a.sql.gz' };
    expect(explainRestore(error, context)).toMatchObject({
      message: expect.stringContaining(
        'Go on with the event {"key":"dump/a.sql.gz","versionId":"first","resume":true}.',
      ),
    });
  });

  test('names the place of the database that is not empty', () => {
    expect(explained(new DumpError('TARGET_NOT_EMPTY', 'Use the option force.'))).toMatchObject({
      message: `Use DUMPSTREAM_FORCE. The name of the database is from the ${place}.`,
    });
  });

  test('of the dump names the place of its key', () => {
    expect(explained(new UploadError('OBJECT_NOT_FOUND', 'There is none.'))).toMatchObject({
      name: 'SourceError',
      code: 'OBJECT_NOT_FOUND',
      message: 'There is none. The key is from the field "key" of the event.',
    });
  });

  test('that the deadline caused is that of the deadline, with what is in the database', () => {
    const { signal } = abortedWith(deadline);
    const state = 'Statements 1 to 7 are in the database `staging`.';
    const error = new DumpError('ABORTED', `The restore was aborted by its signal. ${state}`);
    expect(explained(error, signal)).toMatchObject({
      name: 'TimeoutError',
      code: 'DEADLINE',
      message: `The restore was not done. ${state}`,
    });
    expect(explained(new UploadError('ABORTED', 'The opening was aborted.'), signal)).toMatchObject(
      {
        code: 'DEADLINE',
        message: 'The restore was not done.',
      },
    );
  });

  test('that came just before the deadline is told as it is', () => {
    const { signal } = abortedWith(deadline);
    expect(explained(new DumpError('CONNECTION_LOST', 'Lost.'), signal)).toMatchObject({
      code: 'CONNECTION_LOST',
    });
  });
});

function abortedWith(reason: Error): AbortController {
  const controller = new AbortController();
  controller.abort(reason);
  return controller;
}
