/** Tells what would have made a dump or a restore fast enough. A pure calculation. */

/**
 * Memory that brings one vCPU; CPU grows with memory, up to the most that a function can have.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
export const megabytesPerCpu = 1_769;
const mostMegabytes = 10_240;

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const mostSeconds = 900;

/** What was measured until the work was ended, or is expected not to be done in time. */
export interface Effort {
  /** From the start to the end that is expected; `undefined` where there is no telling. */
  readonly expectedMs: number | undefined;
  /** What the function has, from its start. */
  readonly timeoutMs: number;
  /** CPU time of all threads while rows were read or written, and the time in which it was used. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** `undefined` outside of Lambda. */
  readonly memoryMegabytes: number | undefined;
  /** Connections that rows are read or written over. */
  readonly parallel: number;
  /** Whether a `maxRate` is configured. */
  readonly hasMaxRate: boolean;
  /** What else can be done, as a sentence. */
  readonly otherwise: string;
}

/** More is asked for than is needed, as no two nights are alike. */
const reserve = 1.2;

/** From here on the CPU is what holds a dump back. */
const busyFrom = 0.8;

/** @returns sentences: settings that would do, or why none of them helps */
export function adviceFor(effort: Effort): string {
  return [timeoutAdvice(effort), rateAdvice(effort), ...speedAdvice(effort)]
    .filter((sentence) => sentence !== undefined)
    .join(' ');
}

function timeoutAdvice({ expectedMs, timeoutMs }: Effort): string | undefined {
  if (timeoutMs / 1000 > mostSeconds - 1) return undefined;
  if (expectedMs === undefined) {
    return `Raise the timeout of the function, which is ${seconds(timeoutMs)}, up to ${mostSeconds} s.`;
  }
  const needed = Math.ceil((expectedMs * reserve) / 30_000) * 30;
  return needed <= mostSeconds
    ? `A timeout of ${needed} s would do; it is ${seconds(timeoutMs)}.`
    : `The longest timeout, ${mostSeconds} s, would not do alone.`;
}

function rateAdvice({ hasMaxRate }: Effort): string | undefined {
  return hasMaxRate ? 'A higher DUMPSTREAM_MAX_RATE, or none, makes it faster.' : undefined;
}

function speedAdvice(effort: Effort): string[] {
  const { memoryMegabytes, cpuMs, wallMs, parallel, otherwise } = effort;
  if (memoryMegabytes === undefined || wallMs <= 0) return [otherwise];
  const used = cpuMs / wallMs / (Math.min(memoryMegabytes, mostMegabytes) / megabytesPerCpu);
  const percent = Math.min(100, Math.round(used * 100));
  if (used < busyFrom) {
    const bound =
      `More memory would not help: ${percent}% of the CPU that comes with ${memoryMegabytes} MB ` +
      'was used, so the function was waiting for the server or the network.';
    const connections = 'More connections (DUMPSTREAM_PARALLEL, 4 for example) may help.';
    return parallel === 1 ? [bound, connections, otherwise] : [bound, otherwise];
  }
  return memoryAdvice(effort, memoryMegabytes, percent);
}

function memoryAdvice(effort: Effort, memory: number, percent: number): string[] {
  const { expectedMs, timeoutMs, parallel, otherwise } = effort;
  const busy = `${percent}% of the CPU that comes with ${memory} MB was used`;
  if (memory >= mostMegabytes)
    return [`The function has all the CPU there is: ${busy}.`, otherwise];
  const useful = usefulMegabytes(parallel);
  if (expectedMs === undefined) return [`More memory, which brings more CPU, helps: ${busy}.`];
  const needed = roundedUp(memory * Math.max(1, expectedMs / timeoutMs) * reserve);
  if (needed <= useful) return [`${needed} MB of memory would do: ${busy}.`];
  const connections = Math.ceil(needed / megabytesPerCpu) - 1;
  return needed <= mostMegabytes
    ? [`${needed} MB of memory with DUMPSTREAM_PARALLEL ${connections} would do: ${busy}.`]
    : [`Even ${mostMegabytes} MB of memory would not do: ${busy}.`, otherwise];
}

/**
 * One core reads from all connections that have no thread of their own, and one compresses; or one
 * decompresses and reads statements, and others send them.
 */
function usefulMegabytes(parallel: number): number {
  return Math.min(mostMegabytes, megabytesPerCpu * (1 + parallel));
}

function roundedUp(megabytes: number): number {
  return Math.ceil(megabytes / 64) * 64;
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}

/** What always helps a dump. */
export const lessToDump =
  'Or give each invocation fewer tables (DUMPSTREAM_TABLES, DUMPSTREAM_IGNORE_TABLES), or run the ' +
  'dump where there is no time limit.';
