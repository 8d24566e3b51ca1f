/** Keeps a function with little memory within it. */

/** What Lambda's context object tells of memory. */
export interface MemoryContext {
  /** The function's memory in MB, as text. */
  readonly memoryLimitInMB?: string;
}

/** When to collect what V8 would leave lying. */
export interface Collector {
  /** Called ten times a second while rows or a dump are read. Takes a millisecond or two. */
  whileReading(): void;
  /** Called after each part that has arrived in S3, or was read from there. Takes some 15 ms. */
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

/** Bytes of SQL that are read between two thorough collections. */
const readPartBytes = 4 * 1024 * 1024;

/**
 * For a dump that is read, or masked: what is decompressed or replaced is as much as V8 lets lie in a
 * second, and what a dump has left before it is read back lies there already. Five masked dumps in one
 * environment then peak at 153 MB in place of 172 MB, 57 of which are Node's own program file.
 *
 * @returns to be called with the bytes of SQL that have been read
 */
export function collectWhileReading(collector: Collector | undefined): (bytes: number) => void {
  if (collector === undefined) return () => {};
  let next = readPartBytes;
  collector.afterPart();
  return (bytes) => {
    if (bytes < next) {
      collector.whileReading();
      return;
    }
    next = bytes + readPartBytes;
    collector.afterPart();
  };
}
