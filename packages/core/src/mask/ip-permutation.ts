/** IP addresses in exchange for others of the same kind. */

import { type IpAddress, mappedPrefix, parseIp } from './ip-address.ts';
import type { KeyedDomain } from './keyed.ts';
import { keyedPermutation, type Permutation } from './permutation.ts';

/** Addresses that begin with the same bits. */
interface Network {
  readonly first: bigint;
  readonly size: bigint;
}

/**
 * Networks that software tells apart from the rest of the internet: an address stays inside of its
 * own. https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const specialNetworks = {
  4: networks(
    ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
    ...['100.64.0.0/10', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4'],
  ),
  6: networks('2000::/3', 'fc00::/7', 'fe80::/64', 'ff00::/8'),
};

/** Addresses that say nothing of anybody: they stay. */
const keptNetworks = {
  4: networks('0.0.0.0/8', '127.0.0.0/8', '255.255.255.255/32'),
  6: networks('::/127'),
};

function networks(...texts: string[]): readonly Network[] {
  return texts.map((text) => {
    const [address = '', length = ''] = text.split('/');
    const ip = parseIp(address);
    if (ip === undefined) throw new RangeError(text);
    return { first: ip.number, size: 2n ** BigInt((ip.version === 4 ? 32 : 128) - Number(length)) };
  });
}

/**
 * A private address becomes a private one of the same network, a public one a public one: that may
 * be an address that somebody has, but nothing ties it to the one it stands for. Two addresses never
 * become the same one. An IPv4 address inside an IPv6 one becomes what it becomes alone.
 */
export function ipPermutation(domain: KeyedDomain): (ip: IpAddress) => IpAddress {
  const known = new Map<string, Permutation>();
  const permutation = (size: bigint): Permutation => {
    const name = String(size);
    const found = known.get(name) ?? keyedPermutation(domain, size);
    known.set(name, found);
    return found;
  };
  const masked = (version: 4 | 6, number: bigint): bigint => {
    if (version === 6 && number >> 32n === mappedPrefix >> 32n) {
      return mappedPrefix | masked(4, number & 0xffffffffn);
    }
    if (isIn(keptNetworks[version], number)) return number;
    const own = specialNetworks[version].find((network) => contains(network, number));
    let walked = number;
    if (own !== undefined) {
      do {
        walked = own.first + permutation(own.size).apply(walked - own.first);
      } while (isIn(keptNetworks[version], walked));
      return walked;
    }
    const all = permutation(version === 4 ? 2n ** 32n : 2n ** 128n);
    do walked = all.apply(walked);
    while (!isOrdinary(version, walked));
    return walked;
  };
  return ({ version, number }) => ({ version, number: masked(version, number) });
}

/** Neither kept nor of a network of its own; those are left over, so nothing else becomes one. */
function isOrdinary(version: 4 | 6, number: bigint): boolean {
  return (
    !isIn(keptNetworks[version], number) &&
    !isIn(specialNetworks[version], number) &&
    !(version === 6 && number >> 32n === mappedPrefix >> 32n)
  );
}

function isIn(list: readonly Network[], number: bigint): boolean {
  return list.some((network) => contains(network, number));
}

function contains({ first, size }: Network, number: bigint): boolean {
  return number >= first && number < first + size;
}
