/** The process that the handlers run in. */

import type { HandlerProcess } from './create-handler.ts';

const cleanUps: (() => Promise<void>)[] = [];

/** Both handlers are in one bundle: whichever is not used has nothing to clean up. */
export const handlerProcess: HandlerProcess = {
  environment: process.env,
  // Not console.log(), which Lambda's runtime puts its own fields in front of.
  write: (line) => process.stdout.write(line),
  // Lambda sends it where an extension is registered, and when an image runs elsewhere.
  onShutdown: (cleanUp) => {
    cleanUps.push(cleanUp);
    if (cleanUps.length > 1) return;
    process.once('SIGTERM', () => {
      // As without a listener. An exit would wait for the runtime, which waits for an event.
      Promise.allSettled(cleanUps.map((each) => each())).finally(() =>
        process.kill(process.pid, 'SIGTERM'),
      );
    });
  },
};
