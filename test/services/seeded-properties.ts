/** Vitest's set-up in each suite: properties draw their values from the seed of the tests. */

import fc from 'fast-check';
import { testSeed } from './test-seed.ts';

fc.configureGlobal({ seed: testSeed });
