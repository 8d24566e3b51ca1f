/** Runs a Lambda function in the real runtime interface client, as Lambda's Node.js runtimes do. */

import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { installLambdaRuntime, lambdaRuntimeProblem } from './lambda-runtime-install.ts';
import { cpuMilliseconds, residentPeakBytes } from './lambda-runtime-process.ts';
import { createMemoryLimit } from './memory-limit.ts';
import { type BackgroundProcess, startProgram } from './process.ts';
import { type InvocationResult, type LambdaError, startRuntimeApi } from './runtime-api.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** The function and its configuration. */
export interface LambdaOptions {
  /** The folder that the zip was unpacked into; also the working directory. */
  readonly folder: string;
  /** `file.export`, for example `index.handler`. */
  readonly handler: string;
  /** Path of the Node.js to run on. Default: the one that runs this. */
  readonly node?: string;
  /** The function's environment variables. Nothing of this process's environment is passed on. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Limit on the memory of the whole runtime. Default: none. See `memoryLimited`. */
  readonly memoryLimitMiB?: number;
  /** How long an invocation may take. Default 60. */
  readonly timeoutSeconds?: number;
}

/** One execution environment of a function. */
export interface LambdaRuntime {
  /**
   * Invokes the function. A function that runs out of memory or of time is killed, and every later
   * invocation then fails with `Runtime.ExitError`, where Lambda would start a new environment.
   */
  invoke(event: unknown): Promise<InvocationResult>;
  /** Why the function could not be loaded; `undefined` where it was. */
  readonly initError: LambdaError | undefined;
  /** Time from the start of the process until it asked for its first event. */
  readonly initDurationMs: number;
  /** CPU time of all threads until then, which other work on the machine does not add to. */
  readonly initCpuMs: number | undefined;
  /** What the function wrote to stdout and stderr so far. */
  logs(): string;
  /** Headers and bodies of all results and errors that the runtime has reported, as they came. */
  reports(): string;
  /** Stops the process, as Lambda does between invocations; what is returned lets it run on. */
  freeze(): () => void;
  /** Sends SIGTERM, as Lambda does before it ends an environment; resolves when it has ended. */
  shutDown(): Promise<void>;
  /**
   * The most memory used at one time: the peak of the control group, or the largest resident set
   * of the process, whichever is more. A control group alone would leave out the pages of the
   * Node.js binary, as other processes have them loaded already. `undefined` outside of Linux.
   */
  peakMemoryBytes(): number | undefined;
  /** Whether `memoryLimitMiB` is really enforced. That needs a writable memory cgroup. */
  readonly memoryLimited: boolean;
  stop(): Promise<void>;
}

/** The Lambda runtime, if it can be had here. */
export interface LambdaRuntimeOffer {
  readonly unavailable: string | undefined;
  start(options: LambdaOptions): Promise<LambdaRuntime>;
}

/**
 * Offers the Lambda runtime. Builds the runtime interface client on first use (about a minute).
 *
 * @throws Error where it could be built, but the build failed
 */
export async function lambdaRuntimeOffer(): Promise<LambdaRuntimeOffer> {
  const problem = await lambdaRuntimeProblem();
  if (problem === undefined) {
    const program = await installLambdaRuntime();
    return { unavailable: undefined, start: (options) => start(program, options) };
  }
  return {
    unavailable: problem,
    start: async () => {
      throw new Error(`The Lambda runtime can't be started here: ${problem}`);
    },
  };
}

const MIB = 1024 * 1024;
/** Joins the control group first, so that all of the runtime's memory is counted. */
const JOIN_THEN_RUN = 'echo $$ > "$1" && shift && exec "$@"';

async function start(program: string, options: LambdaOptions): Promise<LambdaRuntime> {
  const { memoryLimitMiB, timeoutSeconds = 60 } = options;
  const steps: (() => Promise<void>)[] = [];
  const cleanUp = async () => {
    for (const undo of steps.splice(0).reverse()) await undo();
  };
  try {
    const folder = await createTemporaryFolder('lambda');
    steps.push(() => folder.remove());
    const api = await startRuntimeApi();
    steps.push(() => api.stop());
    const limit =
      memoryLimitMiB === undefined ? undefined : await createMemoryLimit(memoryLimitMiB * MIB);
    if (limit) steps.push(() => limit.remove());

    const node = options.node ?? process.execPath;
    const command = [node, ...nodeFlags(memoryLimitMiB ?? 128), program, options.handler];
    const logFile = join(folder.path, 'log');
    const log = await open(logFile, 'a');
    const started = performance.now();
    const runtime = await startProgram(
      'sh',
      limit
        ? ['-c', JOIN_THEN_RUN, 'sh', limit.joinFile, ...command]
        : ['-c', 'exec "$@"', 'sh', ...command],
      {
        cwd: options.folder,
        env: runtimeEnvironment(options, api.address),
        stdio: ['ignore', log.fd, log.fd],
      },
    ).finally(() => log.close());
    let peak: number | undefined;
    const samplePeak = () => {
      peak = largest(peak, limit?.peakBytes(), residentPeakBytes(runtime.pid));
    };
    steps.push(async () => {
      samplePeak();
      await runtime.kill();
    });
    const exited = runtime.closed.then(() => exitError(runtime));
    const initError = await Promise.race([api.initialized, exited]);
    const initDurationMs = performance.now() - started;
    const initCpuMs = cpuMilliseconds(runtime.pid);
    let finalLogs: string | undefined;

    return {
      initError,
      initDurationMs,
      initCpuMs,
      memoryLimited: limit !== undefined,
      logs: () => finalLogs ?? readFileSync(logFile, 'utf8'),
      reports: api.reports,
      freeze() {
        process.kill(runtime.pid, 'SIGSTOP');
        return () => void process.kill(runtime.pid, 'SIGCONT');
      },
      async shutDown() {
        process.kill(runtime.pid, 'SIGTERM');
        await runtime.closed;
      },
      peakMemoryBytes() {
        samplePeak();
        return peak;
      },
      async invoke(event) {
        if (initError) return { ok: false, error: initError };
        if (runtime.exited) return { ok: false, error: await exited };
        const deadline = new Date(Date.now() + timeoutSeconds * 1000);
        const { requestId, result } = api.invoke(event, deadline);
        let timedOut = false;
        const timer = setTimeout(() => {
          timedOut = true;
          void runtime.kill();
        }, timeoutSeconds * 1000);
        const ended = exited.then((error) => ({
          ok: false as const,
          error: timedOut ? timeoutError(requestId, timeoutSeconds) : error,
        }));
        try {
          return await Promise.race([result, ended]);
        } finally {
          clearTimeout(timer);
          samplePeak();
        }
      },
      async stop() {
        finalLogs ??= readFileSync(logFile, 'utf8');
        await cleanUp();
      },
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

/**
 * The flags that the start script of Lambda's own Node.js runtimes gives to Node.js, by the memory
 * of the function.
 */
function nodeFlags(megabytes: number): string[] {
  const newSpace = Math.floor(megabytes / 10);
  return [
    '--expose-gc',
    `--max-semi-space-size=${Math.floor(newSpace / 2)}`,
    `--max-old-space-size=${megabytes - newSpace}`,
  ];
}

function runtimeEnvironment(options: LambdaOptions, runtimeApi: string): NodeJS.ProcessEnv {
  const { handler, folder, memoryLimitMiB = 128, environment } = options;
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_REGION: 'eu-central-1',
    ...environment,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: 'dumpstream',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/dumpstream',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]00000000000000000000000000000000',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryLimitMiB),
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: handler,
  };
}

/** In the words of Lambda's own log. */
function exitError(runtime: BackgroundProcess): LambdaError {
  const how =
    runtime.exitSignal === 'SIGKILL' ? 'signal: killed' : `exit status ${runtime.exitCode}`;
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `${how} (Runtime exited with error)`,
  };
}

function timeoutError(requestId: string, seconds: number): LambdaError {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  };
}

function largest(...values: (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
