/** What a definition demands of values, as MySQL and MariaDB write it. */

import { describe, expect, it } from 'vitest';
import { tableConstraints } from '../../src/catalog/table-constraints.ts';

const mysql = `CREATE TABLE \`t\` (
  \`id\` int NOT NULL AUTO_INCREMENT,
  \`a,b\` varchar(20) COLLATE utf8mb4_bin DEFAULT 'x, CHECK (\`id\`)' COMMENT 'it''s (a',
  \`json\` json DEFAULT NULL,
  \`lower\` varchar(20) GENERATED ALWAYS AS (lower(\`a,b\`)) VIRTUAL /*!80023 INVISIBLE */,
  \`p\` int DEFAULT NULL,
  PRIMARY KEY (\`id\`),
  UNIQUE KEY \`u\` (\`a,b\`(10),\`p\` DESC) USING BTREE COMMENT 'x',
  UNIQUE KEY \`f\` ((lower(\`json\`))),
  KEY \`k\` (\`p\`),
  CONSTRAINT \`fk\` FOREIGN KEY (\`p\`, \`id\`) REFERENCES \`other\`.\`parent\` (\`x\`, \`y\`) ON DELETE CASCADE,
  CONSTRAINT \`fk2\` FOREIGN KEY (\`p\`) REFERENCES \`t\` (\`id\`),
  CONSTRAINT \`c1\` CHECK ((\`a,b\` <> _utf8mb4'\`id\`)')),
  CONSTRAINT \`c2\` CHECK ((\`p\` > 0)) /*!80016 NOT ENFORCED */,
  CONSTRAINT \`c3\` CHECK (json_valid(\`json\`))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
/*!50100 PARTITION BY RANGE (\`p\`)
(PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB) */`;

const mariadb = `CREATE TABLE \`t\` (
  \`j\` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(\`j\`)),
  \`n\` int(11) DEFAULT NULL CHECK (\`n\` > 0 and json_valid(\`j\`)),
  \`from\` date NOT NULL,
  \`to\` date NOT NULL,
  \`s\` timestamp(6) GENERATED ALWAYS AS ROW START,
  UNIQUE KEY \`u\` (\`n\`,\`validity\` WITHOUT OVERLAPS),
  PERIOD FOR \`validity\` (\`from\`, \`to\`),
  CONSTRAINT \`CONSTRAINT_1\` CHECK (octet_length(\`j\`) < 100)
) ENGINE=InnoDB
 PARTITION BY LIST COLUMNS(\`n\`)
(PARTITION \`a\` VALUES IN (1) ENGINE = InnoDB)`;

describe('constraints in a definition', () => {
  it('are those of MySQL', () => {
    const { unique, foreignKeys, checks, generated, partitionedBy, literals } =
      tableConstraints(mysql);
    expect(unique).toEqual([
      { name: 'PRIMARY', parts: [{ column: 'id', prefix: false, mentions: ['id'] }] },
      {
        name: 'u',
        parts: [
          { column: 'a,b', prefix: true, mentions: ['a,b'] },
          { column: 'p', prefix: false, mentions: ['p'] },
        ],
      },
      { name: 'f', parts: [{ column: undefined, prefix: false, mentions: ['json'] }] },
    ]);
    expect(foreignKeys).toEqual([
      {
        name: 'fk',
        columns: ['p', 'id'],
        database: 'other',
        table: 'parent',
        references: ['x', 'y'],
      },
      { name: 'fk2', columns: ['p'], database: undefined, table: 't', references: ['id'] },
    ]);
    expect(checks).toEqual([
      { name: 'c1', mentions: ['a,b'], jsonColumn: undefined },
      { name: 'c3', mentions: ['json'], jsonColumn: 'json' },
    ]);
    expect([...generated]).toEqual([['lower', ['a,b']]]);
    expect(partitionedBy).toEqual(['p']);
    expect(literals).toEqual([
      { columns: ['a,b'], where: 'DEFAULT' },
      { columns: ['a,b'], where: 'CHECK' },
      { columns: ['p'], where: 'partitions' },
    ]);
  });

  it('are those of MariaDB', () => {
    const { unique, checks, generated, partitionedBy } = tableConstraints(mariadb);
    expect(unique.map(({ name }) => name)).toEqual(['u']);
    expect(checks).toEqual([
      { name: 'j', mentions: ['j'], jsonColumn: 'j' },
      { name: 'n', mentions: ['n', 'j'], jsonColumn: undefined },
      { name: 'validity', mentions: ['from', 'to'], jsonColumn: undefined },
      { name: 'CONSTRAINT_1', mentions: ['j'], jsonColumn: undefined },
    ]);
    expect([...generated]).toEqual([]);
    expect(partitionedBy).toEqual(['n']);
  });

  it('have names in UTF-8', () => {
    const definition = Buffer.from('CREATE TABLE `t` (`名前` int, UNIQUE KEY `鍵` (`名前`))');
    const { unique } = tableConstraints(definition.toString('latin1'));
    expect(unique).toEqual([
      { name: '鍵', parts: [{ column: '名前', prefix: false, mentions: ['名前'] }] },
    ]);
  });
});
