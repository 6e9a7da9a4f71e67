import type { Temporal } from 'temporal-polyfill';
import { createHash } from 'node:crypto';
import { encodeTime, monotonicFactory } from 'ulid';
import type { Clock } from '../time/clock.ts';
import type { RandomSource } from '../platform/random-source.ts';
import type { TenantContext } from '../tenancy/tenant-context.ts';

/** Prefixes of all ids that the platform mints (domain.md 2.1). */
export const idPrefixes = [
  'ten',
  'prg',
  'key',
  'cus',
  'kyc',
  'bal',
  'crd',
  'iss',
  'evt',
  'whe',
  'whd',
  'inb',
  'tmr',
  'req',
  'txn',
  'lod',
  'trf',
  'pbl',
  'wdr',
  'bac',
  'cor',
  'aut',
  'dcs',
  'acr',
  'ins',
  'pai',
  'ses',
  'cso',
  'rvl',
  'ord',
  'din',
  'inc',
  'brv',
  'mdt',
  'mop',
  'ach',
  'dbt',
  'pdn',
  'pmt',
  'inv',
  'cmd',
  'cdb',
  'ntf',
] as const;

export type IdPrefix = (typeof idPrefixes)[number];

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const sortableLength = 26;
export const tagLength = 5;

/** Mints ids that sort by creation time: `<prefix>_<26 characters><tenant tag>`. */
export interface IdGenerator {
  /** An id of a tenant's resource; it ends in the tenant's tag. */
  next(prefix: IdPrefix, tenant: TenantContext): string;
  /** An id that belongs to no tenant (tenants themselves, request ids). */
  nextGlobal(prefix: IdPrefix): string;
  /** A candidate tenant tag: five characters; the caller claims it in the table. */
  nextTag(): string;
}

const randomCharacters = (random: RandomSource, count: number): string =>
  Array.from(random.bytes(count), (byte) => alphabet[byte % alphabet.length]).join('');

/**
 * @param clock real time, so that ids sort by when they were made
 * @param random entropy; seeded in simulation
 */
export const idGenerator = (clock: Clock, random: RandomSource): IdGenerator => {
  const ulid = monotonicFactory(() => (random.bytes(1)[0] ?? 0) / 256);
  const sortable = (): string => ulid(clock.now().epochMilliseconds).toLowerCase();
  return {
    next: (prefix, tenant) => `${prefix}_${sortable()}${tenant.tag}`,
    nextGlobal: (prefix) => `${prefix}_${sortable()}`,
    nextTag: () => randomCharacters(random, tagLength),
  };
};

const timeLength = 10;

/**
 * The id that something from outside has on every try: sorts like ids minted at that instant and is the same for the
 * same business key, so that its place in the table recognises a repeat.
 * @param named.at real time, the same in every repeat
 */
export const businessId = (
  prefix: IdPrefix,
  named: { readonly key: string; readonly at: Temporal.Instant },
  tenant: TenantContext,
): string => {
  const digest = createHash('sha256').update(named.key).digest();
  const rest = Array.from(digest.subarray(0, sortableLength - timeLength), (byte) => alphabet[byte % alphabet.length]);
  return `${earliestId(prefix, named.at)}${rest.join('')}${tenant.tag}`;
};

/** Sorts before every id of that prefix minted from the instant on, and behind those minted before. Real time. */
export const idFloor = (prefix: IdPrefix, from: Temporal.Instant): string =>
  `${prefix}_${encodeTime(from.epochMilliseconds).toLowerCase()}`;

/** True when the text has the shape of a tenant resource's id with that prefix. */
export const isResourceId = (prefix: IdPrefix, text: string): boolean =>
  text.length === prefix.length + 1 + sortableLength + tagLength &&
  text.startsWith(`${prefix}_`) &&
  [...text.slice(prefix.length + 1)].every((character) => alphabet.includes(character));

/** The id with another prefix and the same rest: a transaction and its event name each other. */
export const withPrefix = (id: string, prefix: IdPrefix): string => `${prefix}_${id.slice(id.indexOf('_') + 1)}`;

/**
 * Where the ids of a moment begin: ids made earlier sort before it, ids made then or later behind it.
 * @param instant real time, not a tenant's; the years 1970 to 9999
 */
export const earliestId = (prefix: IdPrefix, instant: Temporal.Instant): string =>
  `${prefix}_${encodeTime(Math.max(0, instant.epochMilliseconds)).toLowerCase()}`;

/** The tenant tag at the end of a resource id, or undefined when the text is no such id. */
export const tagOf = (resourceId: string): string | undefined => {
  const [prefix, ...rest] = resourceId.split('_');
  const known = idPrefixes.find((candidate) => candidate === prefix);
  return known !== undefined && rest.length === 1 && isResourceId(known, resourceId)
    ? resourceId.slice(-tagLength)
    : undefined;
};
