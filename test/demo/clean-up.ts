/** Undoes what was started, last first, however the demo ends. */

/** Collects what has to be undone. */
export interface CleanUp {
  /** Adds a step; it runs before those that were added earlier. */
  add(undo: () => Promise<void>): void;
  /**
   * Runs all steps, also when some of them fail. A second call waits for the first one.
   *
   * @throws AggregateError with what failed
   */
  run(): Promise<void>;
}

export function createCleanUp(): CleanUp {
  const steps: (() => Promise<void>)[] = [];
  let running: Promise<void> | undefined;
  return {
    add: (undo) => steps.push(undo),
    run() {
      running ??= undoAll(steps);
      return running;
    },
  };
}

async function undoAll(steps: (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const undo of steps.splice(0).reverse()) await undo().catch((error) => errors.push(error));
  if (errors.length > 0) throw new AggregateError(errors, `Clean-up failed: ${errors.join('; ')}`);
}
