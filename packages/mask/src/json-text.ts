/** Reads JSON with comments and trailing commas, and remembers where each member stands. */

import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { Lines } from './lines.ts';

/** Something that is wrong with the text. */
export interface TextProblem {
  readonly line: number;
  /** A clause without a point at its end. */
  readonly what: string;
}

/** Names of members and numbers of elements, from the top. */
export type MemberPath = readonly (string | number)[];

export interface JsonText {
  /** Undefined where the text is no JSON. */
  readonly value: unknown;
  readonly problems: readonly TextProblem[];
  /** The line of the member's name or of the element, or of the closest one around it that is there. */
  lineOf(path: MemberPath): number;
}

const errorTexts: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a word stands here that JSON does not know',
  InvalidNumberFormat: 'the number is not written as in JSON',
  PropertyNameExpected: 'the name of a member is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing behind the name',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'the object does not end: a } is missing',
  CloseBracketExpected: 'the list does not end: a ] is missing',
  EndOfFileExpected: 'something stands behind the end of the policy',
  UnexpectedEndOfComment: 'the comment does not end',
  UnexpectedEndOfString: 'the text does not end: a quote is missing',
  UnexpectedEndOfNumber: 'the number does not end',
  InvalidUnicode: 'the escape is not \\u and four hexadecimal digits',
  InvalidEscapeCharacter: 'there is no such escape in JSON',
  InvalidCharacter: 'a character stands in a text that must be escaped there',
};

export function readJsonText(text: string): JsonText {
  const withoutMark = text.replace(/^\uFEFF/, '');
  const lines = new Lines(withoutMark);
  const errors: ParseError[] = [];
  const reading = new Reading(lines);
  try {
    const tree = parseTree(withoutMark, errors, { allowTrailingComma: true });
    const [first] = errors;
    if (tree === undefined) return unreadable(1, withoutValue(first));
    if (first !== undefined) {
      // What follows the first is mostly its consequence.
      return unreadable(lines.lineOf(first.offset), errorTexts[printParseErrorCode(first.error)]);
    }
    const value = reading.value(tree, reading.top);
    return { value, problems: reading.problems, lineOf: (path) => reading.lineOf(path) };
  } catch (error) {
    // Lists in lists in lists, until the stack is full.
    if (error instanceof RangeError) return unreadable(1, 'it is nested too deeply');
    throw error;
  }
}

/** YAML, say, or comments alone. */
function withoutValue(error: ParseError | undefined): string {
  return error !== undefined && printParseErrorCode(error.error) === 'InvalidSymbol'
    ? 'this is not JSON: a policy begins with {'
    : 'there is nothing in it';
}

function unreadable(line: number, what = 'this is not JSON'): JsonText {
  return { value: undefined, problems: [{ line, what }], lineOf: () => line };
}

/** Lines of a value and of what it holds. */
interface Place {
  readonly line: number;
  readonly members: Map<string | number, Place>;
}

class Reading {
  readonly problems: TextProblem[] = [];
  readonly top: Place = { line: 1, members: new Map() };
  readonly #lines: Lines;

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  value(node: Node, place: Place): unknown {
    if (node.type === 'array') {
      return (node.children ?? []).map((child, index) =>
        this.value(child, this.#place(place, index, child.offset)),
      );
    }
    if (node.type !== 'object') return node.value;
    // Not by assignment: a member may be called __proto__.
    return Object.fromEntries(
      (node.children ?? []).flatMap((member) => this.#member(member, place)),
    );
  }

  lineOf(path: MemberPath): number {
    let place = this.top;
    for (const step of path) {
      const next = place.members.get(step);
      if (next === undefined) break;
      place = next;
    }
    return place.line;
  }

  #member({ children: [name, value] = [] }: Node, place: Place): readonly [string, unknown][] {
    if (name === undefined || value === undefined) return [];
    const key = String(name.value);
    const first = place.members.get(key);
    if (first !== undefined) {
      const line = this.#lines.lineOf(name.offset);
      const what = `${JSON.stringify(key)} stands twice, first on line ${first.line}`;
      this.problems.push({ line, what });
      return [];
    }
    return [[key, this.value(value, this.#place(place, key, name.offset))]];
  }

  #place(around: Place, step: string | number, offset: number): Place {
    const place: Place = { line: this.#lines.lineOf(offset), members: new Map() };
    around.members.set(step, place);
    return place;
  }
}
