/** What becomes of something that stands in the way: a dump ends with it, a dry run goes on. */

import { DumpError } from '../errors.ts';

/** Whoever finds a problem reports it, and goes on without what it is about if that returns. */
export interface Problems {
  /** @throws the error itself, where it is the end */
  report(error: DumpError): void;
}

/** The first problem is the end. */
export const firstIsTheEnd: Problems = {
  report(error) {
    throw error;
  },
};

/** Codes after which nothing more can be asked. */
const noAnswer = new Set(['ABORTED', 'CONNECTION_LOST', 'INTERNAL']);

/**
 * @param otherwise - the result where the work fails with an error that is reported
 * @throws what is no error about the databases, and what the report throws
 */
export async function attempt<Result>(
  problems: Problems,
  otherwise: Result,
  work: () => Promise<Result> | Result,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DumpError) || noAnswer.has(error.code)) throw error;
    problems.report(error);
    return otherwise;
  }
}
