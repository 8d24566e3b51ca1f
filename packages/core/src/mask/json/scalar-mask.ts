/** What becomes of one scalar of a document by the rule of its path. */

import type { Keyed, KeyedDomain } from '../keyed.ts';
import { rememberingMask } from '../repeated-values.ts';
import type { MaskedColumn, MaskedRow, MaskValue } from '../rule.ts';
import { type SameValue, sameValue } from '../same-value.ts';
import type { PathRule, RuleLookup } from './path-rules.ts';
import { redactNumber, redactString } from './redact.ts';
import { decodeString, encodeString, type JsonScalar } from './rewrite.ts';
import { fittingKinds, type ValueKind, valueColumns } from './value-columns.ts';

/** Literal in, literal out. */
export type ScalarMask = (kind: JsonScalar, literal: string, row: MaskedRow) => string;

export const keepScalar: ScalarMask = (_kind, literal) => literal;

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const startsWithDay = /^\d{4}-\d\d-\d\d(?=$|[T ])/;

/** More digits might not be in the range of a whole number. */
const longestInteger = 18;

/** Of a name that another one has. */
const mostDraws = 16;

export class ScalarMasks {
  readonly #column: MaskedColumn;
  readonly #keyed: Keyed;
  readonly #redaction: KeyedDomain;
  readonly #same: SameValue;

  constructor(column: MaskedColumn, keyed: Keyed) {
    this.#column = column;
    this.#keyed = keyed;
    this.#redaction = keyed.domain('redact');
    this.#same = sameValue(valueColumns(column).string);
  }

  /** Never longer than the literal; `true` becomes `false`. */
  readonly redact: ScalarMask = (kind, literal, row) => {
    switch (kind) {
      case 'string':
        return String(this.#redactString(literal, row));
      case 'number':
        return String(this.#redactNumber(literal, row));
      case 'boolean':
        return literal === 'true' ? 'false' : literal;
      default:
        return literal;
    }
  };

  /** Documents of one column mostly hold the same few words and small numbers. */
  readonly #redactString = rememberingMask((value) => {
    const literal = String(value);
    const choices = this.#redaction.choices(this.#same(decodeString(literal)));
    return redactString(literal, this.#same, choices);
  });

  readonly #redactNumber = rememberingMask((value) => {
    const literal = String(value);
    return redactNumber(literal, this.#redaction.choices(literal));
  });

  /**
   * Redacts the name of a member. Where another one of the object has become the same, it is drawn again,
   * as an object with a name twice would lose a value; where there is no other one, digits are added.
   *
   * @param isTaken - told a name, without quotes and escapes
   */
  name(literal: string, isTaken: (name: string) => boolean): string {
    const name = this.#same(decodeString(literal));
    for (let draw = 0; ; draw++) {
      const choices = this.#redaction.choices(draw === 0 ? name : `${name} ${draw}`);
      const redacted = redactString(literal, this.#same, choices);
      const masked = draw < mostDraws ? redacted : `${redacted.slice(0, -1)}${draw - mostDraws}"`;
      if (!isTaken(decodeString(masked))) return masked;
    }
  }

  /** @param ascii - whether characters beyond ASCII must be escaped */
  of({ rule, parameters }: PathRule, lookup: RuleLookup, ascii: boolean): ScalarMask {
    if (rule === 'keep') return keepScalar;
    if (rule === 'redact') return this.redact;
    if (rule === 'null') return () => 'null';
    if (rule === 'constant') {
      const { value = null } = parameters;
      const literal =
        typeof value === 'string' ? encodeString(value, ascii) : JSON.stringify(value);
      return (kind) => (kind === 'null' ? 'null' : literal);
    }
    const compiled = this.#compiled({ rule, parameters }, lookup);
    return (kind, literal, row) => {
      if (kind !== 'string' && kind !== 'number') return this.redact(kind, literal, row);
      const value = kind === 'string' ? decodeString(literal) : literal;
      const masked = maskedText(kind, value, compiled, row);
      if (masked === undefined) return this.redact(kind, literal, row);
      if (masked === null) return 'null';
      return kind === 'number' && jsonNumber.test(masked) ? masked : encodeString(masked, ascii);
    };
  }

  #compiled(
    { rule, parameters }: Omit<PathRule, 'path'>,
    lookup: RuleLookup,
  ): ReadonlyMap<ValueKind, MaskValue> {
    if (typeof rule === 'function') {
      const { database, table, name } = this.#column;
      const call: MaskValue = (value) => rule(value, { database, table, column: name });
      return new Map((['string', 'integer', 'fraction'] as const).map((kind) => [kind, call]));
    }
    const definition = lookup(rule);
    if (definition === undefined) return new Map();
    const columns = valueColumns(this.#column);
    const { kinds } = fittingKinds(columns, definition, parameters);
    const isOfValue = (definition.reads?.(parameters) ?? []).length === 0;
    const compiled = (kind: ValueKind): MaskValue => {
      const mask = definition.compile(columns[kind], parameters, this.#keyed);
      return isOfValue ? rememberingMask(mask) : mask;
    };
    return new Map([...kinds].map((kind) => [kind, compiled(kind)]));
  }
}

/** Undefined where the rule is for other values. */
function maskedText(
  kind: 'string' | 'number',
  value: string,
  compiled: ReadonlyMap<ValueKind, MaskValue>,
  row: MaskedRow,
): string | null | undefined {
  if (kind === 'number') {
    const whole = /^-?\d+$/.test(value) && value.length <= longestInteger;
    const mask = compiled.get(whole ? 'integer' : 'fraction');
    return mask === undefined ? undefined : asText(mask(value, row));
  }
  if (value === '') return value;
  const mask = compiled.get('string');
  if (mask !== undefined) return asText(mask(value, row));
  // As in 2024-01-31T12:00:00Z: rules for days leave the time of day.
  const day = startsWithDay.exec(value)?.[0];
  const ofDays = compiled.get('date');
  if (day === undefined || ofDays === undefined) return undefined;
  const masked = ofDays(day, row);
  return masked === null ? null : String(masked) + value.slice(day.length);
}

function asText(masked: string | Buffer | null): string | null {
  return masked === null ? null : String(masked);
}
