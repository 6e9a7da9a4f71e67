import { ConcurrentChange, DomainError, InvalidState } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import { bindReference } from '../../kernel/persistence/provider-reference.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { cancelTimer, scheduleTimer } from '../../kernel/timers/timer-intents.ts';
import type { KycCase } from '../domain/kyc-case.ts';
import { isOpen } from '../domain/kyc-case.ts';
import type { KycStore } from '../ports/kyc-store.ts';
import { kycItem, openKycItem } from './kyc-items.ts';

/** The timer operation that ends a case whose time has passed. */
const expiry = (kycId: string) => ({ operation: 'expireKycCase', key: kycId });

const partition = (tenant: TenantContext, kycId: string): string => tenantKey(tenant, 'KYC', kycId);

const keyOf = (tenant: TenantContext, kycId: string): Key => ({ pk: partition(tenant, kycId), sk: 'KYC' });

const customerPartition = (tenant: TenantContext, customerId: string): string =>
  tenantKey(tenant, 'CUSTOMER', customerId);

const placeKey = (tenant: TenantContext, { customerId, level }: Pick<KycCase, 'customerId' | 'level'>): Key => ({
  pk: customerPartition(tenant, customerId),
  sk: `KYC_OPEN#${level}`,
});

const toItem = (tenant: TenantContext, kyc: KycCase): Item & Key => kycItem.encode(keyOf(tenant, kyc.kycId), kyc);

const createCase = (tenant: TenantContext, kyc: KycCase): WriteIntent =>
  create(
    'kyc',
    toItem(tenant, kyc),
    () =>
      new DomainError('conflict', 'already_exists', { detail: 'This KYC case exists already.', resourceId: kyc.kycId }),
  );

const replaceCase = (tenant: TenantContext, kyc: KycCase): WriteIntent =>
  replace('kyc', toItem(tenant, kyc), { sequence: kyc.sequence - 1, resourceId: kyc.kycId });

const takePlace = (tenant: TenantContext, kyc: KycCase, from: KycCase | undefined): WriteIntent => ({
  label: 'kyc_open',
  write: {
    kind: 'put',
    item: openKycItem.encode(placeKey(tenant, kyc), { kycId: kyc.kycId }),
    condition:
      from === undefined
        ? { text: 'attribute_not_exists(pk)' }
        : { text: 'attribute_not_exists(pk) OR kycId = :from', values: { ':from': from.kycId } },
  },
  refused: (old) =>
    new InvalidState(
      'A KYC case of this level is open already.',
      old === undefined ? undefined : { resourceId: openKycItem.decode(old).kycId },
    ),
});

const givePlaceUp = (tenant: TenantContext, kyc: KycCase): WriteIntent => ({
  label: 'kyc_open',
  write: {
    kind: 'delete',
    key: placeKey(tenant, kyc),
    condition: { text: 'attribute_not_exists(pk) OR kycId = :kycId', values: { ':kycId': kyc.kycId } },
  },
  refused: () => new ConcurrentChange(kyc.kycId),
});

const openIntents = (context: OperationContext, kyc: KycCase, expired?: KycCase): readonly WriteIntent[] => {
  const { tenant } = context;
  const { externalId, waitsUntil, kycId } = kyc;
  return [
    createCase(tenant, kyc),
    takePlace(tenant, kyc, expired),
    ...(externalId === undefined ? [] : [bindReference('kyc', externalId, { tenant, resourceId: kycId })]),
    ...(waitsUntil === undefined
      ? []
      : [scheduleTimer(context, { ...expiry(kycId), dueAt: waitsUntil, payload: { kycId } })]),
    ...(expired === undefined ? [] : [replaceCase(tenant, expired), cancelTimer({ tenant }, expiry(expired.kycId))]),
  ];
};

/** A customer has at most one open case of each of the two levels. */
const mostOpenCases = 2;

export const dynamoKycStore = (table: Table): KycStore => {
  const find: KycStore['find'] = async (tenant, kycId) => {
    const item = await table.get(keyOf(tenant, kycId));
    return item === undefined ? undefined : kycItem.decode(item);
  };
  return {
    partition,
    find,
    openCases: async (tenant, customerId) => {
      const { items } = await table.query({
        pk: customerPartition(tenant, customerId),
        sk: { beginsWith: 'KYC_OPEN#' },
        limit: mostOpenCases,
      });
      const cases = await Promise.all(items.map((item) => find(tenant, openKycItem.decode(item).kycId)));
      return cases.filter((kyc) => kyc !== undefined).filter(isOpen);
    },
    open: openIntents,
    record: createCase,
    replace: (tenant, kyc) =>
      isOpen(kyc)
        ? [replaceCase(tenant, kyc)]
        : [replaceCase(tenant, kyc), givePlaceUp(tenant, kyc), cancelTimer({ tenant }, expiry(kyc.kycId))],
  };
};
