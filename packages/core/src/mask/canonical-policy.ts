/** A policy as one text, whatever the order of its names, and its digest. */

import { createHash } from 'node:crypto';
import type { MaskPolicy } from '../mask-policy.ts';

/** SHA-256 of the policy in hexadecimal. What only editors read (`$schema`) is no part of it. */
export function policyDigest({ version, strict = false, columns, relations }: MaskPolicy): string {
  const declared = relations?.length === 0 ? undefined : relations;
  const policy = { version, strict, columns, relations: declared };
  return createHash('sha256').update(canonicalJson(policy)).digest('hex');
}

/** JSON with sorted names. A function stands there by its own name. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'function') return JSON.stringify({ function: value.name });
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
