/** What a dump holds, as people read it. */

import type { DumpListing, ManifestSection, ManifestSectionKind } from '@dumpstream/core';
import { visible } from '../../error-text.ts';
import { formatBytes, formatCount } from '../../format.ts';
import { columns } from '../../table-text.ts';

/** How people call what a section is about; those that are about the whole dump are not listed. */
const nouns: Partial<Readonly<Record<ManifestSectionKind, string>>> = {
  sequence: 'sequence',
  tableStructure: 'table',
  tableRows: 'table',
  viewPlaceholder: 'view',
  view: 'view',
  brokenView: 'broken view',
  trigger: 'trigger',
  procedure: 'procedure',
  function: 'function',
  event: 'event',
  accounts: 'accounts',
};

/** One thing in a dump, whose definition and rows may be in different sections. */
interface ListedObject {
  readonly noun: string;
  readonly name: string;
  rows: number | undefined;
  bytes: number;
}

/** @returns without a line end */
export function listingText(listing: DumpListing, label: string): string {
  const paragraphs = [heading(listing, label)];
  const objects = objectsOf(listing.sections);
  if (objects.length > 0) paragraphs.push(tableOf(objects));
  paragraphs.push([readText(listing)]);
  return paragraphs.map((lines) => lines.map(visible).join('\n')).join('\n\n');
}

/** Of a small dump some bytes are read twice. */
function readText({ inputBytes, fileBytes }: DumpListing): string {
  const all = formatCount(fileBytes, 'byte');
  return inputBytes < fileBytes
    ? `Read ${formatCount(inputBytes, 'byte')} of ${all}`
    : `Read ${all}`;
}

function heading(listing: DumpListing, label: string): readonly string[] {
  const { server, snapshotTime, databases, compression } = listing;
  const flavor = server.flavor === 'mysql' ? 'MySQL' : 'MariaDB';
  const size =
    compression === 'none'
      ? formatBytes(listing.bytes)
      : `${formatBytes(listing.fileBytes)} ${compression}, ${formatBytes(listing.bytes)} of SQL`;
  return [
    `Dump       ${label}: ${size}, by dumpstream ${listing.version}`,
    `Server     ${flavor} ${server.version}`,
    ...(snapshotTime === undefined ? [] : [`Snapshot   ${snapshotTime}`]),
    `Databases  ${databases.join(', ')}`,
    ...(listing.subset ? ['Rows       a subset'] : []),
    ...(listing.masked === undefined ? [] : [`Masked     by policy ${listing.masked}`]),
  ];
}

function objectsOf(sections: readonly ManifestSection[]): readonly ListedObject[] {
  const objects = new Map<string, ListedObject>();
  for (const { kind, database, name, rows, bytes } of sections) {
    const noun = nouns[kind];
    if (noun === undefined) continue;
    const shown = visible([database, name].filter((part) => part !== undefined).join('.'));
    const key = JSON.stringify([noun, database, name]);
    const object = objects.get(key) ?? { noun, name: shown, rows: undefined, bytes: 0 };
    if (rows !== undefined) object.rows = (object.rows ?? 0) + rows;
    object.bytes += bytes;
    objects.set(key, object);
  }
  return [...objects.values()];
}

function tableOf(objects: readonly ListedObject[]): readonly string[] {
  const rows = objects.map(({ noun, name, rows, bytes }) => [
    noun,
    name,
    rows === undefined ? '' : formatCount(rows, 'row'),
    formatBytes(bytes),
  ]);
  return columns(rows, [2, 3]);
}
