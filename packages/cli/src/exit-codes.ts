/** The exit codes of the command, as `--help` and the README list them. */

/** Exit codes of `dumpstream`. A code never changes its meaning. */
export const exitCode = {
  /**
   * - `dump`: the dump is whole and where it was to go.
   * - `restore`: all of the dump, or all that was asked for, is in the database.
   * - `verify`: the dump is whole and, where there is a database to compare with, equal to it.
   * - `list`: the list is on standard output.
   * - `mask check`: a dump with the policy would work.
   */
  ok: 0,
  /**
   * - `dump`: it failed, or would by a dry run; a file or an S3 object was not made, or not replaced.
   * - `restore`: it failed; the message tells in which state the database is.
   * - `verify`: the dump is damaged, cut off or no dump, the database differs, or one of them could
   *   not be read.
   * - `list`: the dump could not be read, or does not tell what it holds.
   * - `mask check`: the policy is wrong, or does not fit the database.
   */
  failed: 1,
  /** The command line is wrong; nothing was connected to. */
  usage: 2,
  /** Ended by SIGHUP: 128 + the number of the signal, as shells report it. */
  hungUp: 129,
  /** Ended by SIGINT (Ctrl-C). */
  interrupted: 130,
  /** The reader of standard output went away, as in `| head`; what SIGPIPE gives other programs. */
  brokenPipe: 141,
  /** Ended by SIGTERM. */
  terminated: 143,
} as const;

/** One of the {@link exitCode}s. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
