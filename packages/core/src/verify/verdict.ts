/** Whether a text that was read is the dump that was written, and where it is not. */

import { notADump } from '../decompress/reading-errors.ts';
import { DumpError } from '../errors.ts';
import type { EndBlock } from '../integrity/end-block.ts';
import { goesOnBehind, noEndMark, noStatement, truncatedText } from '../integrity/unsound-text.ts';
import { findLocator } from '../manifest/find-locator.ts';
import { endMark, locatorPrefix } from '../manifest/format.ts';
import type { Manifest, ManifestLocator } from '../manifest/manifest.ts';
import { parseManifest } from '../manifest/parse-manifest.ts';
import { endText } from '../manifest/write-manifest.ts';
import { firstDamage } from './first-damage.ts';
import { sectionName } from './section-name.ts';
import type { TextReading } from './text-reading.ts';

/** What stands at the end of a dump of ours that is whole. */
export interface CheckedEnd {
  readonly manifest: Manifest;
  readonly locator: ManifestLocator;
}

const lastLineIsOther = 'its last line is not what was written';

/**
 * To be asked when all of the text has been read.
 *
 * @param label - names the dump in messages
 * @returns its manifest, and where it is; `undefined` for a dump of another program that is whole as far as that can
 *   be told
 * @throws DumpError `TRUNCATED_DUMP`, `DAMAGED_DUMP`, `NOT_A_DUMP`; what the splitter said of its structure
 */
export function checkText(reading: TextReading, label: string): CheckedEnd | undefined {
  const { closed, unfinished, earlierEnd, lostEndMark } = reading.endBlock;
  const isOurs =
    reading.producer === 'dumpstream' || closed !== undefined || unfinished !== undefined;
  if (!isOurs && earlierEnd === undefined) {
    checkForeign(reading, label);
    return undefined;
  }
  if (closed !== undefined) return checkOurs(reading, closed, label);
  if (earlierEnd !== undefined) throw damaged(label, goesOnBehind(earlierEnd));
  if (unfinished !== undefined) throw unfinishedEnd(reading, unfinished, label);
  if (lostEndMark) throw damaged(label, lastLineIsOther);
  if (reading.endsWithMark) {
    throw damaged(
      label,
      'the manifest before its end mark is missing, or is not what was written. Every dump of ' +
        'dumpstream has one',
    );
  }
  throw truncated(label, reading, 'its end mark ("-- Dump completed") and its manifest are');
}

function checkForeign(reading: TextReading, label: string): void {
  const { structureError, statements, tally } = reading;
  if (statements > 0 && !tally.hasStatements) {
    throw notADump(label, 'holds none of the statements that a dump consists of. Check its name.');
  }
  if (structureError !== undefined) throw structureError.error;
  if (statements === 0) throw truncated(label, reading, noStatement);
  if (reading.lacksEndMark) throw truncated(label, reading, noEndMark);
}

function checkOurs(reading: TextReading, block: EndBlock, label: string): CheckedEnd {
  const locator = findLocator(block.bytes);
  if (locator === undefined) {
    throw damaged(label, 'the line behind its manifest that tells where it is, is missing');
  }
  const manifest = manifestIn(block, locator, label);
  const { earlierEnd } = reading.endBlock;
  const moved = startIn(block, locator) === undefined;
  const whole = moved ? undefined : reading.prefixes.at(locator.text);
  if (moved || whole?.checksum !== manifest.text.checksum) {
    if (earlierEnd !== undefined) throw damaged(label, goesOnBehind(earlierEnd));
    throw damagedSections(reading, manifest, block, label);
  }
  checkLastLines(manifest, block, locator, label);
  if (reading.structureError !== undefined) throw reading.structureError.error;
  checkRows(reading, manifest, label);
  return { manifest, locator };
}

/** Where the manifest begins in the block; `undefined` where the locator tells of another place. */
function startIn(block: EndBlock, locator: ManifestLocator): number | undefined {
  const start = locator.text - block.start;
  return start === 0 || start === 1 ? start : undefined;
}

/**
 * Read where it stands, whatever the locator tells of its place: bytes that are missing or too many
 * before it are told of by the sections.
 */
function manifestIn(block: EndBlock, locator: ManifestLocator, label: string): Manifest {
  // An empty line stands between them.
  const end = block.bytes.lastIndexOf(`\n${locatorPrefix}`);
  const start = end - locator.bytes;
  if (start !== 0 && start !== 1)
    throw damaged(label, 'its manifest is longer or shorter than it was');
  return parseManifest(block.bytes.subarray(start, end), locator);
}

/** The last lines are in no checksum, but the manifest tells what they were. */
function checkLastLines(
  manifest: Manifest,
  block: EndBlock,
  locator: ManifestLocator,
  label: string,
): void {
  const start = (startIn(block, locator) ?? 0) + locator.bytes;
  const isElsewhere = manifest.pieces === undefined && locator.file !== locator.text;
  if (isElsewhere || !block.bytes.subarray(start).equals(endText(locator, completedAt(manifest)))) {
    throw damaged(label, lastLineIsOther);
  }
}

function completedAt({ snapshot }: Manifest): string | undefined {
  return snapshot?.time.slice(0, 19).replace('T', ' ');
}

/** A dump that ends behind the beginning of its manifest, and not with an end mark. */
function unfinishedEnd(reading: TextReading, { start, bytes }: EndBlock, label: string): DumpError {
  const text = bytes.toString('latin1', Math.max(0, bytes.length - 4096));
  const locatorStart = text.lastIndexOf(`\n${locatorPrefix}`);
  const lineStart = locatorStart < 0 ? -1 : text.indexOf('\n', locatorStart + 1);
  if (lineStart >= 0) {
    const line = text.slice(lineStart + 1);
    const expected = `${endMark} on 0000-00-00 00:00:00`;
    const isBeginning = [...line].every(
      (character, at) => character.replace(/\d/, '0') === expected[at],
    );
    // One whose line feed has become another character holds the end mark, too.
    const isLocator = text.slice(0, lineStart).endsWith('"}');
    if (!isLocator || !isBeginning) return damaged(label, lastLineIsOther);
  }
  return truncated(label, reading, `what follows its manifest, which begins at byte ${start}, is`);
}

function damagedSections(
  reading: TextReading,
  manifest: Manifest,
  block: EndBlock,
  label: string,
): DumpError {
  const section = firstDamage(reading, manifest);
  if (section === undefined) return damaged(label, 'its checksum is not that of what was written');
  const difference = block.start - manifest.text.bytes;
  const length =
    difference === 0
      ? ''
      : ` (${Math.abs(difference)} bytes are ${difference < 0 ? 'missing' : 'too many'} in all)`;
  return damaged(label, `${section}, is not what was written${length}`);
}

function checkRows(reading: TextReading, manifest: Manifest, label: string): void {
  let expected = 0;
  let from = 0;
  for (const section of manifest.sections) {
    expected += section.rows ?? 0;
    const end = section.start + section.bytes;
    if (section.kind !== 'tableRows') {
      // Rows of other sections are not told: the state of a sequence.
      from = reading.prefixes.at(end)?.rows ?? from;
      expected = 0;
      continue;
    }
    const found = reading.prefixes.at(end);
    if (found === undefined) continue;
    if (found.rows - from !== expected) {
      throw damaged(
        label,
        `${sectionName(section)} are ${found.rows - from}, and its manifest tells of ${expected}`,
      );
    }
    from = found.rows;
    expected = 0;
  }
}

/** @param what - a clause: what is wrong */
function damaged(label: string, what: string): DumpError {
  return new DumpError(
    'DAMAGED_DUMP',
    `${capital(label)} is damaged: ${what}. Copy it again, or make a new dump.`,
  );
}

/** @param missing - see {@link truncatedText} */
function truncated(label: string, { bytes }: TextReading, missing: string): DumpError {
  return truncatedText(capital(label), bytes, missing);
}

function capital(label: string): string {
  return label.startsWith('the ') ? `T${label.slice(1)}` : label;
}
