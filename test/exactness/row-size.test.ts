/** Rows of any size that a server can send: large, wide, and at the borders of packets and statements. */

import { buffer } from 'node:stream/consumers';
import { dump } from '@dumpstream/core';
import { expect, test } from 'vitest';
import { restoreCopy, roundTrip } from '../round-trip/round-trip.ts';
import type { DatabaseServer } from '../services/index.ts';
import { runProgramSuccessfully } from '../services/process.ts';
import { describeEachServer, startPrivateServer } from '../services/vitest.ts';
import { differingValues } from './differing-values.ts';

const mebibyte = 1024 * 1024;

/** Payload bytes of a full packet; what is longer goes on in another one. */
const fullPacket = 0xffffff;

describeEachServer('rows', (server) => {
  test('of 40 MB, of more than 64 MB, and that just fill a packet come back equal', async () => {
    const own = await startPrivateServer(server, { extraArguments: largePackets(server) });
    const source = await own.createDatabase('large');
    // Beside the text the packet holds the id and its length (2 bytes), and the text's length (4).
    const borders = [fullPacket - 7, fullPacket - 6, fullPacket - 5, fullPacket + 1];
    const rows = borders.map((length, id) => `(${id}, REPEAT('x', ${length}))`);
    await own.query(
      `USE \`${source}\`; CREATE TABLE large (id INT PRIMARY KEY, v LONGBLOB, w LONGTEXT);
INSERT INTO large VALUES (1, NULL, REPEAT('12345678''\\\\', 4000000)), (2, 'small', 'small'),
  (3, REPEAT(0x27005C00FF, 13500000), '');
CREATE TABLE packets (id INT PRIMARY KEY, v LONGTEXT);
INSERT INTO packets VALUES ${rows.join(', ')}`,
    );
    const sql = await buffer(dump({ connection: own.url(source) }));
    const target = await own.createDatabase('large');
    await restoreLarge(own, target, sql);
    expect(await differingValues(own, source, target, 'large')).toEqual([]);
    expect(await differingValues(own, source, target, 'packets')).toEqual([]);
  }, 180_000);

  test('of a thousand columns and more come back equal', async () => {
    // InnoDB takes 1,017 columns, MyISAM as many as their definitions leave room for.
    const wide = columns(1016, (index) =>
      index % 2 === 0 ? 'SMALLINT' : 'VARCHAR(2) CHARACTER SET latin1',
    );
    const wider = columns(2000, () => 'TINYINT');
    const row = (count: number) =>
      Array.from({ length: count }, (_, index) => (index % 7 === 0 ? 'NULL' : index % 100));
    const { source, target } = await roundTrip(
      server,
      `CREATE TABLE wide (id INT PRIMARY KEY, ${wide.join(', ')});
INSERT INTO wide VALUES (1, ${row(wide.length).join(', ')}), (2, ${row(wide.length).reverse().join(', ')});
CREATE TABLE wider (id INT PRIMARY KEY, ${wider.join(', ')}) ENGINE=MyISAM;
INSERT INTO wider VALUES (1, ${row(wider.length).join(', ')}), (2, ${row(wider.length).reverse().join(', ')});`,
    );
    const sums = (database: string) =>
      server.query(`CHECKSUM TABLE \`${database}\`.wide, \`${database}\`.wider EXTENDED`);
    const [before, after] = [await sums(source), await sums(target)];
    expect(after.map((row) => row['Checksum'])).toEqual(before.map((row) => row['Checksum']));
    expect(before.map((row) => row['Checksum'])).not.toContain(null);
  });

  test('fill statements up to netBufferLength, and not a byte further', async () => {
    const netBufferLength = 4096;
    const rows = Array.from(
      { length: 400 },
      (_, id) => `(${id}, REPEAT('\\'', ${(id * 7) % 701}))`,
    );
    const { source, target, sql } = await roundTrip(
      server,
      `CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(1000));
INSERT INTO t VALUES ${rows.join(', ')}, (1000, REPEAT('x', 900)), (1001, '');`,
      { netBufferLength },
    );
    expect(await differingValues(server, source, target, 't')).toEqual([]);
    const statements = [...sql.toString().matchAll(/^INSERT INTO .*?\);\n/gms)].map(
      ([text]) => text,
    );
    expect(statements.length).toBeGreaterThan(30);
    for (const [index, statement] of statements.entries()) {
      expect(Buffer.byteLength(statement)).toBeLessThanOrEqual(netBufferLength);
      const next = /^\(.*?\)(?=,$|;$)/ms.exec(statements[index + 1] ?? '')?.[0];
      if (next === undefined) continue;
      expect(Buffer.byteLength(`${statement},\n${next}`)).toBeGreaterThan(netBufferLength);
    }
  });

  test('whose text alone is as long as netBufferLength are statements of their own', async () => {
    const { source, target } = await roundTrip(
      server,
      `CREATE TABLE t (id INT PRIMARY KEY, v TEXT);
INSERT INTO t VALUES (1, REPEAT('x', 4095)), (2, REPEAT('x', 4096)), (3, REPEAT('x', 4097)), (4, REPEAT('x', 60000)), (5, 'x');`,
      { netBufferLength: 4096 },
    );
    expect(await differingValues(server, source, target, 't')).toEqual([]);
  });

  test('of up to 1 MiB restore under the max_allowed_packet that the server has by default', async () => {
    const [row] = await server.query('SELECT @@GLOBAL.max_allowed_packet AS bytes');
    expect(Number(row?.['bytes'])).toBe(defaultPacket(server));
    const source = await server.createDatabase('ordinary');
    // Quotes are the worst case: an escape doubles them.
    await server.query(
      `USE \`${source}\`; CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, v MEDIUMTEXT);
INSERT INTO t (v) VALUES (REPEAT('\\'', ${mebibyte})), (REPEAT('x', ${mebibyte})), (''), (REPEAT('\\'', 300000));
INSERT INTO t (v) SELECT LEFT(v, 100000) FROM t; INSERT INTO t (v) SELECT LEFT(v, 70000) FROM t;
INSERT INTO t (v) SELECT LEFT(v, 50000) FROM t`,
    );
    const { target } = await restoreCopy(server, source);
    expect(await differingValues(server, source, target, 't')).toEqual([]);
  });
});

function largePackets({ name, flavor }: DatabaseServer): string[] {
  const redoLog =
    // A value of more than a tenth of the redo log is refused; MySQL 5.7 has two files of it.
    flavor === 'mysql' && name !== 'mysql-5.7'
      ? '--innodb-redo-log-capacity=1G'
      : `--innodb-log-file-size=${flavor === 'mysql' ? '500M' : '1G'}`;
  // Hundreds of megabytes, which are to be written once.
  const once = ['--skip-log-bin', '--skip-innodb-doublewrite'];
  return ['--max-allowed-packet=1G', redoLog, ...once];
}

/** https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html and MariaDB's counterpart. */
function defaultPacket({ name, flavor }: DatabaseServer): number {
  if (flavor === 'mariadb') return 16 * mebibyte;
  return name === 'mysql-5.7' ? 4 * mebibyte : 64 * mebibyte;
}

function columns(count: number, type: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => `c${index} ${type(index)}`);
}

/** The clients stop at 16 MiB by themselves. */
async function restoreLarge(server: DatabaseServer, database: string, sql: Buffer): Promise<void> {
  const { client } = server.stockTools;
  const own = ['--max-allowed-packet=1G', '--comments', `--database=${database}`];
  await runProgramSuccessfully(client.command, [...client.arguments, ...own], {
    input: sql,
    env: { ...process.env, MYSQL_PWD: server.password },
  });
}
