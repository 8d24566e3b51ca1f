/** The form of a row packet: one length-encoded string or NULL per column. */

const nullMarker = 0xfb;

/** Writes values in the form of a row packet. */
export function encodeRow(values: readonly (Buffer | null)[]): Buffer {
  return Buffer.concat(
    values.flatMap((value) =>
      value === null ? [Buffer.of(nullMarker)] : [lengthPrefix(value.length), value],
    ),
  );
}

/** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_dt_integers.html */
function lengthPrefix(length: number): Buffer {
  if (length < nullMarker) return Buffer.of(length);
  if (length <= 0xffff) return Buffer.of(0xfc, length & 0xff, length >> 8);
  if (length <= 0xffffff) {
    return Buffer.of(0xfd, length & 0xff, (length >> 8) & 0xff, length >> 16);
  }
  const prefix = Buffer.alloc(9);
  prefix[0] = 0xfe;
  prefix.writeBigUInt64LE(BigInt(length), 1);
  return prefix;
}

/**
 * How many bytes a row has at least, told by its first bytes: up to the end of the last value whose
 * length is among them.
 *
 * @param count - the first bytes of the row that are in `bytes`
 */
export function leastRowBytes(bytes: Buffer, count: number): number {
  let at = 0;
  while (at < count) {
    const first = bytes[at] as number;
    const width = first < 0xfc ? 0 : first === 0xfc ? 2 : first === 0xfd ? 3 : 8;
    const from = at + 1 + width;
    if (from > count) return from;
    if (width === 8) at = from + Number(bytes.readBigUInt64LE(at + 1));
    else if (width > 0) at = from + bytes.readUIntLE(at + 1, width);
    else at = first === nullMarker ? from : from + first;
  }
  return at;
}
