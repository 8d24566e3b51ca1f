/** A small database in which a dump meets everything: chunks, a table without key, definitions. */

import type { DatabaseServer } from '../services/index.ts';

/** Small enough that the rows of the database are several chunks. */
export const chunkBytes = 48 * 1024;

/** Makes it. Returns its name. A dump is about 0.4 MB. */
export async function createFaultDatabase(server: DatabaseServer): Promise<string> {
  const database = await server.createDatabase('fault');
  const digits = '(SELECT 0 n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)';
  const numbers = ['a', 'b', 'c', 'd', 'e'].map((name) => `${digits} ${name}`).join(', ');
  const number = '256 * a.n + 64 * b.n + 16 * c.n + 4 * d.n + e.n';
  await server.query(`USE \`${database}\`;
    CREATE TABLE items (id INT PRIMARY KEY, name VARCHAR(50) NOT NULL, content TEXT, KEY (name));
    INSERT INTO items
      SELECT ${number}, CONCAT('item ', ${number}), REPEAT(SHA2(${number}, 256), 5) FROM ${numbers};
    CREATE TABLE prices (
      item INT NOT NULL, since DATE NOT NULL, price DECIMAL(10, 2), PRIMARY KEY (item, since),
      FOREIGN KEY (item) REFERENCES items (id)
    );
    INSERT INTO prices SELECT id, '2026-01-01' + INTERVAL id DAY, id / 7 FROM items WHERE id < 300;
    CREATE TABLE notes (content LONGTEXT);
    INSERT INTO notes SELECT REPEAT(content, 4) FROM items WHERE id < 60;
    CREATE TABLE empty_one (id INT PRIMARY KEY);
    CREATE VIEW cheap AS SELECT item, price FROM prices WHERE price < 10;
    CREATE TRIGGER named BEFORE INSERT ON items FOR EACH ROW SET NEW.name = TRIM(NEW.name);
    CREATE PROCEDURE raise_prices(percent INT) UPDATE prices SET price = price * (1 + percent / 100);
    CREATE EVENT clean_up ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM notes WHERE content IS NULL;
    ANALYZE TABLE items, prices, notes`);
  return database;
}

/** What the account of a dump needs: with LOCK TABLES also for a parallel one. */
export function faultGrants(database: string): readonly string[] {
  return [
    `SELECT, SHOW VIEW, TRIGGER, EVENT, EXECUTE, LOCK TABLES ON \`${database}\`.*`,
    // The procedure is somebody else's.
    'SELECT ON *.*',
  ];
}
