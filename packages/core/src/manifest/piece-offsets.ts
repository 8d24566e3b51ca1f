/** Notes where compressed pieces begin: as many as there may be, however long the dump. */

import type { ManifestPieces } from './manifest.ts';

/** Beyond it, every second one is forgotten: two pieces are then read as one. */
export const mostPieces = 8192;

export class PieceOffsets {
  readonly #most: number;
  /** One of so many is kept. */
  #stride = 1;
  /** How many there have been. */
  #count = 0;
  #text: number[] = [];
  #file: number[] = [];

  constructor(most: number = mostPieces) {
    this.#most = most;
  }

  /** @param text - where the next piece begins in the text, @param file - and in the file */
  add(text: number, file: number): void {
    const isKept = this.#count % this.#stride === 0;
    this.#count += 1;
    if (!isKept) return;
    this.#text.push(text);
    this.#file.push(file);
    if (this.#text.length <= this.#most) return;
    this.#stride *= 2;
    this.#text = this.#text.filter(isEven);
    this.#file = this.#file.filter(isEven);
  }

  offsets(): Pick<ManifestPieces, 'text' | 'file'> {
    return { text: this.#text, file: this.#file };
  }
}

function isEven(_offset: number, index: number): boolean {
  return index % 2 === 0;
}
