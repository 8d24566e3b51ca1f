/** The same dump of the database that is compared with, section by section as it is made. */

import type { ConnectionSource } from '../../connection-source.ts';
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

/** It runs in a consistent snapshot of its own, over one connection. */
export function readLive(
  connection: ConnectionSource,
  waitForServer: number | undefined,
  { databases, options }: LiveScope,
  signal: AbortSignal,
): LiveText {
  const sections: LiveSection[] = [];
  const dumpOptions: DumpOptions = {
    ...options,
    connection,
    // By name, also where the dump names none: that of the connection may be another one.
    databases,
    brokenViews: 'comment',
    ...(waitForServer === undefined ? {} : { waitForServer }),
  };
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
