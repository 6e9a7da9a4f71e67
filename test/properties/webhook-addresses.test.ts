import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicAddresses } from '../../functions/kernel/outbound/public-addresses.ts';

const strict = publicAddresses(false);
const local = publicAddresses(true);

const ipv4 = (bits: number): string => [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');

/** Written down here a second time, on purpose: base, prefix length. Loopback is apart. */
const blocked4: readonly (readonly [number, number])[] = [
  [0x00_00_00_00, 8],
  [0x0a_00_00_00, 8],
  [0x64_40_00_00, 10],
  [0xa9_fe_00_00, 16],
  [0xac_10_00_00, 12],
  [0xc0_00_00_00, 24],
  [0xc0_00_02_00, 24],
  [0xc0_58_63_00, 24],
  [0xc0_a8_00_00, 16],
  [0xc6_12_00_00, 15],
  [0xc6_33_64_00, 24],
  [0xcb_00_71_00, 24],
  [0xe0_00_00_00, 4],
  [0xf0_00_00_00, 4],
];
const loopback4 = [0x7f_00_00_00, 8] as const;

const within = ([base, prefix]: readonly [number, number]): fc.Arbitrary<string> =>
  fc.nat({ max: 2 ** (32 - prefix) - 1 }).map((host) => ipv4((base + host) >>> 0));

const inBlocked4 = fc.oneof(...blocked4.map(within));
const inLoopback4 = within(loopback4);
const anyIpv4 = fc.oneof(
  inBlocked4,
  inLoopback4,
  fc.nat({ max: 2 ** 32 - 1 }).map((bits) => ipv4(bits >>> 0)),
);

const group = fc.nat({ max: 0xff_ff });
const groups = (count: number): fc.Arbitrary<string> =>
  fc
    .array(group, { minLength: count, maxLength: count })
    .map((parts) => parts.map((part) => part.toString(16)).join(':'));
const first = (from: number, to: number): fc.Arbitrary<string> =>
  fc.tuple(fc.integer({ min: from, max: to }), groups(7)).map(([head, tail]) => `${head.toString(16)}:${tail}`);
const hex = (address: string): string => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
};

const blocked6 = fc
  .oneof(
    // Everything that is not given out: loopback, unspecified, unique local, link-local, multicast, NAT64 …
    first(0, 0x1f_ff),
    first(0x40_00, 0xff_ff),
    fc.constant('::'),
    groups(6).map((tail) => `2001:db8:${tail}`),
    // IPv4 in disguise: mapped, compatible, NAT64, 6to4, Teredo.
    anyIpv4.map((address) => `::ffff:${address}`),
    anyIpv4.map((address) => `::ffff:${hex(address)}`),
    anyIpv4.map((address) => `::${hex(address)}`),
    anyIpv4.map((address) => `64:ff9b::${hex(address)}`),
    anyIpv4.map((address) => `2002:${hex(address)}::1`),
    groups(6).map((tail) => `2001:0:${tail}`),
  )
  .filter((address) => address !== '::1' && address !== '::0:1');

const isBlocked4 = (bits: number): boolean =>
  [...blocked4, loopback4].some(
    ([base, prefix]) => Math.floor(bits / 2 ** (32 - prefix)) === Math.floor(base / 2 ** (32 - prefix)),
  );

describe('Addresses a webhook may go to, for all addresses', () => {
  it('no address of a blocked range passes, with or without the setting for this machine', () => {
    fc.assert(
      fc.property(fc.oneof(inBlocked4, blocked6), (address) => {
        expect(strict.allowsAddress(address)).toBe(false);
        expect(local.allowsAddress(address)).toBe(false);
        const host = address.includes(':') ? `[${address}]` : address;
        expect(strict.allowsHost(host)).toBe(false);
        expect(strict.allowsHost(new URL(`https://${host}/`).hostname)).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  it('this machine passes by its setting alone', () => {
    fc.assert(
      fc.property(fc.oneof(inLoopback4, fc.constant('::1')), (address) => {
        expect([strict.allowsAddress(address), local.allowsAddress(address)]).toEqual([false, true]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('every other IPv4 address passes: tenants can be reached', () => {
    const others = fc.nat({ max: 2 ** 32 - 1 }).filter((bits) => !isBlocked4(bits));
    fc.assert(
      fc.property(others, (bits) => {
        expect(strict.allowsAddress(ipv4(bits >>> 0))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('what is no address does not pass', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.domain(), fc.constantFrom('127.1', '0x7f.1', '2130706433', '1.2.3.4.', '')),
        (text) => {
          fc.pre(!/^[0-9a-f:.]+$/iu.test(text) || !/[:.].*[:.]/u.test(text) || text === '1.2.3.4.');
          expect(strict.allowsAddress(text)).toBe(false);
        },
      ),
    );
  });

  it.each(['2606:4700:4700::1111', '2a00:1450:4009::200e', '2400:cb00::1'])(
    'the public IPv6 address %s passes',
    (address) => {
      expect(strict.allowsAddress(address)).toBe(true);
    },
  );
});
