/** Which program wrote a dump, by what it begins with, and whether it ends as that program ends one. */

import { endMark } from '../manifest/format.ts';
import { isMydumperStart } from '../split/mydumper.ts';
import type { DumpProducer } from '../verify-report.ts';

/** Comments that dumps begin with. mydumper writes none, but statements in a form of its own. */
const headers: readonly (readonly [RegExp, DumpProducer])[] = [
  [/^-- MySQL dump by dumpstream /, 'dumpstream'],
  [/^-- MySQL dump \d/, 'mysqldump'],
  [/^-- MariaDB dump \d/, 'mariadb-dump'],
  [/^-- mydumper /i, 'mydumper'],
];

/** mysqldump pads the hour with a space. */
const wholeMark = new RegExp(
  `^${endMark}(?: on \\d{4}-\\d\\d-\\d\\d (?: ?\\d|\\d\\d):\\d\\d:\\d\\d)?\\s*$`,
);

export class ProducerFinder {
  #producer: DumpProducer | undefined;
  #comments = 0;

  get producer(): DumpProducer {
    return this.#producer ?? 'unknown';
  }

  /** A comment outside of statements. */
  comment(text: string): void {
    if (this.#producer !== undefined || this.#comments > 20) return;
    this.#comments += 1;
    this.#producer = headers.find(([pattern]) => pattern.test(text))?.[1];
  }

  /** @param number - of the statement, from 1 */
  statement(number: number, bytes: Buffer): void {
    if (this.#producer !== undefined || number > 1) return;
    if (isMydumperStart(bytes)) this.#producer = 'mydumper';
  }
}

/** Whether a comment is the end mark of a dump, and nothing of it is missing. */
export function isEndMark(comment: string): boolean {
  return wholeMark.test(comment);
}

/** Whether it is told by an end mark that a dump is whole. */
export function writesEndMark(producer: DumpProducer): boolean {
  return producer === 'mysqldump' || producer === 'mariadb-dump';
}
