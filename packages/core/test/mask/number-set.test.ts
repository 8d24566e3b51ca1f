/** A set of numbers that is filled again and again. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NumberSet } from '../../src/mask/number-set.ts';

const number = fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 2 ** 28 - 1 }));

it('has what has been added since it was emptied, and nothing else', () => {
  const set = new NumberSet();
  fc.assert(
    fc.property(
      fc.array(fc.array(number, { maxLength: 3000 }), { maxLength: 4 }),
      fc.array(number),
      (lists, asked) => {
        for (const list of lists) {
          set.clear(list.length);
          const known = new Set(list);
          for (const one of list) set.add(one);
          for (const one of [...list, ...asked, ...lists.flat()]) {
            expect(set.has(one)).toBe(known.has(one));
          }
        }
      },
    ),
    { numRuns: 20 },
  );
});
