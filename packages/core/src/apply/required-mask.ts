/** Refuses a dump that is not masked, before anything is connected to or written. */

import type { OpenedDump } from '../decompress/opened-dump.ts';
import { DumpError } from '../errors.ts';
import type { RestoreOptions } from '../restore-options.ts';
import { type DumpInput, isDumpSource } from '../source/dump-source.ts';

type MaskDemand = RestoreOptions['requireMask'];

/** Whether it is what the option `requireMask` takes. An empty list would demand nothing. */
export function isMaskDemand(value: unknown): boolean {
  if (typeof value === 'boolean') return true;
  const digests: readonly unknown[] = Array.isArray(value) ? value : [value];
  return digests.length > 0 && digests.every(isDigest);
}

/**
 * The manifest stands at the end: a stream has been restored by the time that it is read.
 *
 * @throws DumpError `INVALID_OPTION`
 */
export function checkMaskCanBeKnown(input: DumpInput, demand: MaskDemand): void {
  if (!demands(demand) || typeof input !== 'object' || input === null || isDumpSource(input))
    return;
  throw new DumpError(
    'INVALID_OPTION',
    'The option requireMask needs a dump whose end can be read first, as only that tells whether it is ' +
      'masked. Store the stream, and give a DumpSource: a file (openDumpSource) or an S3 object ' +
      '(openS3DumpSource).',
  );
}

/** @throws DumpError `NOT_MASKED` */
export function checkMasked({ label, manifest }: OpenedDump, demand: MaskDemand): void {
  if (!demands(demand)) return;
  const masked = manifest?.mask;
  if (masked === undefined) {
    throw notMasked(
      `${label} is not masked, or does not tell that it is, and the option requireMask wants masked dumps ` +
        'alone',
    );
  }
  if (demand === true || [demand].flat().includes(masked)) return;
  throw notMasked(
    `${label} is masked by another policy than the option requireMask allows: its digest is ${masked}`,
  );
}

function demands(demand: MaskDemand): demand is Exclude<MaskDemand, false | undefined> {
  return demand !== undefined && demand !== false;
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && /^[\da-f]{64}$/.test(value);
}

function notMasked(problem: string): DumpError {
  return new DumpError('NOT_MASKED', `${problem}. Nothing was written to the database.`);
}
