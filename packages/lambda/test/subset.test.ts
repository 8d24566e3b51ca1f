/** The settings of a subset, as the option of the dump. */

import { describe, expect, test } from 'vitest';
import type { Environment } from '../src/configuration/known-names.ts';
import { readConfiguration } from '../src/configuration/read-configuration.ts';
import { subsetOptions } from '../src/subset.ts';
import { problemOf } from './problem.ts';

const base: Environment = { DUMPSTREAM_BUCKET: 'b', DUMPSTREAM_SSM_PREFIX: '/p' };
const subsetOf = (environment: Environment) =>
  subsetOptions(readConfiguration({ ...base, ...environment }, {}));

describe('a subset', () => {
  test('is none where nothing asks for it', () => {
    expect(subsetOf({})).toBeUndefined();
  });

  test('is the JSON, the sample and the limit together', () => {
    const roots = { customers: 'id % 100 = 0' };
    expect(subsetOf({ DUMPSTREAM_SUBSET: JSON.stringify({ roots }) })).toEqual({ roots });
    expect(
      subsetOf({
        DUMPSTREAM_SUBSET: JSON.stringify({ roots }),
        DUMPSTREAM_SAMPLE: '5%',
        DUMPSTREAM_LIMIT: '1000',
      }),
    ).toEqual({ roots, sample: 0.05, limit: 1000 });
    expect(subsetOf({ DUMPSTREAM_SAMPLE: '0.5%' })).toEqual({ sample: 0.005 });
  });

  test.for(['{', '[]', 'null', '"customers"', '5'])('is not the text %j', (text) => {
    expect(problemOf({ ...base, DUMPSTREAM_SUBSET: text })).toContain('must be a JSON object');
  });

  test.for(['5', '0%', '101%', '-5%', '5 %', '%', '0.0%'])('is not the part %j', (text) => {
    expect(problemOf({ ...base, DUMPSTREAM_SAMPLE: text })).toContain('above 0% up to 100%');
  });

  test('tells a sample and a limit once', () => {
    const problem = problemOf({
      ...base,
      DUMPSTREAM_SUBSET: '{"sample": 0.1, "limit": 5}',
      DUMPSTREAM_SAMPLE: '5%',
      DUMPSTREAM_LIMIT: '5',
    });
    expect(problem).toContain('"sample" is in DUMPSTREAM_SUBSET, and DUMPSTREAM_SAMPLE');
    expect(problem).toContain('"limit" is in DUMPSTREAM_SUBSET, and DUMPSTREAM_LIMIT');
  });
});
