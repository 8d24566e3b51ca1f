/** `redact`: other letters and digits at the same places. */

import type { Choices } from '../choices.ts';
import { columnKind, shownType } from '../column-limits.ts';
import { latin } from '../data/characters.ts';
import { comparesAsciiPlainly, Exchange } from '../exchange.ts';
import { uniqueProblem } from '../representable.ts';
import type { MaskedColumn, MaskValue, RuleDefinition } from '../rule.ts';
import { sameKind } from '../same-kind.ts';
import { type SameValue, sameValue } from '../same-value.ts';
import { strayError } from '../stray-error.ts';

export const redactRule: RuleDefinition = {
  name: 'redact',
  description:
    'Replaces every letter and digit by another one of its kind; length, blanks and signs stay. ' +
    'Bytes of a binary column are all replaced. In a unique column texts of ASCII are exchanged one ' +
    'for one, and it must hold no others.',
  parameters: {},
  problem(column) {
    const kind = columnKind(column);
    if (kind !== 'text' && kind !== 'binary') {
      return `the column is ${shownType(column)}, and only texts and bytes can be redacted`;
    }
    return exchanges(column) ? undefined : uniqueProblem(column);
  },
  injective: exchanges,
  // A character of ASCII takes one byte, and every other one takes more.
  suspects: (column, value) =>
    columnKind(column) === 'text' ? `LENGTH(${value}) <> CHAR_LENGTH(${value})` : undefined,
  compile(column, _parameters, keyed) {
    if (column.unique) return exchanging(column, new Exchange(keyed));
    const domain = keyed.domain('redact');
    const same = sameValue(column);
    return (value) =>
      typeof value === 'string'
        ? redactText(value, same, domain.choices(same(value)))
        : redactBytes(value, domain.choices(value));
  },
};

/** Whether its values are exchanged one for one: that of other columns has the better disguise. */
function exchanges(column: MaskedColumn): boolean {
  if (!column.unique) return false;
  return columnKind(column) === 'binary' || comparesAsciiPlainly(column.collation ?? '');
}

function exchanging(column: MaskedColumn, exchange: Exchange): MaskValue {
  return (value) => {
    if (typeof value !== 'string') return exchange.bytes(value);
    const exchanged = exchange.text(value);
    if (exchanged === undefined) throw strayError(column, 'text of ASCII');
    return exchanged;
  };
}

const capitals = latin.map((letter) => letter.toUpperCase());

/**
 * No letter and no digit stays what it is. Texts that the server takes for the same one become the
 * same one again: each character takes as many choices as any other one of its kind.
 *
 * @param choices - of the text in the form that {@link sameValue} gives it
 */
export function redactText(text: string, same: SameValue, choices: Choices): string {
  const others = othersFor(same);
  let redacted = '';
  for (const character of text) {
    const members = others(character);
    redacted +=
      members === undefined
        ? character
        : (members[choices.below(0x10000) % members.length] as string);
  }
  return redacted;
}

/** What may stand for a character: its kind without itself. Undefined where it stays. */
type Others = (character: string) => readonly string[] | undefined;

/** Few characters make most of a text. */
const mostKnown = 4096;
const known = new WeakMap<SameValue, Others>();

function othersFor(same: SameValue): Others {
  const before = known.get(same);
  if (before !== undefined) return before;
  const ofCharacters = new Map<string, readonly string[] | undefined>();
  const othersOf: Others = (character) => {
    const found = ofCharacters.get(character);
    if (found !== undefined || ofCharacters.has(character)) return found;
    const unlike = same(character);
    const all = kindOf(character);
    const others = all?.filter((member) => same(member) !== unlike);
    // Most characters are none of those that stand for others: then they share one list.
    const members = others?.length === all?.length ? all : others;
    if (ofCharacters.size < mostKnown) ofCharacters.set(character, members);
    return members;
  };
  known.set(same, othersOf);
  return othersOf;
}

/** Letters with accents are replaced by letters without, which every character set holds. */
function kindOf(character: string): readonly string[] | undefined {
  const base = character < '\u0250' ? character.normalize('NFD').charAt(0) : character;
  if (base >= 'a' && base <= 'z') return latin;
  if (base >= 'A' && base <= 'Z') return capitals;
  return sameKind(base);
}

function redactBytes(bytes: Buffer, choices: Choices): Buffer {
  if (bytes.length === 0) return bytes;
  const redacted = choices.bytes(bytes.length);
  if (redacted.equals(bytes)) redacted[0] = (bytes[0] as number) ^ 0x55;
  return redacted;
}
