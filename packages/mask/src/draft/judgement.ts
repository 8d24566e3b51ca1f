/** What is thought of a column. */

import type { MaskRule } from '@dumpstream/core';
import type { Category } from './category.ts';

export type Confidence = 'high' | 'medium' | 'low';

export interface Judgement {
  /** `json` is a document, `bytes` is something that nobody knows; undefined: nothing personal. */
  readonly category: Category | 'json' | 'bytes' | undefined;
  readonly confidence: Confidence;
  /** Sentences without a capital and a full stop. They quote no value. */
  readonly reasons: readonly string[];
  /** Whether a person should decide. */
  readonly look: boolean;
  /** Of a document: the rule by what its members are called. */
  readonly document?: MaskRule;
}

export function kept(reason: string, confidence: Confidence = 'high', look = false): Judgement {
  return { category: undefined, confidence, reasons: [reason], look };
}
