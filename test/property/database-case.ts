/** A generated database together with how it is dumped: one case of the property. */

import type { DumpOptions } from '@dumpstream/core';
import fc from 'fast-check';
import { buildProgram, programDraft } from './program.ts';
import type { ServerTraits } from './server-traits.ts';
import { buildTable, type GeneratedTable, tableDraft } from './table.ts';
import { type Collated, collated } from './text-type.ts';
import { buildViews, viewDraft } from './view.ts';

/** Options that what is restored must not depend on. */
export type HarmlessOptions = Omit<DumpOptions, 'connection'>;

export interface DatabaseCase {
  readonly collation: Collated;
  readonly tables: readonly GeneratedTable[];
  /** What is made once the rows are in, in this order. */
  readonly programs: readonly string[];
  readonly options: HarmlessOptions;
}

const harmlessOptions: fc.Arbitrary<HarmlessOptions> = fc
  .record({
    hexBlob: fc.boolean(),
    parallel: fc.constantFrom(undefined, undefined, 2, 3),
    threads: fc.constantFrom(undefined, 0, 1, 2),
    chunkBytes: fc.constantFrom(undefined, 1, 40, 1000, 100_000),
    netBufferLength: fc.constantFrom(undefined, 1, 200, 5000),
    completeInsert: fc.boolean(),
    skipDumpDate: fc.boolean(),
    compress: fc.constantFrom('none', 'gzip', 'zstd'),
  })
  .map((options) =>
    Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  );

/** Cases that the server is thought to take. */
export function databaseCase(traits: ServerTraits): fc.Arbitrary<DatabaseCase> {
  return fc
    .record({
      collation: collated(traits),
      tables: fc.array(tableDraft(traits), { minLength: 1, maxLength: 4 }),
      views: fc.array(viewDraft, { maxLength: 3 }),
      programs: fc.array(programDraft, { maxLength: 4 }),
      options: harmlessOptions,
    })
    .map(({ collation, tables, views, programs, options }) => {
      const built = tables.map((draft, index) => buildTable(draft, index, traits));
      const generated: DatabaseCase = {
        collation,
        tables: built,
        programs: [
          ...buildViews(views, built),
          ...programs.flatMap((draft, index) => buildProgram(draft, index, built)),
        ],
        options,
      };
      // fast-check prints a case by it.
      return Object.assign(generated, { [fc.toStringMethod]: () => describeCase(generated) });
    });
}

/** The case as SQL that can be run, after its options. */
export function describeCase({ collation, tables, programs, options }: DatabaseCase): string {
  const database = `database: ${collation.set.name} ${collation.collation}`;
  const statements = tables.flatMap(({ create, insert, tuples, repeat }) => {
    if (tuples.length === 0) return [create];
    const rows = `${insert}${tuples.join(',\n')}`;
    return [create, repeat === 1 ? rows : `-- ${repeat} times:\n${rows}`];
  });
  const sql = [...statements, ...programs].map((statement) => `${statement};`);
  return [`-- options: ${JSON.stringify(options)}, ${database}`, ...sql].join('\n');
}
