/** Japanese in Latin letters is spelt in several ways: `shain`, `syain`; `jusho`, `juusho`, `zyuusyo`. */

/** From the spelling of Hepburn to that of the ministry (Kunrei), and long vowels as short ones. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/sh(?=[auo])/g, 'sy'],
  [/ch(?=[auo])/g, 'ty'],
  [/jy?(?=[auo])/g, 'zy'],
  [/shi/g, 'si'],
  [/chi/g, 'ti'],
  [/tsu/g, 'tu'],
  [/ji/g, 'zi'],
  [/fu/g, 'hu'],
  [/ou|oo/g, 'o'],
  [/uu/g, 'u'],
  [/m(?=[bp])/g, 'n'],
];

/** Texts that only differ in how they spell Japanese are the same one. */
export function plainSpelling(word: string): string {
  return spellings.reduce((text, [from, to]) => text.replace(from, to), word);
}
