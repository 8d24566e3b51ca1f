/** Goes through a dump and a database side by side, in the order of the database. */

import type { Manifest, ManifestSection } from '../../manifest/manifest.ts';
import type { DumpDifference } from '../../verify-report.ts';
import { compareRows } from './compare-rows.ts';
import { ComparedObjects, keyOf, objectDifferences, objectOf } from './compared-objects.ts';
import { columnNames, comparedText, digestOf } from './definition-text.ts';
import type { DumpText } from './dump-text.ts';
import type { LiveSection } from './live-text.ts';
import { rowsDifference } from './row-messages.ts';
import type { SectionedStatements, SectionStart } from './sectioned-statements.ts';

export class Comparison {
  liveRows = 0;
  readonly #dump: DumpText;
  readonly #manifest: Manifest;
  readonly #names: ReadonlyMap<string, string>;
  readonly #dumpObjects = new ComparedObjects();
  readonly #liveObjects = new ComparedObjects();
  /** Where the rows of each table are among the sections. */
  readonly #rowSections = new Map<string, number>();
  /** Of the last table of the dump whose structure was read. */
  #columns: { readonly table: string; readonly names: readonly string[] } | undefined;
  readonly #rowsDifferences = new Map<string, DumpDifference>();

  /** @param names - of the database that is compared with, by that of the dump */
  constructor(dump: DumpText, manifest: Manifest, names: ReadonlyMap<string, string>) {
    this.#dump = dump;
    this.#manifest = manifest;
    this.#names = names;
    // Without a section of its own where its attributes are not part of the dump.
    for (const database of names.values()) {
      this.#dumpObjects.add({ object: 'database', database, name: database }, undefined);
    }
    for (const [index, section] of manifest.sections.entries()) {
      if (section.kind === 'tableRows') this.#rowSections.set(this.#tableKey(section), index);
    }
  }

  async run(live: SectionedStatements<LiveSection>): Promise<void> {
    for (;;) {
      const section = await live.nextSection();
      if (section === undefined) break;
      if (section.kind === 'tableRows') await this.#rows(section, live);
      else await this.#note(section, live, this.#liveObjects, section.database);
    }
    await this.#passTo(this.#manifest.sections.length);
  }

  /** In the order of the dump, and what only the database has last. */
  differences(compareTexts: boolean): readonly DumpDifference[] {
    this.#noteRowsOfOneSide();
    const ofObjects = objectDifferences(this.#dumpObjects, this.#liveObjects, compareTexts);
    const byObject = new Map<string, DumpDifference[]>();
    for (const difference of ofObjects) {
      const key = keyOf(difference);
      byObject.set(key, [...(byObject.get(key) ?? []), difference]);
    }
    for (const [key, difference] of this.#rowsDifferences) {
      byObject.set(key, [...(byObject.get(key) ?? []), difference]);
    }
    const keys = [...this.#dumpObjects.all, ...this.#liveObjects.all].map(keyOf);
    return [...new Set(keys)].flatMap((key) => byObject.get(key) ?? []);
  }

  /** Compares the rows of a table, wherever they are in the dump. */
  async #rows(live: LiveSection, statements: SectionedStatements<LiveSection>): Promise<void> {
    const { database = '', name = '', columns } = live;
    const table = { object: 'table', database, name };
    this.#liveObjects.add(table, undefined);
    const key = keyOf(table);
    const index = this.#rowSections.get(key);
    const section = index === undefined ? undefined : this.#manifest.sections[index];
    if (index === undefined || section === undefined) return;
    const isBehind = index >= this.#dump.statements.passed;
    if (isBehind) {
      await this.#passTo(index);
      await this.#dump.statements.nextSection();
      this.#dumpObjects.add(table, undefined);
    }
    const again = isBehind ? undefined : this.#dump.again(section);
    const own = this.#columns?.table === key ? this.#columns.names : columns;
    try {
      const { difference, liveRows } = await compareRows(
        { statements: again ?? this.#dump.statements, columns: own },
        { statements, columns },
        section.key,
      );
      this.liveRows += liveRows;
      if (difference !== undefined) {
        this.#rowsDifferences.set(key, rowsDifference(database, name, section.key, difference));
      }
    } finally {
      await again?.close();
      this.#rowSections.delete(key);
    }
  }

  /** Reads the sections of the dump up to one. */
  async #passTo(index: number): Promise<void> {
    const { statements } = this.#dump;
    while (statements.passed < index) {
      const section = await statements.nextSection();
      if (section === undefined) return;
      await this.#note(section, statements, this.#dumpObjects, this.#liveName(section.database));
    }
  }

  async #note(
    { kind, name = '' }: SectionStart,
    statements: SectionedStatements<SectionStart>,
    objects: ComparedObjects,
    database = '',
  ): Promise<void> {
    if (kind === 'tableRows') objects.add({ object: 'table', database, name }, undefined);
    const object = objectOf(kind);
    if (object === undefined) return;
    const texts: Buffer[] = [];
    for (;;) {
      const statement = await statements.next();
      if (statement === undefined) break;
      texts.push(statement.bytes);
    }
    const text = comparedText(kind, texts);
    const named = { object, database, name: object === 'database' ? database : name };
    // Without attributes, as an option wants it, the database is compared by its name alone.
    objects.add(named, text === '' && object === 'database' ? undefined : digestOf(text));
    if (kind === 'tableStructure' && objects === this.#dumpObjects) {
      const names = columnNames(texts);
      this.#columns = names === undefined ? undefined : { table: keyOf(named), names };
    }
  }

  /** Tables whose rows are only on one side, as those of a MERGE table are. */
  #noteRowsOfOneSide(): void {
    for (const [key, index] of this.#rowSections) {
      const { name = '', database, rows = 0 } = this.#manifest.sections[index] as ManifestSection;
      const table = { object: 'table', database: this.#liveName(database) ?? '', name };
      if (rows === 0 || !this.#liveObjects.has(table)) continue;
      this.#rowsDifferences.set(
        key,
        rowsDifference(table.database, name, undefined, {
          kind: 'unknown',
          dumpRows: rows,
          liveRows: 0,
        }),
      );
    }
  }

  #tableKey({ database, name = '' }: ManifestSection): string {
    return keyOf({ object: 'table', database: this.#liveName(database) ?? '', name });
  }

  #liveName(database: string | undefined): string | undefined {
    return database === undefined ? undefined : (this.#names.get(database) ?? database);
  }
}
