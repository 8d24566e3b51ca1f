/** The handler that Lambda calls: `index.handler`. */

import { createHandler, type Handler } from './create-handler.ts';

/**
 * Dumps the configured database into S3.
 *
 * @throws {InvocationError} once nothing is left in S3 and the connection is closed
 */
export const handler: Handler = createHandler({
  environment: process.env,
  // Not console.log(), which Lambda's runtime puts its own fields in front of.
  write: (line) => process.stdout.write(line),
  // Lambda sends it where an extension is registered, and when an image runs elsewhere.
  onShutdown: (cleanUp) => {
    process.once('SIGTERM', () => {
      // As without a listener. An exit would wait for the runtime, which waits for an event.
      cleanUp().finally(() => process.kill(process.pid, 'SIGTERM'));
    });
  },
});
