/** Reads the text of a policy: from the function's folder, from S3, or from Parameter Store. */

import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ParameterCache } from '../database/parameters.ts';
import { InvocationError } from '../errors.ts';
import { given } from '../given.ts';
import { printable } from '../printable.ts';
import { maskSettings } from '../settings/masks.ts';
import type { PolicyPlace } from './places.ts';

/** What policies are read with. */
export interface PolicySources {
  readonly s3: S3Client;
  readonly parameters: ParameterCache;
  /** Where the zip is unpacked. */
  readonly functionFolder: string;
  readonly signal: AbortSignal;
}

/** A text, and what messages call it. */
export interface PolicyText {
  readonly text: string;
  readonly source: string;
}

/** No policy is as long, and memory is short. */
const mostBytes = 1024 * 1024;

const { variable } = maskSettings.maskPolicy;

/**
 * @throws InvocationError `MaskError` of code `POLICY_NOT_FOUND`, `ACCESS_DENIED` or
 *   `POLICY_UNREADABLE`; `ParameterStoreError`
 */
export async function readPolicyText(
  place: PolicyPlace,
  sources: PolicySources,
): Promise<PolicyText> {
  switch (place.kind) {
    case 'file':
      return await readFileBelow(sources.functionFolder, place.path);
    case 'object':
      return await readObject(place, sources);
    case 'parameter': {
      const { parameters, signal } = sources;
      const found = await parameters.read({ names: [place.name], variable, signal });
      return { text: found.get(place.name) ?? '', source: printable(`ssm:${place.name}`) };
    }
  }
}

async function readFileBelow(folder: string, path: string): Promise<PolicyText> {
  const source = printable(path);
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path));
    if (!file.startsWith(`${root}${sep}`)) {
      throw unreadable(source, 'it is a link that leads out of the zip. Put the file itself there');
    }
    const { size } = await stat(file);
    if (size > mostBytes) throw tooLong(source);
    return { text: decode(await readFile(file), source), source };
  } catch (error) {
    if (error instanceof InvocationError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new InvocationError(
        'MaskError',
        'POLICY_NOT_FOUND',
        `There is no policy of masks ${source} in the zip, beside index.cjs. Put it there, or correct ` +
          `${variable}.`,
      );
    }
    throw unreadable(source, `${code || 'it'} was the answer. Look at who may read it`, error);
  }
}

async function readObject(
  { bucket, key, versionId }: Extract<PolicyPlace, { readonly kind: 'object' }>,
  { s3, signal }: PolicySources,
): Promise<PolicyText> {
  const source = printable(`s3://${bucket}/${key}`);
  try {
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ...given({ VersionId: versionId }),
    });
    const { Body, ContentLength = 0 } = await s3.send(command, { abortSignal: signal });
    if (ContentLength > mostBytes) {
      // Its connection is not to be read to the end.
      if (Body !== undefined && 'destroy' in Body) Body.destroy();
      throw tooLong(source);
    }
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    return { text: decode(bytes, source), source };
  } catch (error) {
    if (error instanceof InvocationError) throw error;
    signal.throwIfAborted();
    throw unreadableObject(source, versionId, error);
  }
}

function decode(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(source, 'its bytes are not UTF-8. Save it as that');
  }
}

function tooLong(source: string): InvocationError {
  return unreadable(source, `it is longer than ${mostBytes} bytes. Look at ${variable}`);
}

function unreadable(source: string, why: string, error?: unknown): InvocationError {
  return new InvocationError(
    'MaskError',
    'POLICY_UNREADABLE',
    `The policy of masks ${source} can't be read: ${why}.`,
    error instanceof Error ? error : undefined,
  );
}

function unreadableObject(
  source: string,
  versionId: string | undefined,
  error: unknown,
): InvocationError {
  const origin = error instanceof Error ? error : new Error(String(error));
  const reason = `(${origin.name}: ${printable(origin.message)})`;
  const fail = (code: string, message: string) =>
    new InvocationError('MaskError', code, message, origin);
  if (['NoSuchKey', 'NoSuchBucket', 'NoSuchVersion', 'NotFound'].includes(origin.name)) {
    return fail(
      'POLICY_NOT_FOUND',
      `There is no policy of masks ${source} ${reason}. Upload it, or correct ${variable}.`,
    );
  }
  if (/AccessDenied|Forbidden/.test(origin.name)) {
    const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
    return fail(
      'ACCESS_DENIED',
      `The policy of masks ${source} may not be read ${reason}. The function's role needs ${action} on ` +
        'it, and kms:Decrypt where the bucket has a key of its own; S3 says the same of an object that is ' +
        'not there to a role without s3:ListBucket.',
    );
  }
  return fail(
    'POLICY_UNREADABLE',
    `The policy of masks ${source} can't be read ${reason}. From a VPC, S3 needs a gateway endpoint, or ` +
      'NAT.',
  );
}
