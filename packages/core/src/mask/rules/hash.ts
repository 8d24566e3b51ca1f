/** `hash`: a text or bytes that tell nothing but whether two values are the same one. */

import type { Choices } from '../choices.ts';
import { columnKind, shownType } from '../column-limits.ts';
import { lengthProblem, uniqueProblem } from '../representable.ts';
import type { MaskedColumn, RuleDefinition, RuleParameters } from '../rule.ts';
import { sameValue } from '../same-value.ts';

type Encoding = 'hex' | 'base64url';

const shortest = 8;
const longest = 64;

/** From here on two of 2^32 different values meet with a chance of 2^-65. */
const injectiveBits = 128;

/** What a character of each encoding tells, also where upper and lower case are the same one. */
const bitsPerCharacter: Readonly<Record<Encoding, number>> = { hex: 4, base64url: 5 };

export const hashRule: RuleDefinition = {
  name: 'hash',
  description:
    'Replaces the value by a keyed hash (HMAC-SHA256) of it. Of an ENUM, it picks another member, and of a SET other members.',
  parameters: {
    length: {
      type: 'integer',
      minimum: shortest,
      maximum: longest,
      description:
        'Characters of the hash, or bytes in a binary column. Default 64, or as many as the ' +
        'column takes: columns of different lengths that are joined need the same number here. ' +
        'Unique columns need 32 (hex), 26 (base64url) or 16 (bytes).',
    },
    encoding: {
      type: 'string',
      enum: ['hex', 'base64url'],
      default: 'hex',
      description: 'How a text is written. Has no meaning for binary columns, ENUM and SET.',
    },
  },
  problem(column, parameters) {
    const kind = columnKind(column);
    if (kind === 'enum' || kind === 'set') {
      return (column.members?.length ?? 0) < 2
        ? 'the column has one member only'
        : uniqueProblem(column);
    }
    if (kind !== 'text' && kind !== 'binary') {
      return `the column is ${shownType(column)}, and a hash is a text or bytes`;
    }
    const { length = shortest } = parameters;
    const short = lengthProblem(column, Number(length), `a hash of ${length}`);
    if (short !== undefined || !column.unique || bitsOf(column, parameters) >= injectiveBits) {
      return short;
    }
    return `the column is unique, and a hash of ${lengthOf(column, parameters)} may be that of two values`;
  },
  injective: (column, parameters) =>
    column.members === undefined && bitsOf(column, parameters) >= injectiveBits,
  compile(column, parameters, keyed) {
    const domain = keyed.domain('hash');
    const same = sameValue(column);
    const { members } = column;
    const length = lengthOf(column, parameters);
    const encoding = encodingOf(parameters);
    return (value) => {
      if (value.length === 0) return value;
      if (typeof value !== 'string') return domain.choices(value).bytes(length);
      const choices = domain.choices(same(value));
      if (members !== undefined && column.dataType === 'set') {
        return otherMembers(choices, members, value);
      }
      if (members !== undefined) return choices.pick(members.filter((member) => member !== value));
      return hashText(choices, length, encoding, value);
    };
  },
};

/** At least one of them, in their order, as the server shows them; and not those of the value. */
function otherMembers(choices: Choices, members: readonly string[], value: string): string {
  for (;;) {
    const chosen = members.filter(() => choices.below(2) === 1).join();
    if (chosen !== '' && chosen !== value) return chosen;
  }
}

function hashText(choices: Choices, length: number, encoding: Encoding, value: string): string {
  for (;;) {
    // A character of hex is half a byte, one of base64 three quarters of one.
    const hash = choices
      .bytes(Math.ceil(length * (encoding === 'hex' ? 0.5 : 0.75)))
      .toString(encoding)
      .slice(0, length);
    if (hash !== value) return hash;
  }
}

function lengthOf(column: MaskedColumn, { length }: RuleParameters): number {
  return typeof length === 'number' ? length : Math.min(longest, column.longest ?? longest);
}

function bitsOf(column: MaskedColumn, parameters: RuleParameters): number {
  const perUnit = columnKind(column) === 'binary' ? 8 : bitsPerCharacter[encodingOf(parameters)];
  return lengthOf(column, parameters) * perUnit;
}

function encodingOf({ encoding }: RuleParameters): Encoding {
  return encoding === 'base64url' ? 'base64url' : 'hex';
}
