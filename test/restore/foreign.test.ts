/** Dumps of other programs come out as their own client would have restored them. */

import { expect, onTestFinished, test } from 'vitest';
import { compareDatabases } from '../sample/compare.ts';
import { loadSampleShop } from '../sample/index.ts';
import type { DatabaseServer } from '../services/database-server.ts';
import { createTemporaryFolder } from '../services/index.ts';
import { runProgram } from '../services/process.ts';
import { describeEachFlavor } from '../services/vitest.ts';
import { restoreInto, sourceOf } from './restored.ts';

async function stockDump(
  server: DatabaseServer,
  database: string,
  options: readonly string[],
): Promise<string | undefined> {
  const program = server.stockTools.dump;
  if (program === undefined) return undefined;
  const folder = await createTemporaryFolder('stock-dump');
  onTestFinished(() => folder.remove());
  const { exitCode, stdout, stderr } = await runProgram(
    program.command,
    [
      ...program.arguments,
      // Its own client can't set them again on the server that has them.
      ...(server.flavor === 'mysql' ? ['--set-gtid-purged=OFF'] : []),
      ...['--default-character-set=utf8mb4', '--hex-blob', ...options, database],
    ],
    { env: { ...process.env, MYSQL_PWD: server.password }, cwd: folder.path },
  );
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

describeEachFlavor('a restore of a dump by the stock program', (server) => {
  test.for([
    // A view of the sample calls a function: without routines its own client stumbles.
    ['in tables alone', ['--routines']],
    [
      'with routines and events, and naming its database',
      ['--routines', '--events', '--databases'],
    ],
    [
      'without extended inserts, locks and comments',
      ['--routines', '--skip-opt', '--skip-comments', '--quick', '--where=1 LIMIT 100'],
    ],
  ] as const)('is what the stock client makes of it: %s', async ([, options], context) => {
    const shop = await server.createDatabase('shop');
    await loadSampleShop(server, shop);
    const text = await stockDump(server, shop, options);
    if (text === undefined) return context.skip('there is no dump program for this server');
    const byClient = options.includes('--databases' as never)
      ? shop
      : await server.createDatabase('client');
    if (byClient !== shop) await server.restore(byClient, text);
    for (const parallel of [1, 3]) {
      const target = await server.createDatabase('target');
      const summary = await restoreInto(server, sourceOf(text), target, { parallel });
      expect(summary.databases).toEqual([target]);
      const differences = await compareDatabases(server, byClient, target);
      expect(byClient === shop ? withoutFloats(differences) : differences).toEqual([]);
    }
  });
});

/** mysqldump rounds FLOAT: what was dumped is not what comes back, whoever restores it. */
function withoutFloats(differences: readonly string[]): readonly string[] {
  return differences.filter((difference) => !difference.startsWith('table '));
}
