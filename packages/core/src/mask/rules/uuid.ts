/** `uuid`: another UUID of the same version. */

import { columnKind, hasFixedBytes, shownType } from '../column-limits.ts';
import type { KeyedDomain } from '../keyed.ts';
import { keyedPermutation } from '../permutation.ts';
import { lengthProblem } from '../representable.ts';
import type { RuleDefinition } from '../rule.ts';
import { strayMask } from '../stray.ts';

const textForm =
  /^(urn:uuid:|\{)?([0-9a-f]{8})(-?)([0-9a-f]{4})\3([0-9a-f]{4})\3([0-9a-f]{4})\3([0-9a-f]{12})(\}?)$/i;

/** As the server knows them: what most columns hold. Others are looked at one by one. */
const usualForms = [
  [36, '^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$'],
  [32, '^[0-9a-fA-F]{32}$'],
] as const;

export const uuidRule: RuleDefinition = {
  name: 'uuid',
  description:
    'Replaces a UUID by another one of the same version, in the same form: text with or without ' +
    'hyphens and braces, 16 bytes, or the type UUID. Two UUIDs never become the same one.',
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
    // Of a text with another line end behind it the length is another one.
    const usual = usualForms.map(
      ([bytes, form]) => `(${length} = ${bytes} AND ${value} REGEXP '${form}')`,
    );
    return `${length} <> 0 AND NOT (${usual.join(' OR ')})`;
  },
  compile(column, _parameters, keyed) {
    const another = uuidPermutation(keyed.domain('uuid'));
    const stray = strayMask(column, keyed, 'UUID');
    const maskText = (text: string): string | undefined => {
      const [, start = '', a = '', hyphen = '', b = '', c = '', d = '', e = '', end = ''] =
        textForm.exec(text) ?? [];
      if (a === '' || (start === '{') !== (end === '}')) return undefined;
      const hex = another(BigInt(`0x${a}${b}${c}${d}${e}`))
        .toString(16)
        .padStart(32, '0');
      const parts = [0, 8, 12, 16, 20].map((at, index, all) => hex.slice(at, all[index + 1]));
      const shown = parts.join(hyphen);
      return `${start}${/[A-F]/.test(a + b + c + d + e) ? shown.toUpperCase() : shown}${end}`;
    };
    return (value) => {
      if (value.length === 0) return value;
      if (typeof value === 'string') return maskText(value) ?? stray(value);
      if (value.length === 16) {
        const number = another(BigInt(`0x${value.toString('hex')}`));
        return Buffer.from(number.toString(16).padStart(32, '0'), 'hex');
      }
      const text = maskText(value.toString('latin1'));
      return text === undefined ? stray(value) : Buffer.from(text, 'latin1');
    };
  },
};

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
