/** The settings of a restore: what it may do to the database, and where it begins. */

import type { Setting } from './setting.ts';

export const restoreSettings = {
  force: {
    kind: 'boolean',
    handler: 'restore',
    variable: 'DUMPSTREAM_FORCE',
    event: 'never',
    default: 'false',
    meaning:
      'Restore into a database that is not empty: what the dump drops and makes anew is replaced, everything else stays.',
  },
  requireMask: {
    kind: 'list',
    handler: 'restore',
    variable: 'DUMPSTREAM_REQUIRE_MASK',
    event: 'never',
    otherwise: 'any dump is restored',
    meaning:
      'Restore masked dumps alone: `any`, or the digests of the policies that may have masked them, as the answer of a dump tells them.',
  },
  resume: {
    kind: 'boolean',
    handler: 'restore',
    event: 'chooses',
    otherwise: 'from the beginning',
    meaning:
      '`true` goes on with a restore of the same dump that has failed or ran out of time, from where it stopped.',
  },
} as const satisfies Readonly<Record<string, Setting>>;
