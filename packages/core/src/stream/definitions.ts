/** Writes the sections of the plan that the catalog and SHOW CREATE are enough for. */

import type { Catalog } from '../catalog/model.ts';
import type { DatabaseConnection } from '../connect/database-connection.ts';
import type { DumpOptions } from '../options.ts';
import { includesAttributes, namesDatabases, type Section } from '../plan/sections.ts';
import { renderAccounts } from '../render/accounts.ts';
import {
  type DatabaseStart,
  renderDatabaseStart,
  renderReadOnly,
  renderUseDatabase,
} from '../render/database.ts';
import { renderBrokenView } from '../render/definitions/broken-view.ts';
import { renderSequence } from '../render/definitions/sequence.ts';
import { renderStoredProgram } from '../render/definitions/stored-program.ts';
import { renderView, renderViewPlaceholder } from '../render/definitions/view.ts';
import type { OutputBuffer } from '../render/output-buffer.ts';

/** All but those that need the snapshot or the rows. */
export type DefinitionSection = Exclude<
  Section,
  { kind: 'footer' | 'header' | 'tableRows' | 'tableStructure' }
>;

/** @throws DumpError `UNSUPPORTED`, `MISSING_PRIVILEGE` for what can't be dumped exactly */
export async function renderDefinition(
  connection: DatabaseConnection,
  catalog: Catalog,
  section: DefinitionSection,
  options: DumpOptions,
  output: OutputBuffer,
): Promise<void> {
  switch (section.kind) {
    case 'createDatabase':
      return output.text(renderDatabaseStart(section.database, databaseStart(options)));
    case 'useDatabase':
      if (namesDatabases(options)) output.text(renderUseDatabase(section.database));
      return;
    case 'accounts':
      return output.text(renderAccounts(catalog));
    case 'readOnly':
      return output.text(renderReadOnly());
    case 'sequence':
      return renderSequence(connection, section.sequence, options, output);
    case 'viewPlaceholder':
      return output.text(renderViewPlaceholder(section.view));
    case 'view':
      return renderView(section.view, options, output);
    case 'brokenView':
      return output.text(renderBrokenView(section.view));
    case 'program':
      return renderStoredProgram(
        connection,
        catalog.server,
        section.program,
        section.database,
        options,
        output,
      );
  }
}

function databaseStart(options: DumpOptions): DatabaseStart {
  return {
    named: namesDatabases(options),
    drop: options.addDropDatabase === true,
    keep: options.noCreateDb === true,
    alter: includesAttributes(options),
  };
}
