/** The handler that restores: `restore.handler`. */

import { createHandler, type Handler } from './create-handler.ts';
import { handlerProcess } from './handler-process.ts';
import { restoreTask } from './restore/restore-task.ts';
import type { RestoreResult } from './restore/run-restore.ts';

/**
 * Restores a dump into the configured database.
 *
 * @throws {InvocationError} once the connections are closed; the message tells what the database holds
 */
export const restoreHandler: Handler<RestoreResult> = createHandler(handlerProcess, restoreTask);
