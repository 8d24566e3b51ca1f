/** The progress bar on a terminal's standard error, and the line that stands there at the end. */

// Why ora: it is released regularly, leaves Ctrl-C alone (`discardStdin: false`) and leaves the text
// to us, so a bar can stand at 99 % when the server's estimate is exceeded. cli-progress has had no
// release since 2023. @clack/prompts' progress() puts the terminal into raw mode and answers Ctrl-C
// with process.exit(0): a cut-off dump would look like a good one, and nothing could be cleaned up.

/** Shows how something goes on. */
export interface ProgressDisplay {
  /** Shows the bar's line from now on. */
  start(): void;
  /** Replaces the line. */
  show(line: string): void;
  /** Leaves one line that tells what was done. */
  succeed(line: string): void;
  /** Clears the bar, so that an error, or a result, stands alone. */
  clear(): void;
}

/** What the bar and its numbers need. A pseudo-terminal that nobody gave a size to has 0 columns. */
const narrowestTerminal = 60;

/**
 * Draws a bar on a terminal, and nothing at all elsewhere.
 *
 * @param wanted - `false` draws nothing on a terminal either
 */
export async function showProgress(wanted: boolean): Promise<ProgressDisplay> {
  // ora 9.4 never returns from clearing a line that is 0 columns wide.
  const fits = process.stderr.isTTY && process.stderr.columns >= narrowestTerminal;
  if (!wanted || !fits) return { start() {}, show() {}, succeed() {}, clear() {} };
  // Not loaded where nothing is drawn.
  const { default: ora } = await import('ora');
  const spinner = ora({ stream: process.stderr, discardStdin: false, text: 'connecting' });
  return {
    start() {
      spinner.start();
    },
    show(line) {
      spinner.text = line;
    },
    succeed(line) {
      spinner.succeed(line);
    },
    clear() {
      spinner.stop();
    },
  };
}
