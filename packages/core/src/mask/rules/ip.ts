/** `ip`: another address of the same kind. */

import { columnKind, integerRange, shownType } from '../column-limits.ts';
import { type IpAddress, ipBytes, ipOfBytes, parseIp, showIp } from '../ip-address.ts';
import { ipPermutation } from '../ip-permutation.ts';
import { fits, lengthProblem } from '../representable.ts';
import type { MaskedColumn, RuleDefinition } from '../rule.ts';
import { strayMask } from '../stray.ts';

const longestIpv4 = 15;

export const ipRule: RuleDefinition = {
  name: 'ip',
  description:
    'Replaces an IPv4 or IPv6 address by another one: a private one by one of the same private ' +
    'network, a public one by a public one. 0.0.0.0/8, 127.0.0.0/8, :: and ::1 stay. Two ' +
    'addresses never become the same one.',
  parameters: {},
  problem(column) {
    switch (columnKind(column)) {
      case 'inet4':
      case 'inet6':
        return undefined;
      case 'text':
        return lengthProblem(column, longestIpv4, 'an address');
      case 'binary':
        return (column.longest ?? 4) < 4 ? 'an address has 4 or 16 bytes' : undefined;
      default:
        return takesIpv4(column)
          ? undefined
          : `the column is ${shownType(column)}, and holds no addresses`;
    }
  },
  injective: () => true,
  compile(column, _parameters, keyed) {
    const another = ipPermutation(keyed.domain('ip'));
    const stray = strayMask(column, keyed, 'IP address');
    const asNumber = takesIpv4(column);
    const maskText = (text: string): string | undefined => {
      const address = asNumber ? ipOfNumber(text) : parseIp(text);
      if (address === undefined) return undefined;
      const masked = another(address);
      const shown = asNumber ? String(masked.number) : showIp(masked);
      // An IPv6 address that was short enough may become one that is not.
      return fits(shown, column) ? shown : undefined;
    };
    return (value) => {
      if (value.length === 0) return value;
      if (typeof value === 'string') return maskText(value) ?? stray(value);
      const address = ipOfBytes(value);
      if (address !== undefined) return ipBytes(another(address));
      const text = maskText(value.toString('latin1'));
      return text === undefined ? stray(value) : Buffer.from(text, 'latin1');
    };
  },
};

/** As INET_ATON() makes numbers of addresses. */
function takesIpv4(column: MaskedColumn): boolean {
  return (integerRange(column)?.highest ?? 0n) >= 2n ** 32n - 1n;
}

function ipOfNumber(text: string): IpAddress | undefined {
  if (!/^\d{1,10}$/.test(text)) return undefined;
  const number = BigInt(text);
  return number < 2n ** 32n ? { version: 4, number } : undefined;
}
