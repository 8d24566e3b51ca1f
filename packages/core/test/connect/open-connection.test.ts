/** A connection that nobody wants any more before it is begun. */

import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openConnection } from '../../src/connect/open-connection.ts';

test('a password function that fails after an abort is no unhandled rejection', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));
  const reason = new Error('not wanted any more');
  const password = () => Promise.reject(new Error('no token'));
  const opening = openConnection({ host: '127.0.0.1', password }, AbortSignal.abort(reason));
  await expect(opening).rejects.toBe(reason);
  await turn();
  expect(unhandled).toEqual([]);
});
