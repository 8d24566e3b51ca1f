/** Reads the file of a policy of masks. */

import { readFileSync } from 'node:fs';
import { type ParsedMaskPolicy, parseMaskPolicy } from '@dumpstream/mask';
import { UsageError } from '../errors.ts';
import { systemReason } from '../system-reason.ts';

/**
 * @param what - how the command line calls it, for example `--mask`
 * @throws UsageError where there is no such file; DumpError `INVALID_MASK` with a line for each problem
 */
export function readMaskPolicy(path: string, what: string): ParsedMaskPolicy {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${what}: the file ${path} can't be read: ${systemReason(error)}`);
  }
  return parseMaskPolicy(text, path);
}
