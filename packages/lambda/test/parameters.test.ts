/** Parameters are asked for once, and again after a failure. */

import type { SSMClient } from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { ParameterCache } from '../src/database/parameters.ts';

/** A fake of Parameter Store, in which every parameter says how often it was asked for. */
function fakeStore() {
  let requests = 0;
  const client = {
    send: async ({ input }: { readonly input: { readonly Names: readonly string[] } }) => {
      requests += 1;
      return { Parameters: input.Names.map((Name) => ({ Name, Value: `${Name} ${requests}` })) };
    },
  };
  return new ParameterCache(() => client as unknown as SSMClient);
}

const { signal } = new AbortController();

test('parameters that are known are not asked for again, until they are forgotten', async () => {
  const cache = fakeStore();
  const first = await cache.read({ names: ['host'], signal });
  expect(first.get('host')).toBe('host 1');
  expect((await cache.read({ names: ['host'], signal })).get('host')).toBe('host 1');
  cache.forget();
  expect((await cache.read({ names: ['host'], signal })).get('host')).toBe('host 2');
  expect(first.get('host'), 'what another invocation holds stays whole').toBe('host 1');
});
