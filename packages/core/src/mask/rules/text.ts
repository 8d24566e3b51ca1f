/** The rule `text`: other letters and digits of the same kinds, in a text of the same shape. */

import { notTextProblem, uniqueProblem } from '../representable.ts';
import type { RuleDefinition } from '../rule.ts';
import { replaceSameKind } from '../same-kind.ts';
import { sameValue } from '../same-value.ts';

export const textRule: RuleDefinition = {
  name: 'text',
  description:
    'Letters, digits, kana and kanji become others of the same kind; length, words, lines and punctuation stay.',
  parameters: {},
  problem: (column) => notTextProblem(column) ?? uniqueProblem(column),
  injective: () => false,
  compile(column, _parameters, keyed) {
    const domain = keyed.domain('text');
    const same = sameValue(column);
    return (value) => {
      const text = String(value);
      return replaceSameKind(text, same, domain.choices(same(text)));
    };
  },
};
