/** The order of the test files: the longest first, so that no worker is left over with one at the end. */

import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute and more, each below `test/`, the longest first. */
const long: readonly string[] = [
  ...['exactness/exactness', 'restore/kills', 'property/round-trip', 'foreign-dumps/restored'],
  ...['cli/restore', 'cli/verify', 'restore/restore', 'exactness/row-size', 'dump/replication'],
  ...['lambda/figures', 'lambda/mask-figures', 'lambda/invocation', 'lambda/deadline'],
  ...['subset/shop', 'verify/compare-equal', 'cli/restore-ends-early', 'dump/gentle'],
  ...['dump/connecting-waiting', 'dump/parallel', 'dump/parallel-snapshot', 'dump/changes'],
  ...['foreign-dumps/understood', 'sample/sample', 'mask/leaks', 'mask/failing-dumps'],
].map((name) => `/test/${name}.test.ts`);

/** Vitest's own order goes by what it has seen before, and by the size of the file. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

/** After those of the list the others that need servers, and then the short ones of the packages. */
function rank({ moduleId }: TestSpecification): number {
  const index = long.findIndex((end) => moduleId.endsWith(end));
  if (index >= 0) return index;
  return /\/(packages|bench)\//.test(moduleId) ? long.length + 1 : long.length;
}
