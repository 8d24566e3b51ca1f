/** What a suite of connection faults stands on: database, account, proxy, and the checks after each. */

import { randomBytes } from 'node:crypto';
import type { DumpOptions } from '@dumpstream/core';
import { afterAll, beforeAll } from 'vitest';
import type { Random } from '../sample/random.ts';
import { createTemporaryFolder, type DatabaseServer } from '../services/index.ts';
import { type Direction, DisturbingProxy, type Passage, type Place } from './disturbing-proxy.ts';
import {
  type ExpectedError,
  expectEqual,
  expectRightOutcome,
  faultDumpOptions,
  type Manner,
  type Outcome,
  outcomeOf,
} from './dump-outcome.ts';
import { createFaultDatabase, faultGrants } from './fault-database.ts';
import {
  expectNothingLeft,
  mostOf,
  type ProcessResources,
  resourcesNow,
} from './process-resources.ts';
import { ServerWatch } from './server-watch.ts';

/** Everything that can be dumped with one manner, once, so that all that is lazy has been made. */
const allManners: readonly Manner[] = [
  { parallel: 1, threads: 0, compress: 'none' },
  { parallel: 2, threads: 0, compress: 'gzip' },
  { parallel: 2, threads: 1, compress: 'zstd' },
];

export class FaultBench implements AsyncDisposable {
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly proxy: DisturbingProxy;
  readonly watch: ServerWatch;
  /** The bytes of an undisturbed dump. */
  reference: Buffer = Buffer.alloc(0);
  readonly #server: DatabaseServer;
  /** Of an undisturbed dump, by the number of connections that rows are read over. */
  readonly #passages = new Map<number, readonly Passage[]>();
  #before: ProcessResources = resourcesNow();

  private constructor(
    server: DatabaseServer,
    database: string,
    account: { readonly user: string; readonly password: string },
    proxy: DisturbingProxy,
    watch: ServerWatch,
  ) {
    this.#server = server;
    this.database = database;
    this.user = account.user;
    this.password = account.password;
    this.proxy = proxy;
    this.watch = watch;
  }

  static async start(server: DatabaseServer): Promise<FaultBench> {
    // What removes temporary folders after a crash starts with the first of them, and stays.
    await (await createTemporaryFolder('fault')).remove();
    const database = await createFaultDatabase(server);
    const user = `f${randomBytes(6).toString('hex')}`;
    const password = `s3cret-${randomBytes(6).toString('hex')}`;
    await server.query(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`);
    for (const grant of faultGrants(database)) {
      await server.query(`GRANT ${grant} TO '${user}'@'%'`);
    }
    const proxy = await DisturbingProxy.start(server.port);
    const watch = await ServerWatch.open(server);
    const bench = new FaultBench(server, database, { user, password }, proxy, watch);
    await bench.#measure();
    return bench;
  }

  /** `127.0.0.1:port` of the proxy, as errors name it. */
  get address(): string {
    return `127.0.0.1:${this.proxy.port}`;
  }

  /** A URL through the proxy. */
  get url(): string {
    return this.#urlThrough(this.proxy);
  }

  /** @param proxy - another one to go through */
  options(manner: Manner, proxy = this.proxy): DumpOptions {
    return faultDumpOptions(this.#urlThrough(proxy), manner);
  }

  #urlThrough({ port }: DisturbingProxy): string {
    return `mysql://${this.user}:${this.password}@127.0.0.1:${port}/${this.database}`;
  }

  /** Every place of an undisturbed dump over so many connections at which a client waits. */
  turnsOf(parallel: number): readonly Place[] {
    const passages = this.#passages.get(parallel) ?? [];
    return passages.flatMap(({ turns }, connection) =>
      turns.map((_bytes, index) => ({ connection, turn: index + 1 })),
    );
  }

  /** A place in a dump of that manner: half of them where a statement begins or ends. */
  placeOf(random: Random, { parallel = 1 }: Manner): Place {
    const passages = this.#passages.get(parallel) ?? [];
    const connection = random.between(0, passages.length - 1);
    const { bytes, turns } = passages[connection] ?? {
      bytes: { toServer: 0, toClient: 0 },
      turns: [],
    };
    const direction: Direction = random.oneIn(4) ? 'toServer' : 'toClient';
    if (direction === 'toServer' || random.oneIn(2)) {
      return { connection, direction, after: random.between(0, bytes[direction] - 1) };
    }
    const turn = turns[random.between(0, turns.length - 1)] ?? 0;
    return { connection, direction, after: Math.max(0, turn + random.pick([-3, -1, 0, 1, 4, 9])) };
  }

  /**
   * After a fault: the outcome is right, nothing is left here or at the server, and the next dump
   * in this process is whole.
   */
  async check(outcome: Outcome, manner: Manner, expected: ExpectedError): Promise<void> {
    expectRightOutcome(outcome, this.reference, manner, expected, this.password);
    await this.checkNothingLeft();
    this.proxy.passAll();
    const next = await outcomeOf(this.options({ compress: 'none' }));
    if (next.error !== undefined) throw next.error;
    expectEqual(next.bytes, this.reference);
  }

  /** The part of {@link check} that does not look at a dump. */
  async checkNothingLeft(): Promise<void> {
    await this.checkNothingAtServer();
    // Sockets of the proxy are among it: it closes them when both sides have closed theirs.
    await expectNothingLeft(this.#before);
  }

  /** For a dump of another process. */
  async checkNothingAtServer(): Promise<void> {
    const ids = this.proxy.passages.flatMap(({ connectionId }) => connectionId ?? []);
    await this.watch.expectNothingOpen(this.user, ids);
  }

  /** Closes what is open here, where the server is gone. */
  async abandon(): Promise<void> {
    await this.proxy[Symbol.asyncDispose]();
    await this.watch[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.abandon();
    await this.#server.query(`DROP DATABASE \`${this.database}\`; DROP USER '${this.user}'@'%'`);
  }

  async #measure(): Promise<void> {
    for (const manner of [...allManners, ...allManners]) {
      this.proxy.passAll();
      const { bytes, error } = await outcomeOf(this.options(manner));
      if (error !== undefined) throw error;
      this.#passages.set(manner.parallel ?? 1, this.proxy.passages);
      if (manner.compress === 'none') this.reference = bytes;
      await this.watch.expectNothingOpen(this.user, []);
      // Without the connections that have just been closed, which one look may still see.
      if (this.proxy.openConnections === 0) this.#before = mostOf(this.#before, resourcesNow());
    }
  }
}

/** One for all tests of a suite. */
export function useFaultBench(server: DatabaseServer): () => FaultBench {
  let bench: FaultBench | undefined;
  beforeAll(async () => {
    bench = await FaultBench.start(server);
    return () => bench?.[Symbol.asyncDispose]();
  });
  afterAll(() => {
    bench = undefined;
  });
  return () => {
    if (bench === undefined) throw new Error('The suite has not begun.');
    return bench;
  };
}
