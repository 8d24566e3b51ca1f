/**
 * In place of iconv-lite, whose tables fill 200 KB of the zip. mysql2 asks it to decode what is in
 * another character set than UTF-8 or Latin-1. In a dump that is one thing: the name of a result
 * column, as if it were in the character set of the column's values, which it is not, and nothing
 * reads it. Values and texts are read as bytes, and the connection speaks utf8mb4 (see
 * `connection-options.ts` in core).
 */

/** What mysql2 uses of a decoder. */
interface Decoder {
  write(bytes: Buffer): string;
  end(): undefined;
}

/** Decodes as UTF-8: what servers send names in. */
export function getDecoder(): Decoder {
  return { write: (bytes) => bytes.toString('utf8'), end: () => undefined };
}

/** @throws Error always: nothing may be sent to a server in a guessed character set */
export function getEncoder(encoding: string): never {
  throw new Error(
    `This function can't send text in the character set ${encoding}: it speaks UTF-8 alone.`,
  );
}
