/** What bytes look like in encodings for texts. */

export interface EncodedForm {
  readonly text: string;
  /** Whether upper and lower case are the same. */
  readonly isFolded: boolean;
}

/** As they are, in hex, and in base64 in three ways to be cut into groups of three bytes. */
export function encodedForms(bytes: Buffer): readonly EncodedForm[] {
  return [
    { text: bytes.toString('latin1'), isFolded: true },
    { text: bytes.toString('hex'), isFolded: true },
    ...[0, 1, 2].flatMap((lead) => {
      // Whole groups alone: what is around them has a part in the others.
      const start = (3 - lead) % 3;
      const end = start + 3 * Math.floor((bytes.length - start) / 3);
      const text = bytes.subarray(start, end).toString('base64');
      return text.length < 8 ? [] : [{ text, isFolded: false }];
    }),
  ];
}
