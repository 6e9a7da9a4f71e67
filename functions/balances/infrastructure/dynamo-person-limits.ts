import { keyedHash } from '../../kernel/crypto/keyed-hash.ts';
import { lookupKey, tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Key, Table, TableWrite } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { SecretStore } from '../../kernel/platform/platform.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { toEpochSeconds } from '../../kernel/time/clock.ts';
import type { Cap, Counter } from '../../policies/ppi-caps.ts';
import type { Window } from '../../policies/window.ts';
import { windowAt } from '../../policies/window.ts';
import type { LimitUse, PersonLimits } from '../ports/person-limits.ts';
import { LimitReached } from '../ports/person-limits.ts';
import { limitUsageItem, personOutstandingItem, personUsageItem } from './limit-items.ts';

/** Never rotated: another pepper would make every person a new one, with nothing used. */
const pepperName = 'person-pepper';

/** A window is kept for a while after its end, for questions. */
const keptHours = 24 * 90;

const windowKey = (pk: string, window: string): Key => ({ pk, sk: `USAGE#${window}` });

const outstandingKey = (person: string): Key => ({ pk: person, sk: 'OUTSTANDING' });

const customerPartition = (tenant: TenantContext, customerId: string): string =>
  tenantKey(tenant, 'CUSTOMER', customerId);

const runOf = ({ window }: Cap, at: LimitUse['at']): Window | undefined =>
  window === null ? undefined : windowAt(window, at);

interface Raise {
  readonly key: Key;
  readonly item: string;
  readonly counter: Counter;
  readonly run: Window | undefined;
}

const raising = ({ counter, item, run }: Raise, minor: bigint) => ({
  text: `SET #counter = if_not_exists(#counter, :zero) + :amount, #item = :item${run === undefined ? '' : ', expiresAt = :expiresAt'}`,
  names: { '#counter': counter, '#item': 'item' },
  values: {
    ':zero': 0n,
    ':amount': minor,
    ':item': item,
    ...(run === undefined ? {} : { ':expiresAt': toEpochSeconds(run.endsAt.add({ hours: keptHours })) }),
  },
});

const countedIn = (old: Item | undefined, counter: Counter): bigint => {
  const value = old?.[counter];
  return typeof value === 'bigint' ? value : 0n;
};

/** Raises the person's counter, unless it would pass the cap. */
const raisePerson = ({ person, customerId, amount, at }: LimitUse, cap: Cap): WriteIntent => {
  const run = runOf(cap, at);
  const { counter } = cap;
  const key = run === undefined ? outstandingKey(person) : windowKey(person, run.name);
  const item = run === undefined ? personOutstandingItem.name : personUsageItem.name;
  const room = cap.limit.minor - amount.minor;
  // An amount above the cap itself must not pass where nothing was counted yet.
  const untouched = room < 0n ? '' : 'attribute_not_exists(#counter) OR ';
  return {
    label: `limit ${cap.rule}`,
    write: {
      kind: 'update',
      key,
      update: raising({ key, item, counter, run }, amount.minor),
      condition: { text: `${untouched}#counter <= :room`, values: { ':room': room } },
    },
    refused: (old) => new LimitReached(cap, { customerId, counted: countedIn(old, counter), run }),
  };
};

const unrefused = (label: string) => (): Error => new Error(`${label} has no condition`);

/** Counts beside it what this tenant's customer moved: the only use that its tenant is told. */
const raiseOwn = (tenant: TenantContext, { customerId, amount, at }: LimitUse, cap: Cap): readonly WriteIntent[] => {
  const run = runOf(cap, at);
  if (run === undefined) return [];
  const key = windowKey(customerPartition(tenant, customerId), run.name);
  const update = raising({ key, item: limitUsageItem.name, counter: cap.counter, run }, amount.minor);
  return [{ label: 'limit_usage', write: { kind: 'update', key, update }, refused: unrefused('limit_usage') }];
};

/** Takes a use back from every counter that it was counted in, in the windows of its own instant. */
const releasing = (tenant: TenantContext, use: LimitUse, cap: Cap): readonly WriteIntent[] => {
  const { person, customerId, amount, at } = use;
  const run = runOf(cap, at);
  const { counter } = cap;
  const raised: readonly Pick<Raise, 'key' | 'item'>[] =
    run === undefined
      ? [{ key: outstandingKey(person), item: personOutstandingItem.name }]
      : [
          { key: windowKey(person, run.name), item: personUsageItem.name },
          { key: windowKey(customerPartition(tenant, customerId), run.name), item: limitUsageItem.name },
        ];
  return raised.map(({ key, item }) => ({
    label: item,
    write: { kind: 'update', key, update: raising({ key, item, counter, run }, -amount.minor) },
    refused: unrefused(item),
  }));
};

/** Money left the person. @param person as `personOf` names it */
export const loweredPerson = (person: string, minor: bigint): TableWrite => ({
  kind: 'update',
  key: outstandingKey(person),
  update: {
    text: 'SET outstanding = if_not_exists(outstanding, :zero) - :amount, #item = :item',
    names: { '#item': 'item' },
    values: { ':zero': 0n, ':amount': minor, ':item': personOutstandingItem.name },
  },
});

/** Person limits as counters of their own: one item for what is held, one for each window. */
export const dynamoPersonLimits = (secrets: SecretStore): PersonLimits => ({
  personOf: async (issuer, phone) => {
    const [pepper] = await secrets.values(pepperName);
    return lookupKey('PERSON', issuer, keyedHash(pepper, phone, 'person'));
  },
  raise: (tenant, use) => use.caps.flatMap((cap) => [raisePerson(use, cap), ...raiseOwn(tenant, use, cap)]),
  release: (tenant, use) => use.caps.flatMap((cap) => releasing(tenant, use, cap)),
  lower: (person, amount) => ({
    label: 'person_outstanding',
    write: loweredPerson(person, amount.minor),
    refused: unrefused('person_outstanding'),
  }),
});

type Used = Readonly<Record<string, bigint>>;

const counters = (item: Item | undefined): Used => {
  if (item === undefined) return {};
  const used = Object.entries(personUsageItem.decode(item));
  return Object.fromEntries(used.flatMap(([name, minor]) => (minor === undefined ? [] : [[name, minor] as const])));
};

/** What customers read of limits (customers/ports/limit-usage.ts): by a tenant's customer alone. */
export const dynamoLimitUsage = (
  table: Table,
): { readonly read: (tenant: TenantContext, customerId: string, window: string) => Promise<Used> } => ({
  read: async (tenant, customerId, window) =>
    counters(await table.get(windowKey(customerPartition(tenant, customerId), window))),
});

type PersonAsked = { readonly issuer: string; readonly phone: string } | { readonly person: string };

/** What customers read of limits (customers/ports/limit-usage.ts): by the person at the issuer, for its headroom. */
export const dynamoPersonUsage = (
  table: Table,
  secrets: SecretStore,
): { readonly read: (asked: PersonAsked, window: string | null) => Promise<Used> } => ({
  read: async (asked, window) => {
    const person =
      'person' in asked ? asked.person : await dynamoPersonLimits(secrets).personOf(asked.issuer, asked.phone);
    if (window !== null) return counters(await table.get(windowKey(person, window)));
    const item = await table.get(outstandingKey(person));
    return item === undefined ? {} : personOutstandingItem.decode(item);
  },
});
