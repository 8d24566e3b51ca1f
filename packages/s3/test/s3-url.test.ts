/** S3 URLs as people type them. */

import { describe, expect, test } from 'vitest';
import { parseS3SourceUrl, parseS3Url } from '../src/index.ts';

describe('an S3 URL', () => {
  test.for([
    ['s3://backups/shop.sql.gz', 'backups', 'shop.sql.gz'],
    ['s3://my.old_Bucket/a/b c/ünï%20/店.sql', 'my.old_Bucket', 'a/b c/ünï%20/店.sql'],
    ['s3://backups//leading', 'backups', '/leading'],
    ['s3://backups/what?#this', 'backups', 'what?#this'],
  ])('%s is split', ([url = '', bucket, key]) => {
    expect(parseS3Url(url)).toEqual({ bucket, key });
  });

  test.for([
    ['backups/shop.sql', 'does not begin with s3://'],
    ['S3:/backups/shop.sql', 'does not begin with s3://'],
    ['s3://', 'names no bucket'],
    ['s3:///shop.sql', 'names no bucket'],
    ['s3://backups', 'no object in it'],
    ['s3://backups/', 'no object in it'],
    ['s3://backups/dump/', 'names a folder'],
    ['s3://user:secret@backups/key', "can't be a bucket's name"],
    ['s3://ba\nckups/key', "can't be a bucket's name"],
  ])('%j is refused with the reason', ([url = '', reason = '']) => {
    expect(() => parseS3Url(url)).toThrow(
      expect.objectContaining({
        name: 'UploadError',
        code: 'INVALID_OPTION',
        message: expect.stringContaining(reason),
      }),
    );
  });

  test('never carries a line break into a message', () => {
    expect(() => parseS3Url('nonsense\nERROR forged')).toThrow(/^[^\n]*$/);
  });
});

describe('an S3 URL of an object to be read', () => {
  test.for([
    ['s3://backups/shop.sql.gz', 'shop.sql.gz', undefined],
    [
      's3://backups/a.sql?versionId=3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY',
      'a.sql',
      '3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY',
    ],
    ['s3://backups/a.sql?versionId=null', 'a.sql', 'null'],
    ['s3://backups/a?versionId=b?versionId=null', 'a?versionId=b', 'null'],
    ['s3://backups/a?versionId=b/c.sql?versionId=d', 'a?versionId=b/c.sql', 'd'],
    ['s3://backups/a.sql?version=b', 'a.sql?version=b', undefined],
    ['s3://backups/a.sql?versionId=b&c=d', 'a.sql?versionId=b&c=d', undefined],
  ])('%s may end with its version', ([url = '', key, versionId]) => {
    expect(parseS3SourceUrl(url)).toEqual({
      bucket: 'backups',
      key,
      ...(versionId === undefined ? {} : { versionId }),
    });
    expect(parseS3Url(url)).toEqual({ bucket: 'backups', key: url.slice('s3://backups/'.length) });
  });

  test.for([
    ['s3://backups/a.sql?versionId=', 'nothing follows'],
    ['s3://backups/?versionId=a', 'no object in it'],
    ['s3://backups?versionId=a', 'no object in it'],
  ])('%j is refused with the reason', ([url = '', reason = '']) => {
    expect(() => parseS3SourceUrl(url)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining(reason) }),
    );
  });
});
