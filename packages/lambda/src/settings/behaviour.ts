/** The settings of the behaviour: how the function goes about it. */

import type { Setting } from './setting.ts';

export const behaviourSettings = {
  parallel: {
    kind: 'integer',
    variable: 'DUMPSTREAM_PARALLEL',
    event: 'never',
    range: [1, 64],
    default: '1',
    meaning:
      'Connections that read rows, all at one moment. More than one need `RELOAD` (and `PROCESS` on MySQL), or `LOCK TABLES`, as on RDS and Aurora.',
  },
  parallelFallback: {
    kind: 'text',
    variable: 'DUMPSTREAM_PARALLEL_FALLBACK',
    event: 'never',
    choices: ['warn', 'error'],
    default: 'warn',
    meaning:
      'Where several connections can not begin at one moment: one connection and `warnings` in the answer (`warn`), or a dump that fails (`error`).',
  },
} as const satisfies Readonly<Record<string, Setting>>;
