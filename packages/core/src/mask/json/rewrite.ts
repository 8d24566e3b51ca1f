/** Goes through a JSON text and replaces scalars of it; every other byte stays where it is. */

/** How deep documents may be: MySQL takes 100, MariaDB 32. */
const deepest = 200;

/** What a scalar is. */
export type JsonScalar = 'string' | 'number' | 'boolean' | 'null';

/** `Place` tells where in the document one is. */
export interface JsonVisitor<Place> {
  member(place: Place, name: string): Place;
  element(place: Place, index: number): Place;
  /** @returns the text that stands in place of the literal */
  scalar(place: Place, kind: JsonScalar, literal: string): string;
  /**
   * @param place - of the object
   * @param used - what the names before it in the object have become, without quotes and escapes
   * @returns the literal that stands in place of the name; none of those
   */
  name?(place: Place, literal: string, used: ReadonlySet<string>): string;
}

const blank = /[ \t\r\n]*/y;
const string = /"[^"\\]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\]*)*"/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const word = /true|false|null/y;

class NotJson extends Error {}

/** @returns undefined where the text is no JSON (RFC 8259), or too deep */
export function rewriteJson<Place>(
  text: string,
  root: Place,
  visitor: JsonVisitor<Place>,
): string | undefined {
  try {
    return new Rewriting(text, visitor).document(root);
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

class Rewriting<Place> {
  readonly #text: string;
  readonly #visitor: JsonVisitor<Place>;
  readonly #pieces: string[] = [];
  #at = 0;
  /** Up to where the pieces go. */
  #copied = 0;

  constructor(text: string, visitor: JsonVisitor<Place>) {
    this.#text = text;
    this.#visitor = visitor;
  }

  document(root: Place): string {
    this.#take(blank);
    this.#value(root, 0);
    this.#take(blank);
    if (this.#at !== this.#text.length) throw new NotJson();
    return this.#pieces.join('') + this.#text.slice(this.#copied);
  }

  #value(place: Place, depth: number): void {
    if (depth > deepest) throw new NotJson();
    const start = this.#at;
    if (this.#skip('{')) {
      const used = new Set<string>();
      this.#list('}', () => this.#member(place, depth, used));
    } else if (this.#skip('[')) {
      this.#list(']', (index) => this.#value(this.#visitor.element(place, index), depth + 1));
    } else {
      const [kind, literal] = this.#scalar();
      this.#replace(start, this.#visitor.scalar(place, kind, literal));
    }
  }

  /** What stands from there up to here. */
  #replace(start: number, literal: string): void {
    this.#pieces.push(this.#text.slice(this.#copied, start), literal);
    this.#copied = this.#at;
  }

  #scalar(): readonly [JsonScalar, string] {
    const text = this.#take(string);
    if (text !== undefined) return ['string', text];
    const digits = this.#take(number);
    if (digits !== undefined) return ['number', digits];
    const literal = this.#take(word);
    if (literal === undefined) throw new NotJson();
    return [literal === 'null' ? 'null' : 'boolean', literal];
  }

  #list(end: string, item: (index: number) => void): void {
    this.#take(blank);
    if (this.#skip(end)) return;
    for (let index = 0; ; index++) {
      item(index);
      this.#take(blank);
      if (this.#skip(end)) return;
      if (!this.#skip(',')) throw new NotJson();
      this.#take(blank);
    }
  }

  #member(place: Place, depth: number, used: Set<string>): void {
    const start = this.#at;
    const name = this.#take(string);
    if (name !== undefined && this.#visitor.name !== undefined) {
      const literal = this.#visitor.name(place, name, used);
      used.add(decodeString(literal));
      this.#replace(start, literal);
    }
    this.#take(blank);
    if (name === undefined || !this.#skip(':')) throw new NotJson();
    this.#take(blank);
    this.#value(this.#visitor.member(place, decodeString(name)), depth + 1);
  }

  #skip(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#text)?.[0];
    if (taken !== undefined) this.#at += taken.length;
    return taken;
  }
}

/** Control characters as they are, which JSON does not allow, are taken as well: MariaDB may have them. */
export function decodeString(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are meant
  const escaped = literal.replace(/[\0-\x1f]/g, (character) =>
    JSON.stringify(character).slice(1, -1),
  );
  return String(JSON.parse(escaped));
}

/** @param ascii - whether everything else is to be escaped */
export function encodeString(text: string, ascii: boolean): string {
  const literal = JSON.stringify(text);
  return ascii
    ? literal.replace(
        /[\x80-\uffff]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
    : literal;
}
