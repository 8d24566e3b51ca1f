/** A TCP proxy in front of a server that holds a connection upon a chosen statement. */

import { once } from 'node:events';
import { createServer, connect as openSocket, type Server, type Socket } from 'node:net';

/**
 * Where a connection is held:
 * - `before`: the server does not get the statement
 * - `sent`: the server has got it, and works on it
 * - `after`: the server has run it, and the client does not hear of it
 */
export type GatePlace = 'before' | 'sent' | 'after';

/** A statement and its place; the pattern is matched with its first 1,000 bytes. */
export interface GatePoint {
  readonly place: GatePlace;
  readonly pattern: RegExp;
  /** Only behind a statement like this one. */
  readonly behind?: RegExp;
}

const queryCommand = 3;
const shownBytes = 1000;

/** What a connection of ours puts before each statement. */
const ownMark = /^\/\* dumpstream \w+ \*\/ /;

export class StatementGate implements AsyncDisposable {
  /** On 127.0.0.1. */
  readonly port: number;
  readonly #listener: Server;
  readonly #serverPort: number;
  readonly #sockets = new Set<Socket>();
  #point: GatePoint | undefined;
  #isBehind = false;
  #reached = Promise.withResolvers<void>();

  private constructor(listener: Server, port: number, serverPort: number) {
    this.#listener = listener;
    this.port = port;
    this.#serverPort = serverPort;
    listener.on('connection', (client) => this.#accept(client));
  }

  /** @param serverPort - on 127.0.0.1 */
  static async start(serverPort: number): Promise<StatementGate> {
    const listener = createServer({ noDelay: true });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new StatementGate(listener, address.port, serverPort);
  }

  /** Resolves when a connection is held at that point; later ones go through. */
  hold(point: GatePoint): Promise<void> {
    this.#point = point;
    this.#isBehind = point.behind === undefined;
    this.#reached = Promise.withResolvers();
    return this.#reached.promise;
  }

  /** Cuts all connections, also the one that is held. */
  cut(): void {
    this.#point = undefined;
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#listener, 'close');
    this.#listener.close();
    this.cut();
    await closed;
  }

  #accept(client: Socket): void {
    const server = openSocket({ port: this.#serverPort, host: '127.0.0.1', noDelay: true });
    let silent = false;
    let onReply = (): void => {};
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    server.on('data', (bytes) => {
      onReply();
      if (!silent) client.write(bytes);
    });
    let pending = Buffer.alloc(0);
    client.on('data', (bytes) => {
      pending = Buffer.concat([pending, bytes]);
      for (;;) {
        // Of a packet: three bytes of length, its number, and what it holds.
        const length = pending.length < 4 ? undefined : pending.readUIntLE(0, 3) + 4;
        if (length === undefined || pending.length < length || silent) return;
        const packet = pending.subarray(0, length);
        pending = pending.subarray(length);
        const place = this.#placeOf(packet);
        silent = place !== undefined;
        if (place === 'after') onReply = () => this.#reached.resolve();
        if (place !== 'before') server.write(packet);
        if (place === 'before' || place === 'sent') this.#reached.resolve();
      }
    });
  }

  #placeOf(packet: Buffer): GatePlace | undefined {
    const point = this.#point;
    // Commands begin with packet number 0.
    if (point === undefined || packet[3] !== 0 || packet[4] !== queryCommand) return undefined;
    // MySQL 8 lets attributes go first: their number, which is none, and a one.
    const start = packet[5] === 0 && packet[6] === 1 ? 7 : 5;
    const text = packet.toString('latin1', start, shownBytes).replace(ownMark, '');
    this.#isBehind ||= point.behind?.test(text) === true;
    if (!this.#isBehind || !point.pattern.test(text)) return undefined;
    this.#point = undefined;
    return point.place;
  }
}
