/** What is wrong with a text that can't be split, as errors. */

import { DumpError, type DumpErrorCode } from '../errors.ts';

/** Where in the text the error is. */
export interface StatementPlace {
  readonly number: number;
  readonly offset: number;
  /** The first bytes of the statement. */
  readonly start: Buffer;
}

/** So many bytes of a statement are looked at for the text in an error. */
export const shownBytes = 1024;
const shownCharacters = 200;

/** @param problem - ends the sentence "Statement 5 (at byte 1234) …" */
export function splitError(
  code: DumpErrorCode,
  { number, offset, start }: StatementPlace,
  problem: string,
): DumpError {
  return new DumpError(code, `Statement ${number} (at byte ${offset} of the text) ${problem}`, {
    statement: { number, offset, text: beginning(start) },
  });
}

/** Up to the first value: what stands in quotes may be a password, and a number a hash of one. */
function beginning(start: Buffer): string {
  const [shown = ''] = start
    .subarray(0, shownBytes)
    .toString()
    .split(/['"]|\b0x/i, 1);
  const characters = [...shown];
  const whole = characters.length <= shownCharacters && shown.length === start.toString().length;
  return characters.slice(0, shownCharacters).join('') + (whole ? '' : '…');
}
