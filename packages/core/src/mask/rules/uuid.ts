/** `uuid`: another UUID of the same version. */

import { columnKind, hasFixedBytes, shownType } from '../column-limits.ts';
import type { KeyedDomain } from '../keyed.ts';
import { keyedPermutation } from '../permutation.ts';
import { lengthProblem } from '../representable.ts';
import type { RuleDefinition } from '../rule.ts';
import { tellsCase } from '../same-value.ts';
import { strayMask } from '../stray.ts';

const textForm =
  /^(urn:uuid:|\{)?([0-9a-f]{8})(-?)([0-9a-f]{4})\3([0-9a-f]{4})\3([0-9a-f]{4})\3([0-9a-f]{12})(\}?)$/i;

/**
 * What most columns hold, with hyphens or without; others are looked at one by one. By functions, as
 * regular expressions take MySQL 5.7 five times as long.
 */
function usualForms(value: string): readonly string[] {
  const bare = `REPLACE(${value}, '-', '')`;
  return [
    `${value} LIKE '________-____-____-____-____________' AND LENGTH(${bare}) = 32 AND UNHEX(${bare}) IS NOT NULL`,
    `LENGTH(${value}) = 32 AND UNHEX(${value}) IS NOT NULL`,
  ];
}

export const uuidRule: RuleDefinition = {
  name: 'uuid',
  description:
    'Replaces a UUID by another one of the same version, in the same form: text with or without ' +
    'hyphens and braces, 16 bytes, or the type UUID. Two UUIDs never become the same one; in a ' +
    'unique column that tells upper and lower case apart each must be in one of them.',
  parameters: {},
  problem(column) {
    switch (columnKind(column)) {
      case 'uuid':
        return undefined;
      case 'text':
        return lengthProblem(column, 32, 'a UUID');
      case 'binary':
        return (column.longest ?? 16) < 16 ? 'a UUID has 16 bytes' : undefined;
      default:
        return `the column is ${shownType(column)}, and holds no UUIDs`;
    }
  },
  injective: () => true,
  suspects(column, value) {
    if (columnKind(column) === 'uuid' || hasFixedBytes(column, 16)) return undefined;
    const length = `LENGTH(${value})`;
    if (columnKind(column) === 'binary') return `${length} NOT IN (0, 16)`;
    const usual = usualForms(value).map((form) => `(${form})`);
    const suspect = `${length} <> 0 AND NOT (${usual.join(' OR ')})`;
    return tellsCase(column)
      ? `(${suspect}) OR (${value} <> LOWER(${value}) AND ${value} <> UPPER(${value}))`
      : suspect;
  },
  compile(column, _parameters, keyed) {
    const another = uuidPermutation(keyed.domain('uuid'));
    // There one UUID may be two values: in lower case, and in upper case.
    const twoCases = column.unique && tellsCase(column);
    const stray = strayMask(column, keyed, twoCases ? 'UUID in lower or upper case' : 'UUID');
    const maskText = (text: string): string | undefined => {
      const [, start = '', a = '', hyphen = '', b = '', c = '', d = '', e = '', end = ''] =
        textForm.exec(text) ?? [];
      if (a === '' || (start === '{') !== (end === '}')) return undefined;
      const digits = a + b + c + d + e;
      const isUpper = /[A-F]/.test(digits);
      if (twoCases && isUpper && /[a-f]/.test(digits)) return undefined;
      let hex = digits;
      // Without letters, one in upper case would be the one in lower case: it goes on to the next.
      do hex = hexOf(another(BigInt(`0x${hex}`)));
      while (twoCases && isUpper && !/[a-f]/.test(hex));
      const parts = [0, 8, 12, 16, 20].map((at, index, all) => hex.slice(at, all[index + 1]));
      const shown = parts.join(hyphen);
      return `${start}${isUpper ? shown.toUpperCase() : shown}${end}`;
    };
    return (value) => {
      if (value.length === 0) return value;
      if (typeof value === 'string') return maskText(value) ?? stray(value);
      if (value.length === 16) {
        return Buffer.from(hexOf(another(BigInt(`0x${value.toString('hex')}`))), 'hex');
      }
      const text = maskText(value.toString('latin1'));
      return text === undefined ? stray(value) : Buffer.from(text, 'latin1');
    };
  },
};

function hexOf(uuid: bigint): string {
  return uuid.toString(16).padStart(32, '0');
}

/** Where RFC 9562 (4.1 and 4.2) has the version and the variant. */
const versionShift = 76n;
const variantShift = 62n;
const nil = 0n;
const max = 2n ** 128n - 1n;

/** The nil and the max UUID stay: they stand for nobody. */
function uuidPermutation(domain: KeyedDomain): (uuid: bigint) => bigint {
  const permutation = keyedPermutation(domain, 2n ** 122n);
  return (uuid) => {
    if (uuid === nil || uuid === max) return uuid;
    const version = (uuid >> versionShift) & 0xfn;
    const variant = (uuid >> variantShift) & 3n;
    let others = withoutVersion(uuid);
    let masked: bigint;
    // Past those two, as what they would have become is left over.
    do {
      others = permutation.apply(others);
      masked = withVersion(others, version, variant);
    } while (masked === nil || masked === max);
    return masked;
  };
}

/** The 122 bits beside version and variant. */
function withoutVersion(uuid: bigint): bigint {
  const high = uuid >> (versionShift + 4n);
  const middle = (uuid >> (variantShift + 2n)) & 0xfffn;
  return (((high << 12n) | middle) << variantShift) | (uuid & ((1n << variantShift) - 1n));
}

function withVersion(others: bigint, version: bigint, variant: bigint): bigint {
  const low = others & ((1n << variantShift) - 1n);
  const middle = (others >> variantShift) & 0xfffn;
  const high = others >> (variantShift + 12n);
  return (
    (high << (versionShift + 4n)) |
    (version << versionShift) |
    (middle << (variantShift + 2n)) |
    (variant << variantShift) |
    low
  );
}
