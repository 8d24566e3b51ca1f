/** What the name of a column says that it holds. */

import type { Category } from './category.ts';
import {
  type FoundPhrase,
  isCatalogueWord,
  isCompanyWord,
  isKanaWord,
  isPersonWord,
  isPlainBeginning,
  isQualifier,
  isThingWord,
  phraseBefore,
  wordsOf,
} from './vocabulary.ts';

export interface NameMeaning {
  /**
   * A kind of personal data; `name` is a name, of whatever the table is about; `plain` is nothing
   * personal.
   */
  readonly meaning: Category | 'name' | 'plain';
  /** The words that say so. All of them are words of this package. */
  readonly phrase: string;
  /** Whether other words, which are not known, stand behind them. */
  readonly doubtful: boolean;
  /** The reading of a name, in kana. */
  readonly kana: boolean;
  /** Of a `name`: whether an unknown word stands before it. */
  readonly modified: boolean;
}

/** Undefined where the name says nothing. */
export function nameMeaning(name: string): NameMeaning | undefined {
  return meaningOfWords(wordsOf(name));
}

export function meaningOfWords(all: readonly string[]): NameMeaning | undefined {
  const [first = ''] = all;
  if (all.length > 1 && isPlainBeginning(first)) return plain(first);
  const kanaWord = all.find(isKanaWord);
  const words = kanaWord === undefined ? all : all.filter((word) => !isKanaWord(word));
  const found = atTheEnd(words) ?? anywhere(words);
  if (kanaWord === undefined) return found;
  if (found === undefined) {
    if (words.some(isThingWord)) return plain(kanaWord);
    return {
      meaning: 'personName',
      phrase: kanaWord,
      doubtful: words.length > 0,
      kana: true,
      modified: false,
    };
  }
  if (found.meaning === 'name') {
    return { ...found, meaning: 'personName', phrase: `${found.phrase} ${kanaWord}`, kana: true };
  }
  return { ...found, kana: true };
}

function atTheEnd(words: readonly string[]): NameMeaning | undefined {
  for (let end = words.length; end > 0; end--) {
    const found = phraseBefore(words, end);
    if (found !== undefined) return resolved(found, words);
    if (!isQualifier(words[end - 1] ?? '')) return undefined;
  }
  return undefined;
}

/** Unknown words behind it may change all: `email_foo` may well be no address. */
function anywhere(words: readonly string[]): NameMeaning | undefined {
  for (let end = words.length - 1; end > 0; end--) {
    const found = phraseBefore(words, end);
    if (found === undefined || found.meaning === 'plain') continue;
    const meant = resolved(found, words);
    if (meant.meaning !== 'plain') return { ...meant, doubtful: true };
  }
  return undefined;
}

function resolved(found: FoundPhrase, words: readonly string[]): NameMeaning {
  const { phrase, meaning, start } = found;
  const base = { phrase, doubtful: false, kana: false, modified: false };
  const before = words.slice(0, start).filter((word) => !isQualifier(word));
  const last = before.at(-1) ?? '';
  if (meaning === 'plain') return coded(phrase, before) ?? plain(phrase);
  if (meaning !== 'name') {
    return isOfThing(meaning, last) ? plain(`${last} ${phrase}`) : { ...base, meaning };
  }
  if (isPersonWord(last)) return { ...base, meaning: 'personName', phrase: `${last} ${phrase}` };
  if (isCompanyWord(last)) return { ...base, meaning: 'company', phrase: `${last} ${phrase}` };
  if (isThingWord(last)) return plain(`${last} ${phrase}`);
  const whose = phraseBefore(before, before.length);
  if (whose !== undefined && hasNames.has(whose.meaning)) {
    return { ...base, meaning: whose.meaning, phrase: `${whose.phrase} ${phrase}` };
  }
  // `mei` and 名 alone stand for the given name beside `sei` and 姓; behind a word for its name.
  const isGiven = phrase === 'mei' || phrase === '名';
  if (isGiven && last === '') return { ...base, meaning: 'givenName' };
  return { ...base, meaning: 'name', modified: last !== '' };
}

/** What a name may be the name of without being another thing. */
const hasNames = new Set<FoundPhrase['meaning']>([
  'personName',
  'company',
  'sensitive',
  'health',
  'login',
]);

/** Words that say how something is written, and not what it is. */
const forms = new Set(
  'code cd number num no amount amt kbn kubun kodo bango bangou コード 区分 番号 額'.split(' '),
);

/** What is as personal as a code or a number. */
const personalAsCodes = new Set<FoundPhrase['meaning']>([
  ...(['gender', 'sensitive', 'health', 'postcode', 'income', 'age'] as const),
  ...(['nationalId', 'bankAccount', 'creditCard'] as const),
]);

/** `nationality_code` and `annual_income_amt`; but `address_code` is a key, and `email_number` a count. */
function coded(phrase: string, before: readonly string[]): NameMeaning | undefined {
  const inner = forms.has(phrase) ? phraseBefore(before, before.length) : undefined;
  if (inner === undefined || !personalAsCodes.has(inner.meaning)) return undefined;
  return {
    ...{ meaning: inner.meaning, phrase: `${inner.phrase} ${phrase}` },
    ...{ doubtful: false, kana: false, modified: false },
  };
}

/** `product_description` tells of no person; `task_description` may. */
function isOfThing(meaning: Category, before: string): boolean {
  if (meaning !== 'freeText' && meaning !== 'url' && meaning !== 'photo') return false;
  return isCatalogueWord(before);
}

function plain(phrase: string): NameMeaning {
  return { meaning: 'plain', phrase, doubtful: false, kana: false, modified: false };
}
