/** Texts that are dumps of ours, made by hand: sections, their manifest and the last lines. */

import { crc32 } from 'node:zlib';
import { combineChecksums } from '../../src/manifest/combine-checksums.ts';
import type { Manifest, ManifestSection } from '../../src/manifest/manifest.ts';
import { endText, manifestText } from '../../src/manifest/write-manifest.ts';

export interface MadeSection
  extends Pick<ManifestSection, 'kind' | 'database' | 'name' | 'rows' | 'key'> {
  readonly text: string;
}

export interface MadeDump {
  readonly bytes: Buffer;
  readonly manifest: Manifest;
  /** Where the manifest begins. */
  readonly end: number;
}

const header: MadeSection = {
  kind: 'header',
  text: '-- MySQL dump by dumpstream 0.1.0\n--\n-- Database: shop\n\n/*!50503 SET NAMES utf8mb4 */;\n',
};
const footer: MadeSection = { kind: 'footer', text: '\n/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;\n' };

/** Rows as literals, a list for each INSERT statement. */
export function tableOf(
  name: string,
  statements: readonly (readonly string[])[],
): readonly MadeSection[] {
  const inserts = statements.map(
    (rows) => `INSERT INTO \`${name}\` VALUES\n${rows.join(',\n')};\n`,
  );
  return [
    {
      kind: 'tableStructure',
      database: 'shop',
      name,
      text:
        `\n--\n-- Table structure for table \`${name}\`\n--\n\nDROP TABLE IF EXISTS \`${name}\`;\n` +
        `CREATE TABLE \`${name}\` (\n  \`id\` int NOT NULL,\n  \`v\` text,\n  PRIMARY KEY (\`id\`)\n);\n`,
    },
    {
      kind: 'tableRows',
      database: 'shop',
      name,
      rows: statements.flat().length,
      key: ['id'],
      text: `\n--\n-- Dumping data for table \`${name}\`\n--\n\n${inserts.join('')}`,
    },
  ];
}

/** @param snapshotTime - `undefined` for a dump without a date */
export function makeDump(
  content: readonly MadeSection[],
  snapshotTime: string | undefined = '2026-11-24T01:02:03.000Z',
): MadeDump {
  const made = [header, ...content, footer];
  const sections: ManifestSection[] = [];
  let start = 0;
  let checksum = 0;
  for (const { text, ...section } of made) {
    const bytes = Buffer.from(text);
    const own = crc32(bytes);
    sections.push({ ...section, start, bytes: bytes.length, checksum: own });
    start += bytes.length;
    checksum = combineChecksums(checksum, own, bytes.length);
  }
  const manifest: Manifest = {
    format: 1,
    version: '0.1.0',
    server: { flavor: 'mysql', version: '8.0.36' },
    ...(snapshotTime === undefined ? {} : { snapshot: { time: snapshotTime } }),
    databases: ['shop'],
    namesDatabases: false,
    options: {},
    longestStatementBytes: 1000,
    longestRowStatementBytes: 100,
    sections,
    text: { bytes: start, checksum },
  };
  const block = Buffer.concat(manifestText(manifest));
  const locator = { text: start, file: start, bytes: block.length, checksum: crc32(block) };
  const completed = snapshotTime?.slice(0, 19).replace('T', ' ');
  const text = made.map((section) => section.text).join('');
  return {
    bytes: Buffer.concat([Buffer.from(text), block, endText(locator, completed)]),
    manifest,
    end: start,
  };
}
