/** Which part of an event is ours. */

import { describe, expect, test } from 'vitest';
import { fieldsOfEvent } from '../src/configuration/event.ts';

const envelope = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '123456789012',
  time: '2026-11-24T03:15:00Z',
  region: 'eu-central-1',
  resources: ['arn:aws:events:eu-central-1:123456789012:rule/nightly'],
};

const fields = (event: unknown) => fieldsOfEvent(event).fields;

describe('the fields of an event', () => {
  test('are those of the object itself', () => {
    expect(fields({ compress: 'none' })).toEqual({ compress: 'none' });
  });

  test('are none where the function was invoked with nothing', () => {
    for (const event of [undefined, null, {}]) expect(fields(event)).toEqual({});
  });

  test('are those in the detail of an EventBridge event', () => {
    expect(fields({ ...envelope, detail: {} })).toEqual({});
    const detail = { tables: ['orders'] };
    expect(fields({ ...envelope, detail })).toEqual(detail);
    expect(fields({ ...envelope, source: 'shop.jobs', detail })).toEqual(detail);
  });

  test('are not those beside the detail', () => {
    expect(fields({ ...envelope, compress: 'none', detail: { noData: true } })).toEqual({
      noData: true,
    });
  });

  test('may be text, as in the event that EventBridge Scheduler makes', () => {
    expect(fields({ ...envelope, source: 'aws.scheduler', detail: '{}' })).toEqual({});
    expect(fields({ ...envelope, detail: '{"noData":true}' })).toEqual({ noData: true });
    expect(fields({ ...envelope, detail: '' })).toEqual({});
  });

  test('are none where another AWS service reports what it did', () => {
    const detail = { EventCategories: ['backup'], SourceIdentifier: 'shop' };
    expect(fields({ ...envelope, source: 'aws.rds', detail })).toEqual({});
  });

  test('may have the names of an envelope without being one', () => {
    const event = { version: '1', detail: {} };
    expect(fields(event)).toBe(event);
  });

  test.for([
    ['text'],
    [5],
    [[]],
    [true],
    [{ ...envelope, detail: 'no JSON' }],
    [{ ...envelope, detail: [1] }],
  ])('%j is refused', ([event]) => {
    expect(() => fields(event)).toThrow(
      expect.objectContaining({ name: 'ConfigurationError', code: 'INVALID_EVENT' }),
    );
  });
});
