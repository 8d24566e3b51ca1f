/** What a handler is for, and the words for it. */

import type { HandlerName } from './settings/setting.ts';

/** What differs between the messages and metrics of the handlers. */
export interface Purpose {
  /** `The … was not done after 90 s`. */
  readonly name: HandlerName;
  /** `The function has only 0.4 s, in which …`. */
  readonly nothingDone: string;
  /** What there may be where there was no time to clean up: `what may be left is …`. */
  readonly leftover: string;
  /** An alarm on missing dumps must not take a restore for one. */
  readonly metricPrefix: '' | 'Restore';
}

export const dumpPurpose: Purpose = {
  name: 'dump',
  nothingDone: 'no dump can be made',
  leftover:
    'an unfinished upload, which a lifecycle rule of the bucket (AbortIncompleteMultipartUpload) ' +
    'removes, or a temporary file beside the dump',
  metricPrefix: '',
};

export const restorePurpose: Purpose = {
  name: 'restore',
  nothingDone: 'nothing can be restored',
  leftover: 'a last statement that the server is still at work on',
  metricPrefix: 'Restore',
};
