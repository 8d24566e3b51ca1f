/** What is wrong with a text that can't be split, as errors. */

import { DumpError, type DumpErrorCode } from '../errors.ts';

/** Where in the text the error is. */
export interface StatementPlace {
  readonly number: number;
  readonly offset: number;
  /** The first bytes of the statement. */
  readonly start: Buffer;
}

/** In what a text can end too early. */
export type Unclosed = 'quoted' | 'blockComment' | 'executableComment' | 'rows';

const unclosedNames: Record<Unclosed, string> = {
  quoted: 'a string or a quoted name',
  blockComment: 'a comment',
  executableComment: 'an executable comment',
  rows: 'the rows of an INSERT',
};

/** So many bytes of a statement are looked at for the text in an error. */
export const shownBytes = 1024;
const shownCharacters = 200;

/** The text ends within the statement. */
export function truncated(place: StatementPlace, within: Unclosed): DumpError {
  return splitError(
    'TRUNCATED_DUMP',
    place,
    `has no end: the text ends within ${unclosedNames[within]}. Make the dump again, or fetch it again`,
  );
}

/** @param what - that can't be cut; ends the sentence "Statement 5 (at byte 1234) …" */
export function tooLarge(place: StatementPlace, what: string, maxBytes: number): DumpError {
  return splitError(
    'STATEMENT_TOO_LARGE',
    place,
    `${what}, which can't be cut; the limit is ${maxBytes}. Raise max_allowed_packet of the target`,
  );
}

/** @param problem - ends the sentence, too */
export function refused(place: StatementPlace, problem: string): DumpError {
  return splitError('REFUSED_STATEMENT', place, problem);
}

/** @param offset - of a backslash outside of quotes */
export function clientCommandProblem(offset: number): string {
  return (
    `holds a backslash outside of quotes (at byte ${offset} of the text). That is a command for a ` +
    'client program, which is not run'
  );
}

function splitError(
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
