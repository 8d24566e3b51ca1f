/** Program: reads every row of the tables with mysql2 and throws the packets away. */

import { createConnection } from 'mysql2';
import { createConnection as createPromiseConnection } from 'mysql2/promise';

/** The inside of mysql2 that packets can be had from; packages/core says more about it. */
interface RowQuery {
  row(packet: { isEOF(): boolean }, connection: unknown): unknown;
}

const [host = '', port, user = '', database = '', tables = ''] = process.argv.slice(2);
const address = {
  host,
  port: Number(port),
  user,
  database,
  password: process.env['MYSQL_PWD'] ?? '',
};

const names = tables === '' ? await allTables() : tables.split(',');
const connection = createConnection(address);
let rows = 0;
for (const name of names) await drain(`SELECT * FROM \`${name}\``);
connection.destroy();
if (rows === 0) throw new Error('No row came as a packet: this mysql2 is another one.');

async function allTables(): Promise<string[]> {
  const promised = await createPromiseConnection(address);
  const [found] = await promised.query({ sql: 'SHOW TABLES', rowsAsArray: true });
  promised.destroy();
  return (found as unknown as string[][]).map(([name = '']) => name);
}

function drain(sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const query = connection.query({ sql, rowsAsArray: true }, (error: Error | null) =>
      error === null ? resolve() : reject(error),
    ) as unknown as RowQuery;
    const mysql2Row = query.row;
    query.row = function row(packet, owner) {
      if (packet.isEOF()) return mysql2Row.call(this, packet, owner);
      rows += 1;
      return row;
    };
  });
}
