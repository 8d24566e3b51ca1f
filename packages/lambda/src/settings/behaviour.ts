/** The settings of the behaviour: how the function goes about it. */

import type { Setting } from './setting.ts';

export const behaviourSettings = {
  dryRun: {
    kind: 'boolean',
    handler: 'dump',
    variable: 'DUMPSTREAM_DRY_RUN',
    event: 'narrows',
    default: 'false',
    meaning:
      'Dump nothing, and answer with what a dump would hold, how large it would be and what the account lacks. An event may switch it on.',
  },
  verify: {
    kind: 'boolean',
    handler: 'dump',
    variable: 'DUMPSTREAM_VERIFY',
    event: 'narrows',
    default: 'false',
    meaning:
      'Read the object or file back and check it before the invocation succeeds. Needs `s3:GetObject`. An event may switch it on.',
  },
  waitForServer: {
    kind: 'integer',
    handler: 'both',
    variable: 'DUMPSTREAM_WAIT_FOR_SERVER',
    event: 'never',
    range: [0, 900],
    default: '120',
    meaning:
      'Seconds to wait for a server that sleeps, starts or fails over; never more than half of the time that the invocation has left.',
  },
  maxRate: {
    kind: 'integer',
    handler: 'dump',
    variable: 'DUMPSTREAM_MAX_RATE',
    event: 'never',
    range: [1, 999_999_999],
    otherwise: 'as fast as it goes',
    meaning:
      'Bytes of SQL per second, before compression, for a database that serves users meanwhile.',
  },
  lockTimeout: {
    kind: 'integer',
    handler: 'dump',
    variable: 'DUMPSTREAM_LOCK_TIMEOUT',
    event: 'never',
    range: [1, 900],
    default: '5',
    meaning:
      'Seconds to wait for the lock that starts several connections at one moment; while it is waited for, writers wait too.',
  },
  parallel: {
    kind: 'integer',
    handler: 'both',
    variable: 'DUMPSTREAM_PARALLEL',
    event: 'never',
    range: [1, 64],
    default: '1',
    meaning:
      'Connections that read rows, all at one moment; or that write them, for a restore. More than one that read need `RELOAD` (and `PROCESS` on MySQL), or `LOCK TABLES`, as on RDS and Aurora.',
  },
  parallelFallback: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_PARALLEL_FALLBACK',
    event: 'never',
    choices: ['warn', 'error'],
    default: 'warn',
    meaning:
      'Where several connections can not begin at one moment: one connection and `warnings` in the answer (`warn`), or a dump that fails (`error`).',
  },
  metricsNamespace: {
    kind: 'text',
    handler: 'both',
    variable: 'DUMPSTREAM_METRICS_NAMESPACE',
    event: 'never',
    default: 'dumpstream',
    meaning: 'Namespace of the metrics in CloudWatch; `none` for no metrics.',
  },
} as const satisfies Readonly<Record<string, Setting>>;
