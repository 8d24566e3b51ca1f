/** Fields of a row packet, off the hot path. */

const nullMarker = 0xfb;

export interface PacketField {
  /** Where its bytes begin. */
  readonly start: number;
  /** Where they end, and the next field begins. */
  readonly end: number;
  readonly isNull: boolean;
}

/**
 * The field that begins at a position: a length, of one to nine bytes, and its bytes.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query_response_text_resultset_row.html
 */
export function fieldAt(source: Buffer, at: number): PacketField {
  const first = source.readUInt8(at);
  const start = at + 1;
  if (first === nullMarker) return { start, end: start, isNull: true };
  if (first < nullMarker) return { start, end: start + first, isNull: false };
  const width = first === 0xfc ? 2 : first === 0xfd ? 3 : 8;
  const length =
    width === 8 ? Number(source.readBigUInt64LE(start)) : source.readUIntLE(start, width);
  return { start: start + width, end: start + width + length, isNull: false };
}
