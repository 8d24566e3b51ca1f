/** How masks are configured: what is half configured, misspelt or the event's wish is refused. */

import { describe, expect, test } from 'vitest';
import type { Environment } from '../src/configuration/known-names.ts';
import { readConfiguration } from '../src/configuration/read-configuration.ts';
import { keyPlace, policyPlace } from '../src/mask/places.ts';
import { problemOf } from './problem.ts';

const plain: Environment = { DUMPSTREAM_BUCKET: 'b', DUMPSTREAM_SSM_PREFIX: '/prod/shop-' };
const masked: Environment = {
  ...plain,
  DUMPSTREAM_MASK_POLICY: 'file:policy.json',
  DUMPSTREAM_MASK_KEY_FROM: 'secret:prod/shop-mask',
};

describe('a policy', () => {
  test.for<[string, unknown]>([
    ['file:policy.json', { kind: 'file', path: 'policy.json' }],
    ['file:policies/shop 1.json', { kind: 'file', path: 'policies/shop 1.json' }],
    ['ssm:/prod/shop-policy', { kind: 'parameter', name: '/prod/shop-policy' }],
    [
      's3://our-policies/masks/shop.json',
      { kind: 'object', bucket: 'our-policies', key: 'masks/shop.json', versionId: undefined },
    ],
    [
      's3://our-policies/a?b.json?versionId=3sL4kqtJlcpXroDTDmJ-rmSpXd3dIbrHY',
      {
        kind: 'object',
        bucket: 'our-policies',
        key: 'a?b.json',
        versionId: '3sL4kqtJlcpXroDTDmJ-rmSpXd3dIbrHY',
      },
    ],
  ])('can be %s', ([text, place]) => {
    expect(policyPlace(text)).toEqual(place);
  });

  test.for([
    'policy.json',
    '/etc/policy.json',
    'file:',
    'file:/etc/policy.json',
    'file:../policy.json',
    'file:masks/../../policy.json',
    'file:./policy.json',
    'file:masks//policy.json',
    'file:..\\policy.json',
    'file:policy.json\n',
    's3://our-policies',
    's3://our-policies/',
    's3:///policy.json',
    's3://UPPER/policy.json',
    'ssm:',
    'ssm:/prod/shop policy',
    'ssm:/prod/shop-policy:3',
    '{"version": 1, "columns": {}}',
  ])('can not be %j', (text) => {
    expect(policyPlace(text)).toBeUndefined();
    expect(problemOf({ ...masked, DUMPSTREAM_MASK_POLICY: text })).toContain(
      'DUMPSTREAM_MASK_POLICY must tell where the policy is',
    );
  });
});

describe('a key', () => {
  test.for<[string, unknown]>([
    ['ssm:/prod/mask-key', { kind: 'parameter', name: '/prod/mask-key' }],
    ['secret:prod/mask', { kind: 'secret', name: 'prod/mask', member: undefined }],
    ['secret:prod/mask#the key', { kind: 'secret', name: 'prod/mask', member: 'the key' }],
    [
      'secret:arn:aws:secretsmanager:eu-central-1:123456789012:secret:mask-a1B2c3#key',
      {
        kind: 'secret',
        name: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:mask-a1B2c3',
        member: 'key',
      },
    ],
  ])('can be read from %s', ([text, place]) => {
    expect(keyPlace(text)).toEqual(place);
  });

  test.for([
    'the-Key-Itself-123',
    '4f1d0ff9c3Key-Itself==',
    'env:MASK_KEY-Itself',
    'file:the-Key-Itself',
    'secret:the Key-Itself',
    'ssm:',
    'secret:',
    'secret:prod/mask#',
  ])('can not be %j, which no message repeats', (text) => {
    expect(keyPlace(text)).toBeUndefined();
    const problem = problemOf({ ...masked, DUMPSTREAM_MASK_KEY_FROM: text });
    expect(problem).toContain('DUMPSTREAM_MASK_KEY_FROM must tell where the key is');
    expect(problem).not.toContain('Key-Itself');
  });

  test('has no variable of its own', () => {
    const problem = problemOf({ ...masked, DUMPSTREAM_MASK_KEY: 'the-Key-Itself-123' });
    expect(problem).toContain('There is no environment variable DUMPSTREAM_MASK_KEY.');
    expect(problem).not.toContain('Key-Itself');
  });
});

describe('masks', () => {
  test('need both a policy and a key', () => {
    readConfiguration(masked, {});
    expect(problemOf({ ...masked, DUMPSTREAM_MASK_POLICY: '' })).toContain(
      'DUMPSTREAM_MASK_KEY_FROM needs DUMPSTREAM_MASK_POLICY',
    );
    expect(problemOf({ ...masked, DUMPSTREAM_MASK_KEY_FROM: undefined })).toContain(
      'DUMPSTREAM_MASK_POLICY needs DUMPSTREAM_MASK_KEY_FROM',
    );
  });

  test.for<[string, unknown]>([
    ['maskPolicy', 'file:weaker.json'],
    ['maskPolicy', ''],
    ['maskPolicy', { version: 1, columns: {} }],
    ['maskPolicy', false],
    ['maskKeyFrom', 'ssm:/mine'],
    ['maskKey', 'a key of my own choice'],
    ['mask', null],
    ['mask', false],
    ['DUMPSTREAM_MASK_POLICY', 'file:weaker.json'],
    ['subset', '{}'],
    ['sample', '100%'],
    ['limit', 1],
  ])('are not the event’s to choose: %s', ([field, value]) => {
    const problem = problemOf(masked, { [field]: value });
    expect(problem).toMatch(/can't choose|unknown field/);
    expect(problem).not.toContain('of my own choice');
    // Nor where none are configured.
    expect(problemOf(plain, { [field]: value })).toMatch(/can't choose|unknown field/);
  });

  test('of an event that hides its fields are those that are configured', () => {
    const event = JSON.parse('{"__proto__": {"maskPolicy": "file:weaker.json"}, "key": "a"}');
    expect(problemOf(masked, event)).toContain('unknown field "__proto__"');
    const inherited = Object.create({ maskPolicy: 'file:weaker.json' });
    expect(readConfiguration(masked, inherited).text('maskPolicy')).toBe('file:policy.json');
  });

  test('have a policy and a key for each target, out of which no target leads', () => {
    const targets = {
      DUMPSTREAM_BUCKET: 'b',
      DUMPSTREAM_SSM_PREFIX: '/prod/{target}-',
      DUMPSTREAM_TARGETS: 'shop,blog',
      DUMPSTREAM_MASK_POLICY: 'file:policies/{target}.json',
      DUMPSTREAM_MASK_KEY_FROM: 'secret:prod/{target}#mask',
    };
    const configuration = readConfiguration(targets, { target: 'blog' });
    expect(configuration.text('maskPolicy')).toBe('file:policies/blog.json');
    expect(configuration.text('maskKeyFrom')).toBe('secret:prod/blog#mask');
    expect(problemOf(targets, { target: '../weaker' })).toContain('allows "shop", "blog"');
    expect(
      problemOf(
        { ...targets, DUMPSTREAM_MASK_POLICY: 's3://b12/{tarket}.json' },
        { target: 'shop' },
      ),
    ).toContain('{tarket}');
  });

  test('are for a function that dumps', () => {
    const restoring = {
      DUMPSTREAM_SOURCE_BUCKET: 'b',
      DUMPSTREAM_SSM_PREFIX: '/staging/shop-',
      DUMPSTREAM_MASK_POLICY: 'file:policy.json',
    };
    expect(problemOf(restoring, {}, 'restore')).toContain('is for a function that dumps');
  });
});

describe('a restore that requires a mask', () => {
  const restoring = { DUMPSTREAM_SOURCE_BUCKET: 'b', DUMPSTREAM_SSM_PREFIX: '/staging/shop-' };
  const digest = 'a1'.repeat(32);

  test.for(['any', digest, `${digest}, ${'b2'.repeat(32)}`])('takes %s', (text) => {
    readConfiguration({ ...restoring, DUMPSTREAM_REQUIRE_MASK: text }, {}, 'restore');
  });

  test.for(['true', 'false', 'none', `any,${digest}`, digest.toUpperCase(), 'a1'])(
    'is no wish like %j',
    (text) => {
      const environment = { ...restoring, DUMPSTREAM_REQUIRE_MASK: text };
      expect(problemOf(environment, {}, 'restore')).toContain('must be "any", or digests');
    },
  );

  test.for<[string, unknown]>([
    ['requireMask', false],
    ['requireMask', []],
    ['requireMask', null],
  ])('can not be talked out of it by an event with %s %j', ([field, value]) => {
    const environment = { ...restoring, DUMPSTREAM_REQUIRE_MASK: 'any' };
    expect(problemOf(environment, { [field]: value }, 'restore')).toContain("can't choose");
  });
});
