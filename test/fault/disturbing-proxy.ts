/** A TCP proxy in front of a server that disturbs one connection at a chosen byte of it. */

import { once } from 'node:events';
import { createServer, connect as openSocket, type Server, type Socket } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

/** What happens at the chosen byte. */
export type Disturbance =
  /** Both ends are told with RST, as by a firewall or a crash. */
  | { readonly kind: 'reset' }
  /** Both ends are told with FIN, as by a process that ends. */
  | { readonly kind: 'close' }
  /** Nobody is told: what is sent from then on, in both directions, arrives nowhere. */
  | { readonly kind: 'silence'; readonly onStart?: () => void }
  /** So many bytes go on one by one, each in a packet of its own. */
  | { readonly kind: 'dribble'; readonly bytes: number }
  /** So many pieces go on late, each by so many milliseconds. */
  | { readonly kind: 'delay'; readonly pieces: number; readonly milliseconds: number }
  /** Nothing goes on in this direction until this has been done. */
  | { readonly kind: 'hold'; readonly until: (passage: Passage) => Promise<unknown> };

export type Direction = 'toServer' | 'toClient';

/** Where the disturbance is. */
export type Place = {
  /** Which connection, counted from 0 in the order in which they came. */
  readonly connection: number;
} & Point;

/** Where in a connection. */
type Point =
  /** After so many bytes of a direction. */
  | { readonly direction: Direction; readonly after: number }
  /** When the client has sent something for the n-th time, counted from 1, and waits for the answer. */
  | { readonly turn: number };

/** One connection through the proxy. */
export interface Passage {
  /** The server's own number for the connection, from its greeting. */
  readonly connectionId: number | undefined;
  /** Bytes that came, whether they went on or not. */
  readonly bytes: Readonly<Record<Direction, number>>;
  /** Bytes that had come from the server each time that the client sent something. */
  readonly turns: readonly number[];
}

export interface DisturbOptions {
  /** Turns every connection away that comes after the disturbance. */
  readonly refuseAfterwards?: boolean;
}

export class DisturbingProxy implements AsyncDisposable {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Where it passes everything on to. */
  readonly serverPort: number;
  readonly #listener: Server;
  readonly #connections = new Set<ProxiedConnection>();
  #passages: ProxiedConnection[] = [];
  #plan: (Place & { readonly disturbance: Disturbance } & DisturbOptions) | undefined;
  #happened = false;

  private constructor(listener: Server, port: number, serverPort: number) {
    this.#listener = listener;
    this.port = port;
    this.serverPort = serverPort;
    listener.on('connection', (client) => this.#accept(client));
  }

  /** @param serverPort - on 127.0.0.1 */
  static async start(serverPort: number): Promise<DisturbingProxy> {
    const listener = createServer({ noDelay: true, allowHalfOpen: true });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new DisturbingProxy(listener, address.port, serverPort);
  }

  /** From now on all goes through, and connections are counted from 0 again. */
  passAll(): void {
    this.#plan = undefined;
    this.#happened = false;
    this.#passages = [];
  }

  /** As {@link passAll}, with one disturbance. */
  disturb(place: Place, disturbance: Disturbance, options: DisturbOptions = {}): void {
    this.passAll();
    this.#plan = { ...place, disturbance, ...options };
  }

  /** Whether the planned disturbance has taken place. */
  get happened(): boolean {
    return this.#happened;
  }

  /** Connections since {@link passAll} or {@link disturb}. */
  get passages(): readonly Passage[] {
    return this.#passages;
  }

  /** Connections that neither the client has closed nor the proxy has cut. */
  get openConnections(): number {
    return this.#connections.size;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#listener, 'close');
    this.#listener.close();
    for (const connection of this.#connections) connection.destroy();
    await closed;
  }

  #accept(client: Socket): void {
    const plan = this.#plan;
    if (plan?.refuseAfterwards && this.#happened) {
      client.on('error', () => {}).resetAndDestroy();
      return;
    }
    const server = openSocket({
      port: this.serverPort,
      host: '127.0.0.1',
      noDelay: true,
      allowHalfOpen: true,
    });
    const number = this.#passages.length;
    const connection = new ProxiedConnection(client, server, () =>
      this.#connections.delete(connection),
    );
    this.#connections.add(connection);
    this.#passages.push(connection);
    if (plan?.connection === number) {
      connection.disturb(plan, plan.disturbance, () => {
        this.#happened = true;
      });
    }
  }
}

/** Two sockets and what goes between them. */
class ProxiedConnection implements Passage {
  readonly bytes = { toServer: 0, toClient: 0 };
  readonly turns: number[] = [];
  connectionId: number | undefined;
  readonly #client: Socket;
  readonly #server: Socket;
  #plan: { readonly point: Point; readonly disturbance: Disturbance } | undefined;
  #onHappened: () => void = () => {};
  #silent = false;
  /** Bytes that still go on one by one. */
  #dribbling = 0;
  /** Pieces that still go on late. */
  #late = { pieces: 0, milliseconds: 0 };

  constructor(client: Socket, server: Socket, onClosed: () => void) {
    this.#client = client;
    this.#server = server;
    client.once('close', onClosed);
    this.#link('toServer', client, server);
    this.#link('toClient', server, client);
  }

  disturb(point: Point, disturbance: Disturbance, onHappened: () => void): void {
    this.#plan = { point, disturbance };
    this.#onHappened = onHappened;
  }

  destroy(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  #link(direction: Direction, from: Socket, to: Socket): void {
    from.on('error', () => {});
    from.on('data', (bytes) => {
      this.#note(direction, bytes);
      if (this.#silent) return;
      // While it waits, what comes is left to the kernel: the sender is slowed down as by a network.
      from.pause();
      this.#pass(direction, bytes, to).then(
        () => from.resume(),
        () => this.destroy(),
      );
    });
    from.on('end', () => {
      if (!this.#silent) to.end();
      // The client gives a silent connection up; of what the server does it does not hear.
      else if (direction === 'toServer') this.destroy();
    });
    from.on('close', () => {
      if (!this.#silent || direction === 'toServer') to.destroy();
    });
  }

  #note(direction: Direction, bytes: Buffer): void {
    if (direction === 'toServer') this.turns.push(this.bytes.toClient);
    else if (this.bytes.toClient === 0) this.connectionId = connectionIdOf(bytes);
    this.bytes[direction] += bytes.length;
  }

  async #pass(direction: Direction, bytes: Buffer, to: Socket): Promise<void> {
    const plan = this.#plan;
    const before = plan && this.#bytesBefore(plan.point, direction, bytes);
    if (plan === undefined || before === undefined) return await this.#send(bytes, to);
    this.#plan = undefined;
    await this.#send(bytes.subarray(0, before), to);
    this.#onHappened();
    if (await this.#carryOut(plan.disturbance)) await this.#send(bytes.subarray(before), to);
  }

  /** How much of a piece that has just come goes on undisturbed; `undefined` where all does. */
  #bytesBefore(point: Point, direction: Direction, bytes: Buffer): number | undefined {
    if ('turn' in point) {
      const isIt = direction === 'toServer' && this.turns.length === point.turn;
      return isIt ? bytes.length : undefined;
    }
    const beyond = this.bytes[direction] - point.after;
    return point.direction === direction && beyond > 0 ? bytes.length - beyond : undefined;
  }

  /** @returns whether the connection goes on */
  async #carryOut(disturbance: Disturbance): Promise<boolean> {
    switch (disturbance.kind) {
      case 'reset':
        this.#client.resetAndDestroy();
        this.#server.resetAndDestroy();
        return false;
      case 'close':
        this.#client.end();
        this.#server.end();
        await Promise.all([this.#client, this.#server].map(untilSent));
        this.destroy();
        return false;
      case 'silence':
        this.#silent = true;
        disturbance.onStart?.();
        return false;
      case 'dribble':
        this.#dribbling = disturbance.bytes;
        return true;
      case 'delay':
        this.#late = { ...disturbance };
        return true;
      case 'hold':
        await disturbance.until(this);
        return true;
    }
  }

  async #send(bytes: Buffer, to: Socket): Promise<void> {
    let start = 0;
    for (; this.#dribbling > 0 && start < bytes.length; start++) {
      this.#dribbling -= 1;
      await write(to, bytes.subarray(start, start + 1));
      await setImmediate();
    }
    if (start === bytes.length) return;
    if (this.#late.pieces > 0) {
      this.#late.pieces -= 1;
      await sleep(this.#late.milliseconds);
    }
    await write(to, bytes.subarray(start));
  }
}

function write(to: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

async function untilSent(socket: Socket): Promise<void> {
  if (socket.writableFinished || socket.destroyed) return;
  await new Promise<void>((resolve) => {
    socket.once('finish', resolve).once('close', () => resolve());
  });
}

/**
 * Of the server's greeting, protocol version 10: a packet's header, the protocol version, the
 * server's version with a zero byte after it, and then the number of the connection.
 */
function connectionIdOf(greeting: Buffer): number | undefined {
  const end = greeting[4] === 10 ? greeting.indexOf(0, 5) : -1;
  return end < 0 || greeting.length < end + 5 ? undefined : greeting.readUInt32LE(end + 1);
}
