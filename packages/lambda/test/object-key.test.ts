/** The key of the object: prefix, template, time zone and ending. */

import { describe, expect, test } from 'vitest';
import type { Environment } from '../src/configuration/known-names.ts';
import { readConfiguration } from '../src/configuration/read-configuration.ts';
import { namesOneDump, objectKey } from '../src/destination/object-key.ts';

const now = new Date('2026-11-24T03:15:00.999Z');

function key(environment: Environment = {}, event: unknown = {}, compress = 'gzip' as const) {
  const configuration = readConfiguration(
    { DUMPSTREAM_BUCKET: 'b', DUMPSTREAM_SSM_PREFIX: '/p', ...environment },
    event,
  );
  return objectKey(configuration, { compress, database: 'shop', requestId: 'a1b2', now });
}

describe('the object key', () => {
  test('is by default the date and time in UTC', () => {
    expect(key()).toBe('dump/2026-11-24_031500.sql.gz');
  });

  test('is that of one dump where it holds the time, and of the latest one where it does not', () => {
    const isOfOneDump = (environment: Environment) =>
      namesOneDump(
        readConfiguration(
          { DUMPSTREAM_BUCKET: 'b', DUMPSTREAM_SSM_PREFIX: '/p', ...environment },
          {},
        ),
      );
    expect(isOfOneDump({})).toBe(true);
    expect(isOfOneDump({ DUMPSTREAM_KEY: '{requestId}' })).toBe(true);
    expect(isOfOneDump({ DUMPSTREAM_KEY_PREFIX: '{time}/', DUMPSTREAM_KEY: 'a' })).toBe(true);
    expect(isOfOneDump({ DUMPSTREAM_KEY: '{database}-{date}' })).toBe(false);
  });

  test('has the ending of the compression', () => {
    expect(key({}, {}, 'zstd' as 'gzip')).toBe('dump/2026-11-24_031500.sql.zst');
    expect(key({}, {}, 'none' as 'gzip')).toBe('dump/2026-11-24_031500.sql');
  });

  test('follows the time zone, over midnight and with its year', () => {
    expect(key({ DUMPSTREAM_TIME_ZONE: 'Asia/Tokyo' })).toBe('dump/2026-11-24_121500.sql.gz');
    expect(key({ DUMPSTREAM_TIME_ZONE: 'America/New_York' })).toBe('dump/2026-11-23_221500.sql.gz');
  });

  test('writes midnight as 00, not 24', () => {
    expect(key({ DUMPSTREAM_TIME_ZONE: 'Etc/GMT+3' })).toBe('dump/2026-11-24_001500.sql.gz');
  });

  test('fills in all placeholders, in the prefix too', () => {
    expect(
      key({
        DUMPSTREAM_KEY_PREFIX: '{database}/{year}/{month}/',
        DUMPSTREAM_KEY: '{day}-{hour}.{minute}.{second}{ending}',
      }),
    ).toBe('shop/2026/11/24-03.15.00.sql.gz');
  });

  test('gets its ending where the template lacks it', () => {
    expect(key({}, { key: 'before-migration' })).toBe('dump/before-migration.sql.gz');
    expect(key({}, { key: 'before.sql.gz' })).toBe('dump/before.sql.gz');
  });

  test('of a misspelt placeholder is refused with a suggestion', () => {
    expect(() => key({ DUMPSTREAM_KEY: '{dat}' })).toThrow(
      /DUMPSTREAM_KEY can't be used: there is no placeholder \{dat\}\. Did you mean "date"\?/,
    );
    expect(() => key({ DUMPSTREAM_KEY: '{constructor}' })).toThrow('no placeholder');
  });

  test('of an unknown time zone is refused', () => {
    expect(() => key({ DUMPSTREAM_TIME_ZONE: 'Mars/Olympus' })).toThrow(
      'DUMPSTREAM_TIME_ZONE is no time zone',
    );
  });

  test.for(['../other', 'a/../../b', '/etc', 'a\nb', 'a\\b', './a', 'x'.repeat(1100)])(
    'can not be %j',
    (name) => {
      expect(() => key({}, { key: name })).toThrow(
        expect.objectContaining({ name: 'ConfigurationError', code: 'INVALID_KEY' }),
      );
    },
  );
});
