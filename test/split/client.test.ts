/** What the splitter makes of a text is what the server's own client program makes of it. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DatabaseConnection } from '../../packages/core/src/connect/database-connection.ts';
import { StatementSplitter } from '../../packages/core/src/split/splitter.ts';
import { clientMisreading } from '../../packages/core/src/sql/client-reading.ts';
import type { DatabaseServer } from '../services/index.ts';
import { runProgram } from '../services/process.ts';
import { testSeed } from '../services/test-seed.ts';
import { describeEachServer } from '../services/vitest.ts';
import { type GeneratedText, generatedText, withoutPairs } from './generated-text.ts';
import { readModes } from './read-modes.ts';

/** `DUMPSTREAM_SEED` tries others, and `DUMPSTREAM_RUNS` more. */
const runs = Number(process.env['DUMPSTREAM_RUNS'] ?? 12);
const { signal } = new AbortController();
/** Whether it would find a delimiter is not asked: the texts have their own. */
const noDelimiter = '\u0000';

const tables =
  'CREATE TABLE log (id INT AUTO_INCREMENT PRIMARY KEY, v LONGBLOB); ' +
  'CREATE TABLE `a;b``c"` (`d\'e` LONGBLOB)';

describeEachServer('a generated text', (server) => {
  test('has the same effect by the client and statement by statement', async () => {
    let left = 0;
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(generatedText(), async (generated) => {
        const split = await bySplitter(server, generated);
        if (split === 'clientsMisread') {
          left++;
          return;
        }
        expect(split).toEqual(await byClient(server, generated));
        rows += split.length;
      }),
      { numRuns: runs, seed: testSeed, interruptAfterTimeLimit: 120_000, endOnFailure: true },
    );
    console.log(`${server.name}: ${runs - left} texts and ${rows} rows compared, seed ${testSeed}`);
    expect(left).toBeLessThan(runs);
    expect(rows).toBeGreaterThan(runs - left);
  });
});

async function byClient(server: DatabaseServer, generated: GeneratedText): Promise<string[]> {
  return inDatabase(server, async (database) => {
    const { client } = server.stockTools;
    const own = [`--default-character-set=${generated.characterSet}`, `--database=${database}`];
    const { exitCode, stderr } = await runProgram(client.command, [...client.arguments, ...own], {
      input: Buffer.from(generated.text, 'latin1'),
      env: { ...process.env, MYSQL_PWD: server.password },
    });
    expect([exitCode, stderr]).toEqual([0, '']);
  });
}

/**
 * @returns `clientsMisread` for a text with a statement that one of the stock clients is known to
 * read wrongly: see `sql/client-reading.ts`
 */
async function bySplitter(
  server: DatabaseServer,
  { characterSet, text }: GeneratedText,
): Promise<string[] | 'clientsMisread'> {
  let isMisread = false;
  const written = await inDatabase(server, async (database) => {
    const connection = await DatabaseConnection.open(server.url(), signal);
    try {
      await connection.execute(Buffer.from(`USE \`${database}\``));
      await connection.execute(Buffer.from(`SET NAMES ${characterSet}`));
      const splitter = new StatementSplitter({ modes: { characterSet } });
      let modes: unknown = { ansiQuotes: false, noBackslashEscapes: false, characterSet };
      for (const found of [splitter.push(Buffer.from(text, 'latin1')), splitter.end()]) {
        for (const { bytes } of found) {
          expect(splitter.modes).toEqual(modes);
          // The client is told the character set, so it does not read its bytes as UTF-8.
          const known = Buffer.from(withoutPairs(bytes.toString('latin1'), characterSet), 'latin1');
          isMisread ||= clientMisreading(known, noDelimiter, splitter.modes) === 'misread';
          await connection.execute(bytes);
          if (/^(?:\/\*!\d* )?SET/.test(bytes.toString('latin1')))
            modes = await readModes(connection);
        }
      }
    } finally {
      await connection.end();
    }
  });
  return isMisread ? 'clientsMisread' : written;
}

/** The rows that it wrote, in their order. */
async function inDatabase(
  server: DatabaseServer,
  work: (database: string) => Promise<void>,
): Promise<string[]> {
  const database = await server.createDatabase('split');
  try {
    await server.query(`USE \`${database}\`; ${tables}`);
    await work(database);
    const rows = await server.query(
      `SELECT CONCAT(id, ' ', HEX(v)) AS line FROM \`${database}\`.log UNION ALL ` +
        `SELECT HEX(\`d'e\`) FROM \`${database}\`.\`a;b\`\`c"\` ORDER BY 1`,
    );
    return rows.map((row) => String(row['line']));
  } finally {
    await server.query(`DROP DATABASE \`${database}\``);
  }
}
