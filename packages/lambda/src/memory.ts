/** Keeps a function with little memory within it. */

/** What Lambda's context object tells of memory. */
export interface MemoryContext {
  /** The function's memory in MB, as text. */
  readonly memoryLimitInMB?: string;
}

/** When to collect what V8 would leave lying. */
export interface Collector {
  /** Called ten times a second while rows are read. Takes a millisecond or two. */
  whileReading(): void;
  /** Called after each part that has arrived in S3. Takes some 15 ms. */
  afterPart(): void;
}

/** From here on what V8 leaves uncollected does no harm. */
const enoughMegabytes = 512;

/**
 * V8 lets some 64 MiB of used buffers lie before it collects them, which is half of the smallest
 * function. Most are young, and cheap to collect.
 *
 * @returns `undefined` where memory is ample, or where Node runs without `--expose-gc`, which
 *   Lambda's Node.js runtimes set
 */
export function collectorFor({ memoryLimitInMB }: MemoryContext): Collector | undefined {
  const collect = globalThis.gc;
  if (collect === undefined || !(Number(memoryLimitInMB) < enoughMegabytes)) return undefined;
  return {
    whileReading: () => {
      collect({ type: 'minor' });
    },
    afterPart: () => {
      collect();
    },
  };
}
