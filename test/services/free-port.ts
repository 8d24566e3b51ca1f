/** Finds ports to listen on. */

import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below where Linux takes the ports of outgoing connections from (net.ipv4.ip_local_port_range). */
const lowest = 10_000;
const end = 32_768;

/**
 * A TCP port of 127.0.0.1 that nobody listens on at this moment. It is drawn at random: a port that
 * the kernel chooses may be given to somebody else, or to a connection, before a server takes it.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, end);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    throw error;
  }
  server.close();
  await once(server, 'close');
  return true;
}
