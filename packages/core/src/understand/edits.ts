/** Changes at places of a statement, all others of its bytes left as they are. */

/** Bytes to leave out or to replace. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text?: string | Buffer;
}

/** @param edits - in the order of their places; none of which overlaps another one */
export function withEdits(bytes: Buffer, edits: readonly Edit[]): Buffer {
  if (edits.length === 0) return bytes;
  const parts: Buffer[] = [];
  let position = 0;
  for (const { start, end, text } of edits) {
    parts.push(bytes.subarray(position, start));
    if (text !== undefined) parts.push(Buffer.from(text));
    position = end;
  }
  parts.push(bytes.subarray(position));
  return Buffer.concat(parts);
}
