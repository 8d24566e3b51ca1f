/** What a server offers to a generator of schemas: character sets, engines, kinds of columns. */

import type { Session } from './session.ts';

export interface CharacterSet {
  readonly name: string;
  /** Bytes of its longest character. */
  readonly maxBytes: number;
  readonly collations: readonly string[];
}

/** A server as the generator sees it. */
export interface ServerTraits {
  readonly flavor: 'mysql' | 'mariadb';
  /** `[8, 0, 36]` */
  readonly version: readonly number[];
  readonly characterSets: readonly CharacterSet[];
  /** Names as `ENGINE=` takes them. */
  readonly engines: readonly string[];
  /** Whether this is MySQL of at least that version; never for `undefined`. */
  has(feature: Feature): boolean;
}

/** The first version that has a feature, of MySQL and of MariaDB. */
const features = {
  check: ['8.0.16', '10.2.1'],
  expressionDefault: ['8.0.13', '10.2.1'],
  blobDefault: [undefined, '10.2.1'],
  invisibleColumn: ['8.0.23', '10.3.3'],
  descendingKey: ['8.0.1', '10.8.1'],
  functionalKey: ['8.0.13', undefined],
  invisibleKey: ['8.0.0', undefined],
  ignoredKey: [undefined, '10.6.0'],
  compressedColumn: [undefined, '10.3.2'],
  uuid: [undefined, '10.7.0'],
  inet4: [undefined, '10.10.0'],
  inet6: [undefined, '10.5.0'],
  vector: ['9.0.0', undefined],
  jsonType: ['5.7.8', undefined],
  spatialReference: ['8.0.3', undefined],
  myisamPartitions: ['5.7.0', '5.5.0'],
} as const satisfies Readonly<
  Record<string, readonly [mysql: string | undefined, mariadb: string | undefined]>
>;

export type Feature = keyof typeof features;

export async function readServerTraits(
  session: Session,
  flavor: ServerTraits['flavor'],
): Promise<ServerTraits> {
  const [row] = await session.query('SELECT VERSION() AS version');
  const version = parseVersion(String(row?.['version']));
  return {
    flavor,
    version,
    characterSets: await readCharacterSets(session),
    engines: await readEngines(session),
    has(feature) {
      const first = features[feature][flavor === 'mysql' ? 0 : 1];
      return first !== undefined && compareVersions(version, parseVersion(first)) >= 0;
    },
  };
}

async function readCharacterSets(session: Session): Promise<readonly CharacterSet[]> {
  const sets = await session.query(
    `SELECT CHARACTER_SET_NAME AS name, MAXLEN AS bytes FROM information_schema.CHARACTER_SETS
      ORDER BY CHARACTER_SET_NAME`,
  );
  const [full] = await session.query(
    `SELECT COUNT(*) AS there FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = 'information_schema' AND COLUMN_NAME = 'FULL_COLLATION_NAME'
      AND TABLE_NAME = 'COLLATION_CHARACTER_SET_APPLICABILITY'`,
  );
  // From 10.10 on, MariaDB has collations that several character sets share.
  const column = Number(full?.['there']) > 0 ? 'FULL_COLLATION_NAME' : 'COLLATION_NAME';
  const collations = await session.query(
    `SELECT ${column} AS collation, CHARACTER_SET_NAME AS name
      FROM information_schema.COLLATION_CHARACTER_SET_APPLICABILITY ORDER BY 1`,
  );
  return sets.flatMap(({ name, bytes }) => {
    const own = collations.filter((collation) => collation['name'] === name);
    // BINARY, VARBINARY and BLOB are types of their own.
    if (name === 'binary' || own.length === 0) return [];
    const names = own.map(({ collation }) => String(collation));
    return [{ name: String(name), maxBytes: Number(bytes), collations: names }];
  });
}

const knownEngines = ['InnoDB', 'MyISAM', 'MEMORY', 'ARCHIVE', 'CSV', 'Aria'];

async function readEngines(session: Session): Promise<readonly string[]> {
  const rows = await session.query(
    "SELECT ENGINE AS name FROM information_schema.ENGINES WHERE SUPPORT IN ('YES', 'DEFAULT')",
  );
  const names = new Set(rows.map(({ name }) => String(name).toLowerCase()));
  return knownEngines.filter((engine) => names.has(engine.toLowerCase()));
}

function parseVersion(text: string): readonly number[] {
  return [...text.matchAll(/\d+/g)].slice(0, 3).map(Number);
}

function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (const [index, number] of a.entries()) {
    const difference = number - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
