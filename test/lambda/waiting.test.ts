/** The packaged function in the real runtime: a database that is not there yet. */

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { findFreePort } from '../services/free-port.ts';
import type { LambdaRuntime } from '../services/index.ts';
import { describeEachFlavor, skippedTest } from '../services/vitest.ts';
import { resultOf, smallDatabase, startSurroundings, variablesOf } from './function-fixture.ts';
import { buildZip, runtimeOffer, startFunction } from './packaged-function.ts';

if (runtimeOffer.unavailable !== undefined) {
  skippedTest('the function waits for a server', runtimeOffer.unavailable);
} else {
  beforeAll(buildZip);

  describeEachFlavor('the function', (server) => {
    test('waits for a server that is not there yet', async () => {
      const database = await smallDatabase(server);
      const { environment } = await startSurroundings();
      const { port, listen } = await lateServer(server.port);
      const runtime = await startFunction({
        ...environment,
        ...variablesOf(server, database),
        DUMPSTREAM_DB_PORT: String(port),
      });
      const invocation = runtime.invoke({});
      await untilLogged(runtime, 'dump started');
      await listen();
      expect(resultOf(await invocation).rows).toBe(3);
    });
  });
}

/** A way to the server that is opened later; until then connections are refused. */
async function lateServer(serverPort: number) {
  const port = await findFreePort();
  const relay = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1');
    client.on('error', () => {}).pipe(upstream);
    upstream.on('error', () => {}).pipe(client);
  });
  onTestFinished(() => void relay.close());
  return { port, listen: () => once(relay.listen(port, '127.0.0.1'), 'listening') };
}

async function untilLogged(runtime: LambdaRuntime, text: string): Promise<void> {
  await expect.poll(() => runtime.logs()).toContain(text);
}
