/** All programs that are measured. */

import type { DatabaseServer } from '../../test/services/index.ts';
import { dumpstreamFamily } from './dumpstream.ts';
import { mydumperFamily } from './mydumper.ts';
import { drainFamily, npmMysqldumpFamily } from './node-programs.ts';
import type { MissingFamily, ProgramFamily } from './program.ts';
import { stockDumpFamily } from './stock-dump.ts';

/** Those that are there, and those that are missing. */
export async function findFamilies(server: DatabaseServer): Promise<{
  readonly present: readonly ProgramFamily[];
  readonly missing: readonly MissingFamily[];
}> {
  const all: (ProgramFamily | MissingFamily)[] = [
    await dumpstreamFamily(),
    await stockDumpFamily(server),
    await mydumperFamily(),
    npmMysqldumpFamily(),
    drainFamily(),
  ];
  return {
    present: all.filter((family) => 'programs' in family),
    missing: all.filter((family) => 'missing' in family),
  };
}
