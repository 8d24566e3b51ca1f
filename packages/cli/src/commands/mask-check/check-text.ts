/** What a policy of masks is found to be, as people read it. */

import { visible } from '../../error-text.ts';
import { coverageText } from '../../mask/coverage-text.ts';
import type { MaskCheckResult } from './check-result.ts';

/**
 * @param policy - path of its file
 * @returns without a line end
 */
export function checkText(result: MaskCheckResult, policy: string): string {
  const { mask, missingGrants, warnings, problems } = result;
  const paragraphs = [heading(result, policy)];
  if (mask !== undefined && mask.unnamed.length > 0) {
    const strict = problems.some(({ code }) => code === 'UNMASKED_COLUMN');
    const what = strict ? 'which a strict policy must' : 'and dumped as they are';
    paragraphs.push([`Not named, ${what}:`, ...mask.unnamed.map((column) => `  ${column}`)]);
  }
  if (missingGrants.length > 0) {
    paragraphs.push(['The account lacks:', ...missingGrants.map((grant) => `  ${grant};`)]);
  }
  if (warnings.length > 0) {
    paragraphs.push(['No error, but:', ...warnings.map(({ message }) => `  ${message}`)]);
  }
  // At the beginning of lines: there, editors and CI services look for files and lines.
  if (problems.length > 0) paragraphs.push(problems.map(({ message }) => message));
  return paragraphs.map((lines) => lines.map(visible).join('\n')).join('\n\n');
}

function heading(
  { server, databases = [], mask }: MaskCheckResult,
  policy: string,
): readonly string[] {
  return [
    `Policy     ${policy}`,
    ...(server === undefined
      ? []
      : [`Server     ${server.flavor === 'mysql' ? 'MySQL' : 'MariaDB'} ${server.version}`]),
    ...(databases.length === 0 ? [] : [`Databases  ${databases.join(', ')}`]),
    ...(mask === undefined ? [] : [`Columns    ${coverageText(mask)}`]),
  ];
}
