/** What a dump and a database hold besides rows, by name, and in what they differ. */

import { progressTable } from '../../integrity/progress-table-name.ts';
import type { DumpDifference } from '../../verify-report.ts';

/** Kinds of sections, and what they are in a report; others are not compared. */
const objectKinds = new Map([
  ['createDatabase', 'database'],
  ['readOnly', 'database'],
  ['sequence', 'sequence'],
  ['tableStructure', 'table'],
  ['view', 'view'],
  ['brokenView', 'view'],
  ...['trigger', 'procedure', 'function', 'package', 'package body', 'library', 'event'].map(
    (kind) => [kind, kind] as const,
  ),
]);

export interface ObjectName {
  /** As in {@link DumpDifference}. */
  readonly object: string;
  /** That of the database that is compared with. */
  readonly database: string;
  readonly name: string;
}

/** What an object is called in a report; `undefined` for sections that are about none. */
export function objectOf(kind: string): string | undefined {
  return objectKinds.get(kind);
}

/** The objects of one side. */
export class ComparedObjects {
  readonly #objects = new Map<string, ObjectName & { readonly definitions: string[] }>();

  /** @param definition - a digest of its text */
  add(object: ObjectName, definition: string | undefined): void {
    const key = keyOf(object);
    const known = this.#objects.get(key);
    if (known === undefined) {
      this.#objects.set(key, {
        ...object,
        definitions: definition === undefined ? [] : [definition],
      });
    } else if (definition !== undefined) {
      known.definitions.push(definition);
    }
  }

  has(object: ObjectName): boolean {
    return this.#objects.has(keyOf(object));
  }

  get all(): Iterable<ObjectName> {
    return this.#objects.values();
  }

  /** Whether both sides define it by the same text, or one of them does not define it at all. */
  isSame(object: ObjectName, other: ComparedObjects): boolean {
    const key = keyOf(object);
    const own = this.#objects.get(key)?.definitions ?? [];
    const others = other.#objects.get(key)?.definitions ?? [];
    return own.length === 0 || others.length === 0 || own.join() === others.join();
  }
}

export function keyOf({ object, database, name }: ObjectName): string {
  return JSON.stringify([object, database, name]);
}

/** @param other - the database */
export function* objectDifferences(
  dump: ComparedObjects,
  live: ComparedObjects,
  compareTexts: boolean,
): Generator<DumpDifference, void, undefined> {
  const missingDatabases = new Set<string>();
  for (const object of dump.all) {
    if (missingDatabases.has(object.database)) continue;
    if (!live.has(object)) {
      if (object.object === 'database') missingDatabases.add(object.database);
      yield differenceOf('missing', object, 'is in the dump and not in the database');
    } else if (compareTexts && !dump.isSame(object, live)) {
      yield differenceOf('definition', object, 'is defined otherwise in the database');
    }
  }
  for (const object of live.all) {
    if (!dump.has(object)) {
      yield differenceOf('extra', object, extraReason(object));
    }
  }
}

function extraReason({ object, name }: ObjectName): string {
  const isProgress = object === 'table' && name === progressTable;
  return isProgress
    ? 'is that of a restore that has not ended: go on with that restore'
    : 'is in the database and not in the dump';
}

function differenceOf(
  kind: DumpDifference['kind'],
  { object, database, name }: ObjectName,
  what: string,
): DumpDifference {
  const shown = object === 'database' ? database : `${database}.${name}`;
  return { kind, object, database, name, message: `${capital(object)} ${shown} ${what}.` };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
