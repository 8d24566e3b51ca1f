/** Views: first a placeholder of the right columns, at the end the real thing. */

import type { View } from '../catalog/model.ts';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import { DumpError } from '../errors.ts';
import { commentText, qualifiedName, quoteIdentifier } from './identifier.ts';
import type { OutputBuffer } from './output-buffer.ts';
import { switchSession } from './session-switch.ts';

/** Other views can be made on top of it, whatever the order of their names. */
export function renderViewPlaceholder(view: View): string {
  const name = quoteIdentifier(view.name);
  const columns = view.columnNames.map((column) => `1 AS ${quoteIdentifier(column)}`);
  return `
--
-- Temporary structure for view ${commentText(name)}
--

DROP VIEW IF EXISTS ${name};
CREATE VIEW ${name} AS SELECT
 ${columns.join(',\n ')};
`;
}

/** The database of the view must be current, so that the definition does not name it. */
export async function renderView(
  connection: DatabaseConnection,
  view: View,
  output: OutputBuffer,
): Promise<void> {
  const qualified = qualifiedName(view);
  const [row] = await connection.query(
    `SHOW CREATE VIEW ${qualified}`,
    `show the definition of view ${qualified}`,
  );
  const [, definition, characterSet, collation] = row ?? [];
  if (definition == null || characterSet == null || collation == null) {
    throw new DumpError('INTERNAL', `The server gave no definition of view ${qualified}.`);
  }
  const session = switchSession({
    character_set_client: characterSet.toString(),
    character_set_results: characterSet.toString(),
    collation_connection: collation.toString(),
  });
  const name = quoteIdentifier(view.name);
  output.text(`\n--\n-- Final view structure for view ${commentText(name)}\n--\n\n`);
  output.text(`DROP VIEW IF EXISTS ${name};\n${session.before}`);
  output.raw(definition);
  output.text(`;\n${session.after}`);
}
