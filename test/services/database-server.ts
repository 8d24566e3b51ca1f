/** What every database server of the tests offers, wherever it runs. */

import type { Readable } from 'node:stream';
import type { StockTools } from './stock-tools.ts';

/** A running server: private, empty, on 127.0.0.1, with binary log and no event scheduler. */
export interface DatabaseServer {
  /** For example `mariadb-10.11`, `mysql-5.7`. */
  readonly name: string;
  readonly flavor: 'mysql' | 'mariadb';
  /** As `SELECT VERSION()` says. */
  readonly version: string;
  readonly host: '127.0.0.1';
  readonly port: number;
  /** An account with all privileges. */
  readonly user: string;
  /** Never empty, so that tests can search for it where it must not be. */
  readonly password: string;

  /** The client and the dump program that come with the server, or the ones of this machine. */
  readonly stockTools: StockTools;

  /** The same as plain data, for another process. */
  readonly address: DatabaseAddress;

  /** `mysql://user:password@127.0.0.1:port/database` */
  url(database?: string): string;

  /**
   * Runs one or more statements on a connection of its own, so session variables end with it.
   *
   * @returns the last statement's rows; dates and integers over 2^53 as strings, empty for
   * statements without rows
   */
  query(sql: string): Promise<Record<string, unknown>[]>;

  /** One connection for many statements, which a new one for each would slow down. */
  connect(): Promise<DatabaseSession>;

  /**
   * Pipes SQL into the server with its stock client program (`mariadb` or `mysql`).
   *
   * @param database - the default database, which must exist
   * @throws Error with the client's stderr where the client fails
   */
  restore(database: string | undefined, sql: Readable | Buffer | string): Promise<void>;

  /** Makes an empty utf8mb4 database. Returns its name: the prefix and what makes it unique. */
  createDatabase(prefix: string): Promise<string>;

  /**
   * SIGKILL, as a crash. What is left is removed by {@link stop}.
   *
   * @throws Error on a server that is shared between suites
   */
  kill(): Promise<void>;

  /**
   * Kills it, if it still runs, and starts it again over the same data, at the same address. Resolves
   * once it answers queries.
   *
   * @throws Error as {@link kill}, and on a server in a container: its port would be another one
   */
  restart(): Promise<void>;

  /** Ends the server and removes all that it wrote. The same error as {@link kill}. */
  stop(): Promise<void>;
}

/** A connection to a server: session variables stay from one statement to the next. */
export interface DatabaseSession {
  /** As `DatabaseServer.query`. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

/** How a server is started. */
export interface DatabaseStartOptions {
  /** More command line arguments for the server program, for example `--max-connections=5`. */
  readonly extraArguments?: readonly string[];
}

/** A kind of server that tests can run against, if it is there. */
export interface DatabaseOffer {
  readonly name: string;
  /** Why it can't be started here; `undefined` where it can. */
  readonly unavailable: string | undefined;
  /** Starts a new server of this kind. */
  start(options?: DatabaseStartOptions): Promise<DatabaseServer>;
}

/** An offer of what is not there. Its `start()` rejects with the reason. */
export function unavailable(name: string, reason: string): DatabaseOffer {
  return {
    name,
    unavailable: reason,
    start: async () => {
      throw new Error(`${name} can't be started here: ${reason}`);
    },
  };
}

/** All that another process needs to talk to a running server; plain data. */
export interface DatabaseAddress {
  readonly name: string;
  readonly flavor: 'mysql' | 'mariadb';
  readonly version: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Set where the server runs in a container. */
  readonly containerId: string | undefined;
  readonly stockTools: StockTools;
}
