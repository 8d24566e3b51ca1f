/** The handler that dumps: `index.handler`. */

import { createHandler, type Handler } from './create-handler.ts';
import type { DryRunResult } from './dry-run.ts';
import { dumpTask } from './dump-task.ts';
import { handlerProcess } from './handler-process.ts';
import type { DumpResult } from './run-dump.ts';

/**
 * Dumps the configured database into S3.
 *
 * @throws {InvocationError} once nothing is left in S3 and the connection is closed
 */
export const handler: Handler<DumpResult | DryRunResult> = createHandler(handlerProcess, dumpTask);
