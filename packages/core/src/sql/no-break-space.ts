/** The byte of a no-break space, which the servers take for a blank in some character sets. */

export const noBreakSpace = 0xa0;

const characterSets = new Set([
  ...['latin1', 'latin2', 'latin5', 'latin7', 'greek', 'hebrew'],
  ...['cp1250', 'cp1251', 'cp1256', 'cp1257'],
]);

/** Whether {@link noBreakSpace} is a blank between words, and behind two dashes. */
export function hasNoBreakSpace(characterSet: string): boolean {
  return characterSets.has(characterSet.toLowerCase());
}
