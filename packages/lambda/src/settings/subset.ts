/** The settings of a subset: which part of the rows is dumped. */

import type { Setting } from './setting.ts';

/** None is the event's to choose: conditions are SQL, and what a copy holds is its owner's decision. */
export const subsetSettings = {
  subset: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_SUBSET',
    event: 'never',
    otherwise: 'all rows',
    meaning:
      'A part of the rows, with all that they refer to, as JSON: `{"roots": {"customers": "id % 100 = 0"}, "referring": ["orders"]}`, with the members of the option `subset` of `@dumpstream/core`.',
  },
  sample: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_SAMPLE',
    event: 'never',
    otherwise: 'all rows',
    meaning:
      'Part of the rows that a subset begins with, as `5%`: the same ones in each dump of the same data.',
  },
  limit: {
    kind: 'integer',
    handler: 'dump',
    variable: 'DUMPSTREAM_LIMIT',
    event: 'never',
    range: [1, 999_999_999],
    otherwise: 'all rows',
    meaning: 'Rows of each table that a subset begins with, at the most.',
  },
} as const satisfies Readonly<Record<string, Setting>>;
