import { BlockList, isIP } from 'node:net';
import type { AddressGuard } from './address-guard.ts';

type Subnet = readonly [network: string, prefix: number];

/** IANA's special-purpose registry: nothing in it is a tenant's server on the internet. */
const blockedIpv4: readonly Subnet[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** All that is given out of IPv6; what embeds an IPv4 address, or is not routed, lies outside or is taken out below. */
const globalUnicast: Subnet = ['2000::', 3];
const blockedIpv6: readonly Subnet[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const listOf = (family: 'ipv4' | 'ipv6', subnets: readonly Subnet[]): BlockList => {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family);
  return list;
};

const blocked4 = listOf('ipv4', blockedIpv4);
const blocked6 = listOf('ipv6', blockedIpv6);
const global6 = listOf('ipv6', [globalUnicast]);
const loopback4 = listOf('ipv4', [['127.0.0.0', 8]]);
const loopback6 = listOf('ipv6', [['::1', 128]]);

const isPublic = (address: string): boolean => {
  switch (isIP(address)) {
    case 4:
      return !blocked4.check(address, 'ipv4');
    case 6:
      return global6.check(address, 'ipv6') && !blocked6.check(address, 'ipv6');
    default:
      return false;
  }
};

/** An IPv4 address in IPv6's clothes is none of these: it is refused everywhere. */
const isLoopback = (address: string): boolean => {
  const family = isIP(address);
  return (family === 4 && loopback4.check(address, 'ipv4')) || (family === 6 && loopback6.check(address, 'ipv6'));
};

/** URL writes an IPv6 address in brackets. */
const bare = (hostname: string): string => hostname.replace(/^\[(?<address>.*)\]$/u, '$<address>');

/**
 * Allows addresses of the public internet and nothing else: no private, shared, link-local (the metadata service
 * among them), loopback, multicast or reserved one, and none that hides an IPv4 address in IPv6 (mapped, 6to4,
 * Teredo, NAT64).
 * @param loopbackAllowed also this machine, for the local platform and tests
 */
export const publicAddresses = (loopbackAllowed: boolean): AddressGuard => {
  const allowsAddress = (address: string): boolean => isPublic(address) || (loopbackAllowed && isLoopback(address));
  return {
    loopbackAllowed,
    allowsAddress,
    allowsHost: (hostname) => isIP(bare(hostname)) === 0 || allowsAddress(bare(hostname)),
  };
};

/** By the stage's setting `WEBHOOK_LOOPBACK`: `allow` or `refuse`. */
export const addressGuard = (settings: Readonly<Record<string, string>>): AddressGuard =>
  publicAddresses(settings['WEBHOOK_LOOPBACK'] === 'allow');
