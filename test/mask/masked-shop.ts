/** A shop with personal data of many types, and a policy for it. */

import type { MaskPolicy } from '@dumpstream/core';
import type { DatabaseServer } from '../services/index.ts';

/** The key of all masks here. */
export const maskKey = 'the key of a test, and of nothing else';

const digits =
  '(SELECT 0 n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)';

/** Numbers from 0 to 399. */
const numbers = `(SELECT a.n + 10 * b.n + 100 * c.n AS n FROM ${digits} a, ${digits} b, (SELECT 0 n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3) c) numbers`;

/** Texts that begin with this are originals. */
export const original = 'Originell';

const tables = `
CREATE TABLE customers (
  id INT AUTO_INCREMENT PRIMARY KEY,
  email VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL,
  name VARCHAR(30) CHARACTER SET utf8mb4 NULL,
  kanji VARCHAR(40) CHARACTER SET cp932 NULL,
  phone VARCHAR(30) CHARACTER SET latin1 NOT NULL,
  card CHAR(19) CHARACTER SET ascii NULL,
  birthday DATE NULL,
  seen DATETIME(3) NULL,
  income DECIMAL(10,2) NULL,
  score DOUBLE NULL,
  kind ENUM('private','business','it''s, none') NOT NULL DEFAULT 'private',
  secret VARBINARY(60) NULL,
  flags BIT(9) NULL,
  note TEXT CHARACTER SET utf8mb4 NULL,
  doc JSON NULL,
  kept VARCHAR(60) CHARACTER SET utf8mb4 NOT NULL,
  email_length INT GENERATED ALWAYS AS (CHAR_LENGTH(email)) VIRTUAL,
  UNIQUE KEY email (email)
) ENGINE=InnoDB;
INSERT INTO customers
  (id, email, name, kanji, phone, card, birthday, seen, income, score, kind, secret, flags, note, doc, kept)
SELECT n + 1, CONCAT('${original}.', n, '@shop.jp'),
  IF(n % 7 = 0, NULL, CONCAT('${original} Mustermann', n)),
  IF(n % 5 = 0, NULL, '山田太郎左衛門'),
  CONCAT('+49 30 ', 9080706 + n), CONCAT('4111-1111-2222-', LPAD(n, 4, '0')),
  IF(n % 11 = 0, NULL, DATE('1970-01-01') + INTERVAL n DAY), '2021-02-03 04:05:06.789',
  1000 + n / 4, n / 8, ELT(1 + n % 3, 'private', 'business', 'it''s, none'),
  IF(n % 3 = 0, NULL, CONCAT('${original} \\0secret', n)), n, CONCAT('${original} note ', n, REPEAT(' long', n % 40)),
  CONCAT('{"name": "${original} Doc", "n": ', n, ', "kept": {"a": [1, true, null]}}'),
  CONCAT('kept ''value', n, '\\n')
FROM ${numbers};
CREATE TABLE orders (
  id BIGINT UNSIGNED PRIMARY KEY,
  customer VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  total DECIMAL(12,2) NOT NULL,
  KEY customer (customer),
  CONSTRAINT order_customer FOREIGN KEY (customer) REFERENCES customers (email)
) ENGINE=InnoDB;
INSERT INTO orders SELECT 10 * n, IF(n % 9 = 0, NULL, UPPER(CONCAT('${original}.', n % 50, '@shop.jp'))), n FROM ${numbers};
CREATE TABLE accounts (
  login VARCHAR(60) CHARACTER SET latin1 NOT NULL,
  tenant INT NOT NULL,
  token BINARY(16) NOT NULL,
  PRIMARY KEY (login, tenant),
  UNIQUE KEY token (token)
) ENGINE=InnoDB;
INSERT INTO accounts SELECT CONCAT('${original}-', n), n % 4, LEFT(UNHEX(SHA2(n, 256)), 16) FROM ${numbers};
CREATE TABLE kept_only (id INT PRIMARY KEY, t VARCHAR(30));
INSERT INTO kept_only SELECT n, CONCAT('row ', n) FROM ${numbers};
`;

export async function createShop(server: DatabaseServer): Promise<string> {
  const database = await server.createDatabase('masked');
  await server.query(`USE ${database}; ${tables}`);
  return database;
}

/** A policy that names each column. */
export const shopPolicy: MaskPolicy = {
  version: 1,
  strict: true,
  columns: {
    '*.customers.email': 'email',
    '*.orders.customer': 'email',
    '*.customers.name': 'name',
    '*.customers.kanji': { rule: 'name', locale: 'ja' },
    '*.customers.phone': 'phone',
    '*.customers.card': 'creditCard',
    '*.customers.birthday': { rule: 'dateShift', days: 100, entity: 'email' },
    '*.customers.seen': 'dateShift',
    '*.customers.income': { rule: 'number', noise: 0.2 },
    '*.customers.score': { rule: 'number', min: 0, max: 10 },
    '*.customers.kind': 'hash',
    '*.customers.secret': 'redact',
    '*.customers.flags': 'null',
    '*.customers.note': 'text',
    '*.customers.doc': { rule: 'json', paths: { '$.kept': 'keep' } },
    '*.accounts.login': 'hash',
    '*.accounts.token': 'uuid',
    '*.*.*': 'keep',
  },
};

/** Forms in which an original might stand in a dump all the same. */
export function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString('hex');
  // Wherever in a longer text it stands: three ways to be cut into groups of three bytes.
  const base64 = [0, 1, 2].map((lead) =>
    Buffer.concat([Buffer.alloc(lead), bytes])
      .toString('base64')
      .slice(lead === 0 ? 0 : 4, -4),
  );
  return [text, text.toLowerCase(), text.toUpperCase(), hex, hex.toUpperCase(), ...base64];
}
