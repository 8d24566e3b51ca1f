/** `ip`. */

import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIp, showIp } from '../../../src/mask/ip-address.ts';
import { byteMask, columnOf, problemOf, ruleOf, textMask, unique } from './columns.ts';

const text = columnOf('varchar(45)');
const ip = textMask('ip', text);

/** 10, 172, ... for private IPv4, `public` for others. */
function networkOf(address: string): string {
  return (
    /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\./.exec(address)?.[0].slice(0, 3) ??
    'public'
  );
}

describe('ip', () => {
  it('makes an address of an address, of the same kind', () => {
    fc.assert(
      fc.property(fc.ipV4(), (value) => {
        const masked = ip(value);
        expect(isIP(masked)).toBe(4);
        expect(networkOf(masked)).toBe(networkOf(value));
        if (!/^(?:0|127)\.|^255\.255\.255\.255$/.test(value)) expect(masked).not.toBe(value);
      }),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(fc.ipV6(), (value) => {
        const masked = ip(value);
        expect(isIP(masked)).toBe(6);
        expect(parseIp(showIp({ version: 6, number: parseIp(value)?.number ?? -1n }))).toEqual(
          parseIp(value),
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each(['10.1.2.3', '172.20.1.1', '192.168.0.1', '169.254.9.9', '8.8.8.8'])(
    'keeps %s in its network',
    (value) => {
      expect(networkOf(ip(value))).toBe(networkOf(value));
      expect(ip(value)).not.toBe(value);
    },
  );

  it('is one for one in a whole network', () => {
    const masked = new Set<string>();
    for (let last = 0; last < 256; last++) masked.add(ip(`192.168.7.${last}`));
    for (let last = 0; last < 256; last++) masked.add(ip(`8.8.8.${last}`));
    expect(masked.size).toBe(512);
  });

  it.each([
    ['fe80::1', /^fe80::/],
    ['fd12:3456::1', /^f[cd]/],
    ['2001:db8::1', /^[23]/],
    ['::ffff:8.8.8.8', /^::ffff:\d+\.\d+\.\d+\.\d+$/],
  ])('keeps %s of its kind', (value, kind) => {
    expect(ip(value)).toMatch(kind);
    expect(ip(value)).not.toBe(value);
  });

  it('becomes the same one in every form', () => {
    expect(ip('2001:DB8:0:0::1')).toBe(ip('2001:db8::1'));
    expect(ip('::ffff:8.8.8.8')).toBe(`::ffff:${ip('8.8.8.8')}`);
    const number = textMask('ip', columnOf('int unsigned'))(String(0x08080808));
    expect(ip('8.8.8.8')).toBe(showIp({ version: 4, number: BigInt(number) }));
    const bytes = byteMask('ip', columnOf('varbinary(16)'));
    expect([...bytes(Buffer.from([8, 8, 8, 8]))].join('.')).toBe(ip('8.8.8.8'));
    expect(bytes(Buffer.alloc(16, 0x20))).toHaveLength(16);
    expect(bytes(Buffer.from('8.8.8.8')).toString()).toBe(ip('8.8.8.8'));
    expect(textMask('ip', columnOf('inet6'))('2001:db8::1')).toBe(ip('2001:db8::1'));
  });

  it.each(['0.0.0.0', '127.0.0.1', '255.255.255.255', '::', '::1', ''])('leaves %s', (value) => {
    expect(ip(value)).toBe(value);
  });

  it.each(['1.2.3.4:80', '10.0.0.0/8', 'unknown', '1.2.3.400', 'fe80::1%eth0', '1::2::3'])(
    'redacts %s, and refuses it where values must differ',
    (stray) => {
      expect(ip(stray)).not.toBe(stray);
      expect(ip(stray)).toHaveLength(stray.length);
      expect(() => textMask('ip', unique(text))(stray)).toThrow('no IP address');
    },
  );

  it.each([
    '0:0:0:0:0:0:0:1',
    '2001:0db8::1',
    '1::2:3:4:5:6:7',
    '::ffff:808:808',
    '::8.8.8.8',
    '010.1.2.3',
  ])('refuses %s where values must differ, as the same address may be there once more', (other) => {
    const folded = { collation: 'utf8mb4_general_ci' };
    for (const column of [text, columnOf('varchar(45)', folded)]) {
      expect(() => textMask('ip', unique(column))(other)).toThrow(
        'no IP address in its usual form',
      );
    }
    expect(() => byteMask('ip', unique(columnOf('varbinary(45)')))(Buffer.from(other))).toThrow(
      'no IP address in its usual form',
    );
    const address = parseIp(other);
    expect(address && ip(other)).toBe(address && ip(showIp(address)));
  });

  it('takes upper case where values must differ, unless it is another value there', () => {
    const value = '2001:DB8::1';
    const folded = unique(columnOf('varchar(45)', { collation: 'utf8mb4_general_ci' }));
    expect(textMask('ip', folded)(value)).toBe(ip(value));
    expect(() => textMask('ip', unique(text))(value)).toThrow('no IP address in its usual form');
    expect(textMask('ip', unique(text))(value.toLowerCase())).toBe(ip(value));
    expect(textMask('ip', unique(columnOf('inet6')))(value)).toBe(ip(value));
  });

  it('redacts an address that would become too long for its column', () => {
    const masked = textMask('ip', columnOf('varchar(15)'))('2001:db8::1');
    expect(masked).toHaveLength('2001:db8::1'.length);
    expect(masked).not.toBe('2001:db8::1');
  });

  it.each([
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0000', '2001:db8::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['10:0:0:20:0:0:0:30', '10:0:0:20::30'],
    ['::FFFF:1.2.3.4', '::ffff:1.2.3.4'],
  ])('writes %s as %s', (long, short) => {
    expect(showIp(parseIp(long) ?? { version: 4, number: 0n })).toBe(short);
  });

  it('is for columns that take addresses', () => {
    for (const type of [
      'varchar(15)',
      'int unsigned',
      'bigint',
      'varbinary(16)',
      'inet4',
      'inet6',
    ]) {
      expect(problemOf('ip', unique(columnOf(type)))).toBeUndefined();
      expect(ruleOf('ip').injective(columnOf(type), {})).toBe(true);
    }
    expect(problemOf('ip', columnOf('varchar(14)'))).toContain('takes 14 characters');
    expect(problemOf('ip', columnOf('int'))).toContain('holds no addresses');
    expect(problemOf('ip', columnOf('binary(3)'))).toContain('4 or 16 bytes');
  });
});
