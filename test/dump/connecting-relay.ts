/** Stands between a dump and a real server, and treats each connection as the test says. */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { findFreePort } from '../services/free-port.ts';

/**
 * What becomes of a connection. `{ cutAt }`: it is cut when the client sends that text; `{ muteAt }`:
 * the server never gets it.
 */
export type Treatment =
  | 'pass'
  | 'reset'
  | 'silence'
  | { readonly cutAt?: string; readonly muteAt?: string };

export interface Relay {
  readonly port: number;
  /** Connections that have arrived. */
  readonly arrived: number;
  /** Resolves when that many have arrived. */
  arrival(count: number): Promise<void>;
  /** Listens from now on, where it was opened closed. */
  listen(): Promise<void>;
}

export interface RelayOptions {
  /** Of the server. */
  readonly port: () => number;
  /** @param number - 1 for the first connection */
  readonly treat?: (number: number) => Treatment;
  /** Refuses connections until `listen()` is called. Default `false`. */
  readonly closed?: boolean;
}

export async function openRelay({ port, treat, closed = false }: RelayOptions): Promise<Relay> {
  const sockets = new Set<Socket>();
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let arrived = 0;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    keep(client);
    arrived++;
    for (const { count, resolve } of waiting) if (arrived >= count) resolve();
    const treatment = treat?.(arrived) ?? 'pass';
    if (treatment === 'reset') client.resetAndDestroy();
    if (treatment === 'reset' || treatment === 'silence') return;
    const told = typeof treatment === 'object' ? treatment : {};
    const upstream = connect(port(), '127.0.0.1');
    keep(upstream);
    upstream.pipe(client);
    client.on('data', (bytes) => {
      const sends = (text: string | undefined) => text !== undefined && bytes.includes(text);
      if (sends(told.cutAt)) client.resetAndDestroy();
      else if (!sends(told.muteAt)) upstream.write(bytes);
    });
    client.on('close', () => upstream.destroy());
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const listen = async (at: number): Promise<void> => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
  };
  const free = closed ? await findFreePort() : 0;
  if (!closed) await listen(0);
  return {
    port: closed ? free : (server.address() as AddressInfo).port,
    get arrived() {
      return arrived;
    },
    arrival(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (arrived >= count) resolve();
      waiting.push({ count, resolve });
      return promise;
    },
    listen: () => listen(free),
  };
}
