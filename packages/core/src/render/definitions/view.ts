/** Views, under the session settings they were made with. */

import type { View } from '../../catalog/model.ts';
import type { DumpOptions } from '../../options.ts';
import { commentText, qualifiedName, quoteIdentifier } from '../../sql/identifier.ts';
import type { OutputBuffer } from '../output-buffer.ts';
import { writeDefinition } from './definition.ts';
import { withoutDefiner } from './program-heading.ts';
import { switchSession } from './session-switch.ts';
import { withoutViewDatabase } from './view-text.ts';

/** Other views can be made on top of it. */
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

export function renderView(
  view: View,
  options: Pick<DumpOptions, 'skipDefiner'>,
  output: OutputBuffer,
): void {
  const session = switchSession({
    character_set_client: view.characterSet,
    character_set_results: view.characterSet,
    collation_connection: view.collation,
  });
  const name = quoteIdentifier(view.name);
  output.text(`\n--\n-- View structure for view ${commentText(name)}\n--\n\n`);
  output.text(`DROP VIEW IF EXISTS ${name};\n${session.before}`);
  const { database, characterSet } = view;
  const definition = withoutViewDatabase(view.definition, database, characterSet);
  writeDefinition(
    {
      statement: options.skipDefiner ? withoutDefiner(definition, { characterSet }) : definition,
      characterSet,
      modes: { characterSet },
      preparable: true,
      compound: false,
      what: `view ${qualifiedName(view)}`,
    },
    output,
  );
  output.text(session.after);
}
