/** Keeps a function with little memory within it. */

/** What Lambda's context object tells of memory. */
export interface MemoryContext {
  /** The function's memory in MB, as text. */
  readonly memoryLimitInMB?: string;
}

/** From here on what V8 leaves uncollected does no harm. */
const enoughMegabytes = 512;

/**
 * V8 lets some 64 MiB of used buffers lie before it collects them, which is half of the smallest
 * function; more so with large rows. Collecting after each part halves that, for some 15 ms a part.
 *
 * @returns what to call after each part; `undefined` where memory is ample, or where Node runs
 *   without `--expose-gc`, which Lambda's Node.js runtimes set
 */
export function collectorFor({ memoryLimitInMB }: MemoryContext): (() => void) | undefined {
  const collect = globalThis.gc;
  return collect !== undefined && Number(memoryLimitInMB) < enoughMegabytes
    ? () => {
        collect();
      }
    : undefined;
}
