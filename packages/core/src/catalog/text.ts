/** Texts of information_schema, and the order in which names are listed. */

/** Byte order of UTF-16 code units: the same on every machine and in every locale. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Names and attributes in information_schema are UTF-8. */
export function text(value: Buffer | null | undefined): string {
  return value == null ? '' : value.toString('utf8');
}
