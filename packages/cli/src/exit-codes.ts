/** The exit codes of the command, as `--help` and the README list them. */

/** Exit codes of `dumpstream`. A code never changes its meaning. */
export const exitCode = {
  /** The dump is whole and where it was to go. */
  ok: 0,
  /** The dump failed, or would by a dry run; a file or an S3 object was not made, or not replaced. */
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
