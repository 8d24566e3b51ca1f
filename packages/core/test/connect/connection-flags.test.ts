/** What a caller's connection options can't switch on. */

import { createConnection } from 'mysql2';
import { expect, test } from 'vitest';
import { resolveConnection } from '../../src/connect/connection-options.ts';

/** CLIENT_LOCAL_FILES of the protocol. */
const localFiles = 128;

test.for([
  ['LOCAL_FILES'],
  ['+LOCAL_FILES'],
  ['FOUND_ROWS', 'LOCAL_FILES'],
  'LOCAL_FILES',
  'FOUND_ROWS,LOCAL_FILES',
  undefined,
])('no server may ask for a file of this machine, with the flags %j', (flags) => {
  const settings = { host: '127.0.0.1', port: 1, flags, infileStreamFactory: () => undefined };
  const { options } = resolveConnection(settings as object);
  const connection = createConnection(options);
  connection.on('error', () => {});
  connection.destroy();
  const { clientFlags, infileStreamFactory } = connection.config as unknown as {
    readonly clientFlags: number;
    readonly infileStreamFactory: unknown;
  };
  expect(clientFlags & localFiles).toBe(0);
  expect(infileStreamFactory).toBeUndefined();
});
