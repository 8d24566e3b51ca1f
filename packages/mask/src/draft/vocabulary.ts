/** All words and phrases of both languages, by what they are good for. */

import type { Category } from './category.ts';
import * as english from './english-phrases.ts';
import * as japanese from './japanese-phrases.ts';
import { WordCutter } from './words.ts';

/** What a phrase at the end of a name means; `name` is a name of whatever stands before it. */
export type PhraseMeaning = Category | 'name' | 'plain';

/** Of a phrase, in words. */
const longestPhrase = 5;

const nameWords = ['name', 'nm', 'namae', 'mei', 'meisho', '名', '名前', '名称'];

const personWords = new Set([...english.personWords, ...japanese.japanesePersonWords]);
const thingWords = new Set([...english.thingWords, ...japanese.japaneseThingWords]);
const catalogueWords = new Set([...english.catalogueWords, ...japanese.japaneseCatalogueWords]);
const companyWords = new Set(english.companyWords);
const kanaWords = new Set(japanese.kanaWords);
const qualifiers = new Set([...english.qualifierWords]);
const tableQualifiers = new Set([...english.tableQualifiers, ...japanese.japaneseTableQualifiers]);
const plainBeginnings = new Set(english.plainBeginnings);
const plainHeads = [...english.plainHeads, ...japanese.japanesePlainHeads];

const listed = [english.englishPhrases, japanese.japanesePhrases].flatMap((phrases) =>
  (Object.entries(phrases) as [Category, string][]).flatMap(([category, text]) =>
    text
      .split(',')
      .map((phrase) => [phrase.trim().normalize('NFKC').toLowerCase(), category] as const),
  ),
);

const known = new Set(
  [
    ...listed.flatMap(([phrase]) => phrase.split(' ')),
    ...plainHeads,
    ...nameWords,
    ...personWords,
    ...thingWords,
    ...companyWords,
    ...kanaWords,
    ...qualifiers,
    ...tableQualifiers,
    ...plainBeginnings,
  ].map((word) => word.normalize('NFKC').toLowerCase()),
);

const romaji = [
  ...Object.values(japanese.japanesePhrases).flatMap((text) => text.split(/[\s,]+/)),
  ...japanese.japanesePlainHeads,
  ...japanese.japanesePersonWords,
  ...japanese.japaneseThingWords,
].filter((word) => /^[a-z]+$/.test(word));

const cutter = new WordCutter(known, romaji);

/** What is listed first for a phrase counts: plain words give way to what they are part of. */
const phrases = new Map<string, PhraseMeaning>();
for (const [phrase, category] of listed) {
  const key = cutter.words(phrase).join(' ');
  if (!phrases.has(key)) phrases.set(key, category);
}
for (const word of plainHeads) {
  const key = cutter.words(word).join(' ');
  if (!phrases.has(key)) phrases.set(key, 'plain');
}
for (const word of nameWords) phrases.set(word, 'name');

/** A name as its words. */
export function wordsOf(name: string): readonly string[] {
  return cutter.words(name);
}

/** Whether a name has no word that is not ours: only then may it be repeated where data may not. */
export function isOfKnownWords(words: readonly string[]): boolean {
  return words.length > 0 && words.every((word) => cutter.isKnown(word) || /^\d{1,2}$/.test(word));
}

export interface FoundPhrase {
  readonly phrase: string;
  readonly meaning: PhraseMeaning;
  /** How many words stand before it. */
  readonly start: number;
}

/** The longest phrase that ends where so many words of the name have passed. */
export function phraseBefore(words: readonly string[], end: number): FoundPhrase | undefined {
  for (let start = Math.max(0, end - longestPhrase); start < end; start++) {
    const phrase = words.slice(start, end).join(' ');
    const meaning = phrases.get(phrase);
    if (meaning !== undefined) return { phrase, meaning, start };
  }
  return undefined;
}

export const isPersonWord = (word: string): boolean => personWords.has(word);
export const isThingWord = (word: string): boolean => thingWords.has(word);
export const isCatalogueWord = (word: string): boolean => catalogueWords.has(word);
export const isCompanyWord = (word: string): boolean => companyWords.has(word);
export const isKanaWord = (word: string): boolean => kanaWords.has(word);
export const isQualifier = (word: string): boolean => qualifiers.has(word) || /^\d+$/.test(word);
export const isTableQualifier = (word: string): boolean =>
  tableQualifiers.has(word) || /^\d+$/.test(word);
export const isPlainBeginning = (word: string): boolean => plainBeginnings.has(word);
