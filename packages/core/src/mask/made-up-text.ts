/** What the rules for names and addresses share: texts that are drawn, until one fits and tells nothing. */

import { fits, shortened } from './representable.ts';
import type { MaskedColumn, ParameterSchema } from './rule.ts';

/** @param what - has a language */
export function localeParameter(what: string): ParameterSchema {
  return {
    enum: ['en', 'ja', 'auto'],
    description: `Language of the ${what}; by default that of the characters of each value.`,
    default: 'auto',
  };
}

/**
 * @param what - belongs to somebody
 * @param shared - what columns with the same entity get
 */
export function entityParameter(what: string, shared: string): ParameterSchema {
  return {
    type: 'string',
    description: `Column of the same table that tells whose ${what} it is: columns with the same entity ${shared}.`,
  };
}

/** Then the text is cut to fit the column. */
const mostDraws = 16;

export interface Drawn {
  readonly text: string;
  /** Whether something of it is what it stands for. */
  readonly told: boolean;
}

/**
 * @param draw - makes another one each time
 * @param isOriginal - whether a text is what it would stand for
 * @returns `undefined` where nothing fits, or only the original
 */
export function drawText(
  column: MaskedColumn,
  draw: () => Drawn,
  isOriginal: (text: string) => boolean,
): string | undefined {
  let last = '';
  for (let count = 0; count < mostDraws; count++) {
    const { text, told } = draw();
    if (!told && fits(text, column)) return text;
    last = text;
  }
  const cut = shortened(last, column);
  return cut === '' || isOriginal(cut) ? undefined : cut;
}
