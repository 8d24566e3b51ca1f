/** Makes a policy of masks of the text of a file, and knows the lines of what is wrong with it. */

import { checkMaskPolicy, DumpError, type MaskPolicy, type PolicyPath } from '@dumpstream/core';
import { type JsonText, readJsonText } from './json-text.ts';

/** What is told of a problem by `dump()` and `dryRun()`. */
export interface PolicyProblem {
  readonly message: string;
  /** Members of the policy that it is about. */
  readonly policyPaths?: readonly PolicyPath[];
}

export interface ParsedMaskPolicy {
  /** For the option `mask` of `dump()`. */
  readonly policy: MaskPolicy;
  /**
   * @param error - what `dump()` failed with
   * @returns a `DumpError` that is about entries of the policy with file and line before its message;
   *   everything else as it is
   */
  located(error: unknown): unknown;
  /**
   * @param problem - one of `dryRun()`, for example
   * @returns its message, with file and line before it where it is about entries of the policy
   */
  locatedMessage(problem: PolicyProblem): string;
}

/**
 * Reads a policy file: JSON, in which comments and trailing commas are allowed.
 *
 * @param source - what messages call the text, such as the path of its file
 * @throws DumpError `INVALID_MASK` whose message has a line for each problem, in the order of the text:
 *   `<source>:<line>: <what is wrong>`. No message tells the value of a parameter.
 */
export function parseMaskPolicy(text: string, source: string): ParsedMaskPolicy {
  const json = readJsonText(text);
  const problems = json.problems.map(({ line, what }) => ({
    line,
    message: oneLine(`${source}:${line}: ${what}.`),
  }));
  // Before that, the text tells nothing of what is meant.
  if (json.value !== undefined) {
    for (const error of checkMaskPolicy(json.value)) {
      const line = linesOf(json, error)[0] ?? 1;
      problems.push({ line, message: locatedMessage(json, source, error) });
    }
  }
  if (problems.length > 0) {
    problems.sort((a, b) => a.line - b.line);
    throw new DumpError('INVALID_MASK', problems.map(({ message }) => message).join('\n'));
  }
  return {
    policy: json.value as MaskPolicy,
    located: (error) => located(json, source, error),
    locatedMessage: (problem) => locatedMessage(json, source, problem),
  };
}

function located(json: JsonText, source: string, error: unknown): unknown {
  // By its name: an application may have more than one version of the class.
  if (!(error instanceof Error) || error.name !== 'DumpError') return error;
  const { code, cause, policyPaths } = error as DumpError;
  if (policyPaths === undefined) return error;
  const message = locatedMessage(json, source, { message: error.message, policyPaths });
  return new DumpError(code, message, { cause: cause ?? error });
}

function locatedMessage(json: JsonText, source: string, problem: PolicyProblem): string {
  const [first, ...others] = linesOf(json, problem);
  if (first === undefined) return problem.message;
  const also =
    others.length === 0
      ? ''
      : ` See also line${others.length > 1 ? 's' : ''} ${others.join(', ')}.`;
  return oneLine(`${source}:${first}: ${problem.message}${also}`);
}

/** A name in it may have a line end. */
function oneLine(message: string): string {
  return message.replaceAll('\n', '\\n');
}

/** Each once. */
function linesOf(json: JsonText, { policyPaths = [] }: Pick<PolicyProblem, 'policyPaths'>) {
  return [...new Set(policyPaths.map((path) => json.lineOf(path)))];
}
