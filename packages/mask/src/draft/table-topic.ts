/** What the rows of a table are about, as its name and comment say: persons, things, or nobody knows. */

import {
  isCatalogueWord,
  isCompanyWord,
  isPersonWord,
  isTableQualifier,
  isThingWord,
  wordsOf,
} from './vocabulary.ts';

/** A `catalogue` is of things that nobody has written about anybody; a `thing` may be a task or an event. */
export type TableTopic = 'person' | 'company' | 'catalogue' | 'thing' | undefined;

export function tableTopic(name: string, comment: string): TableTopic {
  return topicOf(wordsOf(name)) ?? topicOf(wordsOf(firstClause(comment)));
}

/** The last word that says anything: `user_roles` are roles, `customer_address` is of a customer. */
function topicOf(words: readonly string[]): TableTopic {
  for (const word of words.toReversed()) {
    // `accounts` alone may be of persons or not; both is likelier than neither.
    if (isPersonWord(word)) return 'person';
    if (isCompanyWord(word)) return 'company';
    if (isTableQualifier(word)) continue;
    if (isCatalogueWord(word)) return 'catalogue';
    if (isThingWord(word)) return 'thing';
    if (word === 'address' || word === 'order') continue;
    return undefined;
  }
  return undefined;
}

/** What stands before the first sign of a longer explanation. */
export function firstClause(comment: string): string {
  return (/^[^:：;；(（【[。、,\n\r]*/u.exec(comment.trim())?.[0] ?? '').slice(0, 60);
}
