/** Texts whose bytes are not valid in their character set: told, or refused by name. */

import { expect, test } from 'vitest';
import { textCheck } from '../../packages/core/src/render/rows/text-validity.ts';
import type { DatabaseServer } from '../services/index.ts';
import { describeEachServer } from '../services/vitest.ts';

/** Byte sequences as numbers: all of one and two bytes, and a spread of three and four bytes. */
function sequences(): readonly Buffer[] {
  const short = Array.from({ length: 256 + 65_536 }, (_, index) =>
    index < 256 ? Buffer.of(index) : Buffer.of((index - 256) >> 8, (index - 256) & 255),
  );
  const edges = [0x20, 0x30, 0x39, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xa1, 0xbf, 0xfe, 0xff];
  const leads = [
    0x00, 0x61, 0x81, 0x8e, 0x8f, 0xa1, 0xd8, 0xdb, 0xdc, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf3, 0xf4,
    0xf5, 0xfe,
  ];
  const long = leads.flatMap((lead) =>
    edges.flatMap((second) =>
      edges.flatMap((third) => [
        Buffer.of(lead, second, third),
        ...edges.map((fourth) => Buffer.of(lead, second, third, fourth)),
        Buffer.of(lead, second, third, 0xd8),
        Buffer.of(lead, second, 0xdc, third),
      ]),
    ),
  );
  return [
    ...short,
    ...long,
    Buffer.from('0010FFFF', 'hex'),
    Buffer.from('00110000', 'hex'),
    Buffer.from('0000D800', 'hex'),
  ];
}

/** What the server stores of those bytes that it changes when told they are a text of the set. */
async function changedBytes(
  server: DatabaseServer,
  database: string,
  characterSet: string,
): Promise<ReadonlyMap<string, string>> {
  await server.query(
    `USE \`${database}\`; SET sql_mode = '', sql_log_bin = 0; CREATE TABLE \`${characterSet}\` (v VARCHAR(8) CHARACTER SET ${characterSet}, b VARBINARY(8)) ENGINE=MyISAM;
INSERT INTO \`${characterSet}\` SELECT b, b FROM sequences`,
  );
  const rows = await server.query(
    `SELECT HEX(b) AS b, HEX(v) AS v FROM \`${database}\`.\`${characterSet}\`
      WHERE v IS NULL OR CONVERT(v USING binary) <> b`,
  );
  return new Map(rows.map(({ b, v }) => [String(b), String(v)]));
}

/** Sets with more than one byte to a character, which servers check. */
const checkedSets = [
  ...['big5', 'gbk', 'gb2312', 'gb18030', 'euckr', 'sjis', 'cp932', 'ujis', 'eucjpms'],
  ...['utf8', 'utf8mb4', 'utf16', 'utf16le', 'utf32', 'ucs2', 'ascii', 'latin1', 'cp1251', 'swe7'],
];

describeEachServer('the rules for valid texts', (server) => {
  test('are those of the server, for every sequence of one and two bytes, and many longer', async () => {
    const database = await server.createDatabase('sequences');
    const all = sequences();
    const values = all.map((bytes) => `(0x${bytes.toString('hex')})`);
    await server.query(
      `USE \`${database}\`; SET sql_log_bin = 0; CREATE TABLE sequences (b VARBINARY(8)) ENGINE=MyISAM; INSERT INTO sequences VALUES ${values.join(',')}`,
    );
    const offered = await server.query(
      'SELECT CHARACTER_SET_NAME AS name FROM information_schema.CHARACTER_SETS',
    );
    const names = new Set(offered.map(({ name }) => String(name)));
    for (const characterSet of checkedSets) {
      if (characterSet !== 'utf8' && !names.has(characterSet)) continue;
      const changed = await changedBytes(server, database, characterSet);
      const check = textCheck(characterSet);
      const wrong = all.filter((bytes) => {
        const text = bytes.toString('hex').toUpperCase();
        const kept = !changed.has(text);
        const validity = check(bytes, 0, bytes.length);
        // A wide character whose first bytes are missing gets zeros in front.
        const padded = changed.get(text)?.endsWith(text) === true;
        return validity === 'refused' ? kept : validity === 'valid' && !kept && !padded;
      });
      expect(
        wrong.map((bytes) => bytes.toString('hex')),
        characterSet,
      ).toEqual([]);
    }
  });
});
