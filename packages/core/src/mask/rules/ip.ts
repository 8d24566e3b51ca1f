/** `ip`: another address of the same kind. */

import { columnKind, hasFixedBytes, integerRange, shownType } from '../column-limits.ts';
import { type IpAddress, ipBytes, ipOfBytes, parseIp, showIp } from '../ip-address.ts';
import { ipPermutation } from '../ip-permutation.ts';
import { fits, lengthProblem } from '../representable.ts';
import type { MaskedColumn, RuleDefinition } from '../rule.ts';
import { tellsCase } from '../same-value.ts';
import { strayMask } from '../stray.ts';

const longestIpv4 = 15;
/** Any IPv6 address fits as well. */
const longestIp = 39;

const highestIpv4 = 2n ** 32n - 1n;

export const ipRule: RuleDefinition = {
  name: 'ip',
  description:
    'Replaces an IPv4 or IPv6 address by another one: a private one by one of the same private ' +
    'network, a public one by a public one. 0.0.0.0/8, 127.0.0.0/8, :: and ::1 stay. Two ' +
    'addresses never become the same one; in a unique column of texts each must be in its usual ' +
    'form (RFC 5952).',
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
  suspects(column, value) {
    switch (columnKind(column)) {
      case 'integer':
        return isIpv4(column) ? undefined : `${value} NOT BETWEEN 0 AND ${highestIpv4}`;
      case 'text': {
        const long = (column.longest ?? longestIp) >= longestIp;
        const usual = [usualIpv4(value), ...(long ? [usualIpv6(value)] : [])];
        return `LENGTH(${value}) <> 0 AND NOT (${usual.join(' OR ')})`;
      }
      case 'binary':
        return hasFixedBytes(column, 4) || hasFixedBytes(column, 16)
          ? undefined
          : `LENGTH(${value}) NOT IN (0, 4, 16)`;
      default:
        return undefined;
    }
  },
  compile(column, _parameters, keyed) {
    const another = ipPermutation(keyed.domain('ip'));
    const asNumber = takesIpv4(column);
    const usual = asNumber ? '' : ' in its usual form (RFC 5952)';
    const stray = strayMask(column, keyed, `IP address${column.unique ? usual : ''}`);
    const isUsual = usualForm(column);
    const maskText = (text: string): string | undefined => {
      const address = asNumber ? ipOfNumber(text) : parseIp(text);
      if (address === undefined || !isUsual(text, address)) return undefined;
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
      if (text === undefined || (column.unique && mayBeBytes(text))) return stray(value);
      return Buffer.from(text, 'latin1');
    };
  },
};

/** Those of one length, without zeros in front. */
function usualIpv4(value: string): string {
  return `(IS_IPV4(${value}) AND INET_NTOA(INET_ATON(${value})) = ${value})`;
}

/** But for some that the server shows in another form than RFC 5952 does. */
function usualIpv6(value: string): string {
  const fewGroups = `LENGTH(REPLACE(${value}, ':', '')) >= LENGTH(${value}) - 6`;
  return (
    `(IS_IPV6(${value}) AND INET6_NTOA(INET6_ATON(${value})) = ${value} ` +
    `AND ${value} NOT LIKE '%.%' AND (${value} NOT LIKE '%::%' OR ${fewGroups}))`
  );
}

/**
 * Whether a text is the only one in a unique column that is read as this address: two forms of one
 * address would become the same text.
 */
function usualForm(column: MaskedColumn): (text: string, address: IpAddress) => boolean {
  const kind = columnKind(column);
  if (!column.unique || (kind !== 'text' && kind !== 'binary')) return () => true;
  return tellsCase(column)
    ? (text, address) => showIp(address) === text
    : (text, address) => showIp(address) === text.toLowerCase();
}

/** A text of as many characters as an address has bytes, which another address may be. */
function mayBeBytes(text: string): boolean {
  return text.length === 4 || text.length === 16;
}

/** As INET_ATON() makes numbers of addresses. */
function takesIpv4(column: MaskedColumn): boolean {
  return (integerRange(column)?.highest ?? 0n) >= highestIpv4;
}

/** Whether it takes no other numbers. */
function isIpv4(column: MaskedColumn): boolean {
  return integerRange(column)?.lowest === 0n && integerRange(column)?.highest === highestIpv4;
}

function ipOfNumber(text: string): IpAddress | undefined {
  // ZEROFILL shows more digits than there need be.
  if (!/^\d{1,255}$/.test(text)) return undefined;
  const number = BigInt(text);
  return number <= highestIpv4 ? { version: 4, number } : undefined;
}
