/** Rows as packets on every road to them, against real servers: whole, in order, or an error. */

import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { type Connection, type ConnectionOptions, createConnection } from 'mysql2';
import { beforeAll, describe, expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { readRowPackets } from '../../packages/core/src/connect/mysql2-internals.ts';
import { readRawRows } from '../../packages/core/src/connect/raw-rows.ts';
import { encodeRow } from '../../packages/core/src/connect/row-encoding.ts';
import type { ReadRows, RowReading } from '../../packages/core/src/connect/row-packets.ts';
import { findRowRoad, readDecodedRows } from '../../packages/core/src/connect/row-roads.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachFlavor, describeEachServer, startPrivateServer } from '../services/vitest.ts';

const roads: readonly (readonly [string, ReadRows])[] = [
  ['the chunks of the connection', readRawRows],
  ['the packets that mysql2 splits', readRowPackets],
  ['the values that mysql2 decodes', readDecodedRows],
];

const transports: readonly (readonly [string, ConnectionOptions])[] = [
  ['a socket', {}],
  ['TLS', { ssl: { rejectUnauthorized: false } }],
  ['the compressed protocol', { compress: true }],
];

/** A connection that is closed when the test has finished. Skips the test without TLS. */
async function connect(
  server: DatabaseServer,
  options: ConnectionOptions = {},
  context?: TestContext,
): Promise<Connection> {
  const { host, port, user, password } = server;
  const connection = createConnection({ host, port, user, password, ...options });
  onTestFinished(() => connection.destroy());
  const error = await new Promise<(Error & { code?: string }) | null>((resolve) => {
    connection.connect((reason) => resolve(reason));
  });
  connection.on('error', () => {});
  if (error?.code === 'HANDSHAKE_NO_SSL_SUPPORT') context?.skip('the server offers no TLS');
  if (error !== null) throw error;
  return connection;
}

/** Copies of all rows. */
async function rowsOf(read: ReadRows, connection: Connection, sql: string): Promise<Buffer[]> {
  const rows: Buffer[] = [];
  await ended(read, connection, sql, (source, start, end) => {
    rows.push(Buffer.from(source.subarray(start, end)));
  });
  return rows;
}

/** Resolves after the last row. */
function ended(
  read: ReadRows,
  connection: Connection,
  sql: string,
  onRow: (source: Buffer, start: number, end: number, reading: RowReading) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const reading = read(
      connection,
      sql,
      (source, start, end) => onRow(source, start, end, reading),
      (error) => (error === null ? resolve() : reject(error)),
    );
  });
}

function hashOf(rows: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(`${row.length}:`).update(row);
  return hash.digest('hex');
}

const count = 20_000;

/** Rows of all lengths up to some 70 kB, NULLs, and first bytes that mean something elsewhere. */
async function loadRows(server: DatabaseServer): Promise<string> {
  const database = await server.createDatabase('row_packets');
  const digits = '(SELECT 0 d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4)';
  const joined = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    .map((alias) => `${digits} ${alias}`)
    .join(', ');
  await server.restore(
    database,
    `CREATE TABLE items (id INT PRIMARY KEY AUTO_INCREMENT, content LONGBLOB);
INSERT INTO items (content) SELECT 'x' FROM ${joined} LIMIT ${count};
UPDATE items SET content = CASE WHEN id % 7 = 0 THEN NULL WHEN id % 11 = 0 THEN ''
  WHEN id % 1000 = 1 THEN REPEAT(UNHEX('FEFF00'), 7000 + id) WHEN id % 100 = 2 THEN REPEAT('l', 250 + id % 3)
  ELSE REPEAT(CHAR(id % 256), id % 150) END;`,
  );
  return database;
}

/** Rows of a content first, so that the packet begins with its length or with NULL. */
const everything = 'SELECT content, id FROM items ORDER BY id';

describeEachServer('rows', (server) => {
  let database = '';
  beforeAll(async () => {
    database = await loadRows(server);
  });

  test.for(transports)('over %s come on the fastest road', async ([, options], context) => {
    const connection = await connect(server, options, context);
    expect(await findRowRoad(connection)).toBe(readRawRows);
  });

  test.for(transports)('over %s are the same on every road', async ([, options], context) => {
    const printed = vi.spyOn(console, 'error');
    onTestFinished(() => printed.mockRestore());
    const connection = await connect(server, { ...options, database }, context);
    const hashes: string[] = [];
    for (const [, read] of roads) {
      const rows = await rowsOf(read, connection, everything);
      expect(rows).toHaveLength(count);
      hashes.push(hashOf(rows));
    }
    expect(new Set(hashes).size).toBe(1);
    // mysql2 prints a warning where it does not get the packets that it expects.
    expect(printed).not.toHaveBeenCalled();
  });

  test('of every kind of answer leave the connection ready for the next one', async () => {
    const printed = vi.spyOn(console, 'error');
    onTestFinished(() => printed.mockRestore());
    const connection = await connect(server, { database });
    for (const [, read] of roads) {
      expect(await rowsOf(read, connection, 'SELECT id FROM items WHERE id < 0')).toEqual([]);
      expect(await rowsOf(read, connection, 'DO 1')).toEqual([]);
      const warned = await rowsOf(read, connection, "SELECT CAST('x' AS SIGNED), NULL, ''");
      expect(warned).toEqual([encodeRow([Buffer.from('0'), null, Buffer.alloc(0)])]);
      await expect(rowsOf(read, connection, 'SELECT no_such_column')).rejects.toMatchObject({
        code: 'ER_BAD_FIELD_ERROR',
      });
      expect(await rowsOf(read, connection, 'SELECT NULL')).toEqual([Buffer.of(0xfb)]);
    }
    expect(printed).not.toHaveBeenCalled();
  });

  test.for(roads)('that end in an error, by %s, leave the connection usable', async ([, read]) => {
    const connection = await connect(server, { database });
    let rows = 0;
    // Overflows at one row, after many have been sent.
    const overflow = `SELECT id, content, 9223372036854775807 + IF(id = 15000, 1, 0) FROM items ORDER BY id`;
    await expect(ended(read, connection, overflow, () => rows++)).rejects.toMatchObject({
      code: 'ER_DATA_OUT_OF_RANGE',
    });
    expect(rows).toBe(14_999);
    expect(await rowsOf(read, connection, 'SELECT 1')).toEqual([encodeRow([Buffer.from('1')])]);
  });
});

describeEachFlavor('rows', (server) => {
  let database = '';
  let expected = '';
  beforeAll(async () => {
    database = await loadRows(server);
    const { host, port, user, password } = server;
    const connection = createConnection({ host, port, user, password, database });
    expected = hashOf(await rowsOf(readDecodedRows, connection, everything));
    connection.destroy();
  });

  for (const [transport, options] of transports) {
    test.for(roads)(
      `wait while paused, over ${transport}, by %s`,
      async ([name, read], context) => {
        const connection = await connect(server, { ...options, database }, context);
        const rows: Buffer[] = [];
        let paused = false;
        let whilePaused = 0;
        let pauses = 0;
        await ended(read, connection, everything, (source, start, end, reading) => {
          rows.push(Buffer.from(source.subarray(start, end)));
          if (paused) whilePaused++;
          if (paused || rows.length % 701 !== 0) return;
          paused = true;
          pauses++;
          reading.pause();
          void turn()
            .then(() => turn())
            .then(() => {
              paused = false;
              reading.resume();
            });
        });
        expect(pauses).toBeGreaterThan(10);
        expect(hashOf(rows)).toBe(expected);
        if (read === readRawRows) expect(whilePaused, name).toBe(0);
      },
    );
  }

  test.for(roads)('stop at once when told among them, by %s', async ([, read]) => {
    const connection = await connect(server, { database });
    let rows = 0;
    const closed = new Promise<void>((resolve) => {
      const reading = read(
        connection,
        everything,
        () => {
          if (++rows !== 100) return;
          reading.stop();
          connection.destroy();
        },
        () => {},
      );
      (connection as unknown as NodeJS.EventEmitter).on('end', resolve);
    });
    await closed;
    await turn();
    expect(rows).toBe(100);
  });

  test.for(roads)('that the handler throws at end with its error, by %s', async ([, read]) => {
    const connection = await connect(server, { database });
    let rows = 0;
    const failing = ended(read, connection, everything, () => {
      if (++rows === 10) throw new Error('a row that is refused');
    });
    await expect(failing).rejects.toThrow('a row that is refused');
    expect(rows).toBe(10);
    expect(connection).toMatchObject({ stream: { destroyed: true } });
  });

  test('of which one is missing end in an error, and the connection with them', async () => {
    const connection = await connect(server, { database });
    const { packetParser } = connection as unknown as {
      packetParser: { execute: (chunk: Buffer) => void };
    };
    const ids: number[] = [];
    const reading = ended(
      readRawRows,
      connection,
      'SELECT id FROM items ORDER BY id',
      (source, start, end) => {
        ids.push(Number(source.toString('latin1', start + 1, end)));
      },
    );
    const take = packetParser.execute;
    packetParser.execute = (chunk) => {
      packetParser.execute = take;
      // The answer begins with three packets that are no rows.
      let at = 0;
      const next = (): number => at + 4 + chunk.readUIntLE(at, 3);
      for (let packet = 0; packet < 3 + 9; packet++) at = next();
      take(Buffer.concat([chunk.subarray(0, at), chunk.subarray(next())]));
    };
    await expect(reading).rejects.toMatchObject({ code: 'PROTOCOL_PACKETS_OUT_OF_ORDER' });
    expect(ids).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(connection).toMatchObject({ stream: { destroyed: true } });
  });

  test.for(roads)('of a statement that is killed end in an error, by %s', async ([, read]) => {
    const connection = await connect(server, { database });
    const statement = 'SELECT a.id, b.content FROM items a, items b';
    let killed: Promise<unknown> | undefined;
    const reading = ended(read, connection, statement, (_source, _start, _end, running) => {
      if (killed !== undefined) return;
      running.pause();
      killed = server.query(`KILL QUERY ${connection.threadId}`).then(() => running.resume());
    });
    await expect(reading).rejects.toMatchObject({ code: 'ER_QUERY_INTERRUPTED' });
    await killed;
    expect(await rowsOf(read, connection, 'SELECT 1')).toEqual([encodeRow([Buffer.from('1')])]);
  });

  test('of many packets each come whole, also between small ones', async () => {
    const own = await startPrivateServer(server, { extraArguments: ['--max-allowed-packet=256M'] });
    // 2^24 - 1 bytes are one packet: the row of that length is followed by an empty one.
    const lengths = [120_000_000, 3, 16_777_215 - 4, 16_777_215 - 5, 16_777_216, 5_000_000];
    const sql = lengths
      .map((length) => `SELECT REPEAT('x', ${length}) AS content`)
      .join(' UNION ALL ');
    for (const options of [{}, { compress: true }]) {
      const connection = await connect(own, options);
      const rows = await rowsOf(readRawRows, connection, sql);
      expect(rows.map(({ length }) => length)).toEqual(
        lengths.map((length) => encodeRow([Buffer.alloc(length)]).length),
      );
      for (const [index, length] of lengths.entries()) {
        const isSame = rows[index]?.equals(encodeRow([Buffer.alloc(length, 'x')]));
        expect(isSame, `row of ${length} bytes`).toBe(true);
      }
    }
  });
});

describe('a mysql2 that is not as expected', () => {
  describeEachFlavor('is told', (server) => {
    test('by its parser: rows then come as the packets that it splits', async () => {
      const connection = await connect(server);
      const { packetParser } = connection as unknown as { packetParser: object };
      Object.defineProperty(packetParser, 'executeStart', { value: undefined });
      expect(await findRowRoad(connection)).toBe(readRowPackets);
    });

    test('by its queries: rows then come as the values that it decodes', async () => {
      const connection = await connect(server);
      const { packetParser } = connection as unknown as { packetParser: object };
      Object.defineProperty(packetParser, 'executeStart', { value: undefined });
      const query = connection.query.bind(connection) as (...parameters: unknown[]) => object;
      Object.assign(connection, {
        query: (...parameters: unknown[]) => {
          const started = query(...parameters);
          const { row } = started as { row: unknown };
          return Object.defineProperty(started, 'row', { get: () => row, set: () => {} });
        },
      });
      expect(await findRowRoad(connection)).toBe(readDecodedRows);
    });
  });
});
