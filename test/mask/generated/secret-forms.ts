/** Forms in which originals might stand in a dump all the same, and the search for them. */

import { encodedForms } from './encoded-forms.ts';

/** Shorter bytes are met by chance. */
const shortestWhole = 10;

/**
 * Searches texts and bytes for originals: as they are, in other cases, in UTF-16 and UTF-32, in hex, in
 * base64 wherever they stand in it, in the escapes of JSON and of URLs.
 */
export class SecretSearch {
  readonly #exact = new Set<string>();
  readonly #folded = new Set<string>();

  /** @param tokens - ASCII without signs, that no masked value has by chance */
  constructor(tokens: Iterable<string>) {
    for (const token of tokens) {
      for (const cased of [token, token.toLowerCase(), token.toUpperCase()]) {
        for (const { text, isFolded } of encodedForms(Buffer.from(cased))) {
          (isFolded ? this.#folded : this.#exact).add(isFolded ? text.toLowerCase() : text);
        }
        for (const encoding of ['utf16le', 'utf16be', 'utf32be'] as const) {
          for (const { text, isFolded } of encodedForms(widened(cased, encoding))) {
            (isFolded ? this.#folded : this.#exact).add(isFolded ? text.toLowerCase() : text);
          }
        }
        this.#folded.add([...cased].map(jsonEscape).join('').toLowerCase());
        this.#folded.add([...cased].map(urlEscape).join('').toLowerCase());
      }
    }
  }

  /** A whole value, in the bytes that the server has of it. */
  addValue(bytes: Buffer): void {
    if (bytes.length < shortestWhole) return;
    for (const { text, isFolded } of encodedForms(bytes)) {
      (isFolded ? this.#folded : this.#exact).add(isFolded ? text.toLowerCase() : text);
    }
  }

  /** Those that are found, shortened. */
  in(bytes: Buffer | string): readonly string[] {
    const shown = Buffer.from(bytes).toString('latin1');
    const folded = shown.toLowerCase();
    return [
      ...[...this.#exact].filter((form) => shown.includes(form)),
      ...[...this.#folded].filter((form) => folded.includes(form)),
    ].map((form) => form.slice(0, 60));
  }
}

function widened(text: string, encoding: 'utf16le' | 'utf16be' | 'utf32be'): Buffer {
  const wide = Buffer.from(text, 'utf16le');
  if (encoding === 'utf16le') return wide;
  const swapped = wide.swap16();
  if (encoding === 'utf16be') return swapped;
  return Buffer.concat(
    Array.from(text, (_, index) =>
      Buffer.concat([Buffer.alloc(2), swapped.subarray(2 * index, 2 * index + 2)]),
    ),
  );
}

function jsonEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function urlEscape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
