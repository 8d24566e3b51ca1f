/** Errors of the command itself, beside those of the packages it is composed of. */

/** The command line asks for something that cannot be done as written: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The dump could not be put where it was to go: exit code 1. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

/** The dump could not be read where it was said to be: exit code 1. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** The reader of standard output went away: exit code 141, and nobody is left to tell. */
export class BrokenPipeError extends Error {
  override readonly name = 'BrokenPipeError';
}

/**
 * The answer is no: a dry run found that the dump would fail, or a comparison that a database is not
 * what the dump says. Exit code 1. What was found is on standard output.
 */
export class FindingsError extends Error {
  override readonly name = 'FindingsError';
}

/** A signal ended something that can be gone on with: the message tells what is left, and how. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}
