import * as z from 'zod';
import { digestOf } from '../ids/digest.ts';
import type { TenantContext } from '../tenancy/tenant-context.ts';
import { defineItem } from './item.ts';
import { lookupKey } from './keys.ts';
import type { Key, Table } from './table.ts';
import type { WriteIntent } from './write-intent.ts';
import { create } from './write-intent.ts';

/** Whose id it is: a provider's side of a resource. */
export type ReferenceSpace =
  'kyc' | 'issuer-card' | 'issuer-card-order' | 'issuer-account' | 'bank-transfer' | 'payment' | 'message';

export interface ReferenceOwner {
  readonly tenantId: string;
  /** Our resource that mirrors the provider's (AL-04). */
  readonly resourceId: string;
  /** What the resource hangs on for life: the balance of a card. */
  readonly parentId?: string | undefined;
}

export const providerReferenceItem = defineItem({
  name: 'provider_reference',
  subdomain: 'kernel',
  summary:
    "A provider's id, a payment provider's by its digest → the tenant and resource that mirror it. Immutable, ids only.",
  keys: { pk: 'REF#<space>#<externalId>', sk: 'REF' },
  schema: z.object({ tenantId: z.string(), resourceId: z.string(), parentId: z.string().optional() }),
});

/** A payment provider's ids are found by a digest: the binding outlives a token that has to be erased (rule 19). */
const writtenAs = (space: ReferenceSpace, externalId: string): string =>
  space === 'payment' ? digestOf([externalId], 32) : externalId;

const keyOf = (space: ReferenceSpace, externalId: string): Key => ({
  pk: lookupKey('REF', space, writtenAs(space, externalId)),
  sk: 'REF',
});

/** The write that binds a provider's id to a resource, once and for good. */
export const bindReference = (
  space: ReferenceSpace,
  externalId: string,
  owner: { tenant: TenantContext; resourceId: string; parentId?: string },
): WriteIntent =>
  create(
    'provider_reference',
    providerReferenceItem.encode(keyOf(space, externalId), {
      tenantId: owner.tenant.tenantId,
      resourceId: owner.resourceId,
      ...(owner.parentId === undefined ? {} : { parentId: owner.parentId }),
    }),
    () => new Error(`the provider's id of ${owner.resourceId} belongs to another resource`),
  );

/** Whose resource a provider speaks of; undefined when it is not ours, or not yet. */
export const findReferenceOwner = async (
  table: Table,
  space: ReferenceSpace,
  externalId: string,
): Promise<ReferenceOwner | undefined> => {
  const item = await table.get(keyOf(space, externalId));
  return item === undefined ? undefined : providerReferenceItem.decode(item);
};
