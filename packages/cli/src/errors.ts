/** Errors of the command itself, beside those of the packages it is composed of. */

/** The command line asks for something that cannot be done as written: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The dump could not be put where it was to go: exit code 1. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

/** The reader of standard output went away: exit code 141, and nobody is left to tell. */
export class BrokenPipeError extends Error {
  override readonly name = 'BrokenPipeError';
}

/** A dry run found that the dump would fail: exit code 1. What it found is on standard output. */
export class DryRunError extends Error {
  override readonly name = 'DryRunError';
}
