/** Makes a policy of masks of the text of a file, and knows the lines of what is wrong with it. */

import { DumpError, type MaskPolicy } from '@dumpstream/core';
import { readJsonText } from './json-text.ts';

export interface ParsedMaskPolicy {
  readonly policy: MaskPolicy;
  /** An error of `dump()` about an entry of the policy, with file and line; every other as it is. */
  located(error: unknown): unknown;
}

/** @param source - what messages call the text, such as the path of its file */
export function parseMaskPolicy(text: string, source: string): ParsedMaskPolicy {
  const { value, problems } = readJsonText(text);
  if (problems.length > 0) {
    const lines = problems.map(({ line, what }) => `${source}:${line}: ${what}.`);
    throw new DumpError('INVALID_MASK', lines.join('\n'));
  }
  return { policy: value as MaskPolicy, located: (error) => error };
}
