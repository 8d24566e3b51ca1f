/** How all tests run: those of the packages, of the examples, and those that cross packages. */

import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/services/longest-first.ts';

export default defineConfig({
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'test/**/*.test.ts',
      'bench/test/*.test.ts',
      'examples/*/**/*.test.ts',
    ],
    globalSetup: ['test/services/vitest-setup.ts'],
    setupFiles: ['test/services/seeded-properties.ts'],
    reporters: ['default', './test/reporter/totals.ts'],
    // One suite waits for its servers while another one works; more would only be slower.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Many tests start servers, some read a whole database, and six servers share the machine.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    // What is waited for comes late where the machine is busy; vitest's own limit is one second.
    expect: { poll: { timeout: 60_000 } },
  },
});
