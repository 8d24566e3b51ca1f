/** The same dump of the database that is compared with, section by section as it is made. */

import { checkOptions } from '../../check-options.ts';
import type { ConnectionSource } from '../../connection-source.ts';
import { DumpError } from '../../errors.ts';
import type { DumpOptions } from '../../options.ts';
import type { Section } from '../../plan/sections.ts';
import { OutputBuffer } from '../../render/output-buffer.ts';
import { splitStatements } from '../../split/split-statements.ts';
import { runDump } from '../../stream/dump-run.ts';
import type { LiveScope } from './live-scope.ts';
import { SectionedStatements, type SectionStart } from './sectioned-statements.ts';

/** Longer statements with rows come in parts. */
const statementBytes = 2 ** 31;

export interface LiveSection extends SectionStart {
  /** Of a table: its columns in their order. */
  readonly columns?: readonly string[];
}

/** A dump that is read by statements, and stopped by `close()`. */
export interface LiveText {
  readonly statements: SectionedStatements<LiveSection>;
  /** Closes its connection. Resolves when it is closed. */
  close(): Promise<void>;
}

/**
 * It runs in a consistent snapshot of its own, over one connection.
 *
 * @throws DumpError `DAMAGED_DUMP` where the manifest tells options that can't be
 */
export function readLive(
  connection: ConnectionSource,
  waitForServer: number | undefined,
  { databases, options }: LiveScope,
  signal: AbortSignal,
): LiveText {
  const sections: LiveSection[] = [];
  if (databases.length === 0) return { statements: noStatements(), close: async () => {} };
  const dumpOptions: DumpOptions = {
    ...options,
    connection,
    // By name, also where the dump names none: that of the connection may be another one.
    databases,
    brokenViews: 'comment',
    ...(waitForServer === undefined ? {} : { waitForServer }),
  };
  checkTold(dumpOptions);
  const text = runDump(
    dumpOptions,
    {
      onEstimate() {},
      onProgress() {},
      onSummary() {},
      onSection: (section, start) => sections.push(startOf(section, start)),
    },
    new OutputBuffer(),
    signal,
  );
  const statements = splitStatements(text, { maxStatementBytes: statementBytes });
  return {
    statements: new SectionedStatements(statements, sections),
    async close() {
      // A generator that was never begun would not close what it iterates over.
      await statements.return(undefined);
      await text.return(undefined);
    },
  };
}

/** Options of a manifest are as good as the dump is: they must not get around the checks of `dump()`. */
function checkTold(options: DumpOptions): void {
  try {
    checkOptions(options);
  } catch (error) {
    throw new DumpError(
      'DAMAGED_DUMP',
      'Could not make the same dump of the database: the options that the manifest tells are not ' +
        `those of a dump. ${error instanceof Error ? error.message : ''}`,
      { cause: error },
    );
  }
}

/** Where none of the databases is there. */
function noStatements(): SectionedStatements<LiveSection> {
  async function* none(): AsyncGenerator<never, void, undefined> {}
  return new SectionedStatements(none(), []);
}

function startOf(section: Section, start: number): LiveSection {
  switch (section.kind) {
    case 'tableStructure':
    case 'tableRows': {
      const { database, name, columns } = section.table;
      return {
        kind: section.kind,
        database,
        name,
        columns: columns.map((column) => column.name),
        start,
      };
    }
    case 'sequence':
      return { kind: section.kind, ...ofObject(section.sequence), start };
    case 'viewPlaceholder':
    case 'view':
    case 'brokenView':
      return { kind: section.kind, ...ofObject(section.view), start };
    case 'program':
      return { kind: section.program.kind, ...ofObject(section.program), start };
    case 'createDatabase':
    case 'useDatabase':
    case 'readOnly':
      return { kind: section.kind, database: section.database.name, start };
    default:
      return { kind: section.kind, start };
  }
}

function ofObject({ database, name }: { readonly database: string; readonly name: string }) {
  return { database, name };
}
