/** Which words of a person's name are the family name, a given name, or no name at all. */

import { isJapanese, japaneseForm } from '../script.ts';

export type NamePart = 'full' | 'given' | 'family';
export type NameOrder = 'familyFirst' | 'givenFirst' | 'auto';

/** A piece of the text: what stands between words, or a word and what it is. */
export type NamePiece = { readonly text: string } & (
  | { readonly role: 'kept' }
  | { readonly role: 'family' | 'given' | 'both'; readonly index: number }
);

/** Letters, marks, digits, and what stands inside a name: O’Brien, Anne-Marie. */
const word = /[\p{L}\p{M}\p{N}々〆ー\uff70]+(?:['’‐-][\p{L}\p{M}\p{N}]+)*/gu;

/** A name in brackets or behind a stroke is another writing of the whole. */
const groupBorder = /[()（）[\]［］「」<>＜＞/／|]/;

/** Tell nothing of who it is. */
const titles = new Set(
  'mr mrs ms miss dr prof sir madam jr sr ii iii iv ph phd md 様 さん 氏 殿 先生 御中 さま くん ちゃん'.split(
    ' ',
  ),
);

export function nameLayout(value: string, part: NamePart, order: NameOrder): NamePiece[] {
  const pieces: NamePiece[] = [];
  let group: string[] = [];
  let between: string[] = [];
  const endGroup = (rest: string) => {
    for (const piece of groupPieces(group, between, part, order)) pieces.push(piece);
    if (rest !== '') pieces.push({ role: 'kept', text: rest });
    group = [];
    between = [];
  };
  let at = 0;
  for (const found of value.matchAll(word)) {
    const separator = value.slice(at, found.index);
    at = found.index + found[0].length;
    if (groupBorder.test(separator)) {
      endGroup(separator);
      between.push('');
    } else between.push(separator);
    group.push(found[0]);
  }
  endGroup(value.slice(at));
  return pieces;
}

/** @param between - what stands before each word */
function groupPieces(
  words: readonly string[],
  between: readonly string[],
  part: NamePart,
  order: NameOrder,
): NamePiece[] {
  const named = words.filter((each) => !isTitle(each));
  const familyAt = part === 'full' ? familyPlace(words, between, named, order) : -1;
  let seen = 0;
  let given = 0;
  const pieces: NamePiece[] = [];
  for (const [index, text] of words.entries()) {
    pieces.push({ role: 'kept', text: between[index] ?? '' });
    if (isTitle(text)) {
      pieces.push({ role: 'kept', text });
      continue;
    }
    const place = seen++;
    if (part === 'full' && named.length === 1)
      pieces.push({ role: loneRole(text), text, index: 0 });
    else if (part === 'family') pieces.push({ role: 'family', text, index: place });
    else if (place === familyAt) pieces.push({ role: 'family', text, index: 0 });
    else pieces.push({ role: 'given', text, index: given++ });
  }
  return pieces.filter((piece) => piece.text !== '');
}

function isTitle(text: string): boolean {
  return titles.has(text.toLowerCase());
}

function familyPlace(
  words: readonly string[],
  between: readonly string[],
  named: readonly string[],
  order: NameOrder,
): number {
  const last = named.length - 1;
  if (order !== 'auto') return order === 'familyFirst' ? 0 : last;
  const separators = between.slice(1).join('');
  if (words.some(isJapanese)) return /[・･=＝]/.test(separators) ? last : 0;
  if (/[,，]/.test(between[words.indexOf(named[1] ?? '')] ?? '')) return 0;
  return isLoud(named[0]) && named.slice(1).some((each) => !isLoud(each)) ? 0 : last;
}

/** In capitals, as family names are often written where the order is not plain. */
function isLoud(text: string | undefined): boolean {
  return text !== undefined && text.length > 1 && text === text.toUpperCase();
}

/** Japanese names are written without blanks as well; a word of one reading's length is a family name. */
function loneRole(text: string): 'both' | 'family' | 'given' {
  if (!isJapanese(text)) return 'given';
  const length = text.normalize('NFKC').length;
  return length >= (japaneseForm(text) === 'kanji' ? 3 : 6) ? 'both' : 'family';
}
