/** IP addresses as texts and as numbers. */

export interface IpAddress {
  readonly version: 4 | 6;
  /** 32 or 128 bits. */
  readonly number: bigint;
}

/** The first 96 bits of an IPv4 address in an IPv6 one (RFC 4291, 2.5.5.2). */
export const mappedPrefix = 0xffffn << 32n;

/** Undefined for texts that are no address: with a port, a prefix length or a zone as well. */
export function parseIp(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    const number = parseIpv4(text);
    return number === undefined ? undefined : { version: 4, number };
  }
  const number = parseIpv6(text);
  return number === undefined ? undefined : { version: 6, number };
}

function parseIpv4(text: string): bigint | undefined {
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (bytes === undefined || bytes.some((byte) => byte > 255)) return undefined;
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function parseIpv6(text: string): bigint | undefined {
  const [, start = '', ipv4] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  if (ipv4 !== undefined) {
    const last = parseIpv4(ipv4);
    if (last === undefined) return undefined;
    return parseIpv6(`${start}${(last >> 16n).toString(16)}:${(last & 0xffffn).toString(16)}`);
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [before = [], after = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - before.length - after.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`);
}

/** IPv6 in the form of RFC 5952, as the servers show it. */
export function showIp({ version, number }: IpAddress): string {
  if (version === 4) return [...ipBytes({ version, number })].join('.');
  if (number >> 32n === mappedPrefix >> 32n) {
    return `::ffff:${showIp({ version: 4, number: number & 0xffffffffn })}`;
  }
  const hex = number.toString(16).padStart(32, '0');
  const groups = Array.from({ length: 8 }, (_, index) =>
    Number.parseInt(hex.slice(4 * index, 4 * index + 4), 16).toString(16),
  ).join(':');
  const runs = [...groups.matchAll(/(?<![^:])0(?::0)+(?![^:])/g)];
  const [longest] = runs.sort((a, b) => b[0].length - a[0].length);
  if (longest === undefined) return groups;
  const end = longest.index + longest[0].length;
  return `${groups.slice(0, longest.index).replace(/:$/, '')}::${groups.slice(end).replace(/^:/, '')}`;
}

/** 4 or 16 bytes, as INET6_ATON() makes them. */
export function ipBytes({ version, number }: IpAddress): Buffer {
  const digits = version === 4 ? 8 : 32;
  return Buffer.from(number.toString(16).padStart(digits, '0'), 'hex');
}

export function ipOfBytes(bytes: Buffer): IpAddress | undefined {
  const version = bytes.length === 4 ? 4 : bytes.length === 16 ? 6 : undefined;
  return version && { version, number: BigInt(`0x${bytes.toString('hex')}`) };
}
