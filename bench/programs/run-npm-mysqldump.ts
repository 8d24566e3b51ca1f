/** Program: a dump by the npm package `mysqldump`, with the settings that make it fastest. */

import mysqldump from 'mysqldump';

const [host = '', port, user = '', database = '', tables = '', file = ''] = process.argv.slice(2);

await mysqldump.default({
  connection: {
    host,
    port: Number(port),
    user,
    password: process.env['MYSQL_PWD'] ?? '',
    database,
  },
  dumpToFile: file,
  dump: {
    ...(tables === '' ? {} : { tables: tables.split(',') }),
    schema: { format: false },
    data: { format: false, maxRowsPerInsertStatement: 100 },
  },
});
