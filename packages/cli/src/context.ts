/** What every command is given besides its own arguments. */

/** Lasts for one run of the program. */
export interface CommandContext {
  /** Triggered by SIGINT, SIGTERM and SIGHUP. */
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** No message shown from now on holds these strings. */
  protect(secrets: readonly string[]): void;
  /** Whether errors are shown whole from now on, with cause and stack: the flag `--debug`. */
  showCauses(wanted: boolean | undefined): void;
  /** Writes a line to standard error: something that the user should know, and that ends nothing. */
  warn(message: string): void;
  /** Writes a line to standard error as it is. */
  tell(line: string): void;
}
