/** Program: dumps one table under the policy of one case, and throws the bytes away. */

import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dump } from '@dumpstream/core';
import { maskCases, maskedTable, policyOf } from './masked-columns.ts';

const [host = '', port = '', user = '', database = '', name = ''] = process.argv.slice(2);
const chosen = maskCases.find((one) => one.name === name);
if (chosen === undefined) throw new Error(`There is no case "${name}".`);
const mask = policyOf(chosen);

const stream = dump({
  connection: {
    ...{ host, port: Number(port), user, database },
    password: process.env['MYSQL_PWD'] ?? '',
  },
  tables: [maskedTable],
  // One thread does it all, so that what is measured is not spread over several.
  ...{ parallel: 1, threads: 0 },
  ...(mask === undefined ? {} : { mask, maskKey: 'a key that is for the bench alone' }),
});
await pipeline(stream, new Writable({ write: (_chunk, _encoding, done) => done() }));
