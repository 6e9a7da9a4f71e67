import { findReferenceOwner } from '../../kernel/persistence/provider-reference.ts';
import type { Table } from '../../kernel/persistence/table.ts';
import type { TenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import type { CardOwner, CardOwners } from '../ports/card-owners.ts';

const maxRemembered = 10_000;

/** Owners of cards; what is found never changes, so each is read once per environment, at most 10,000 of them. */
export const rememberedCardOwners = (table: Table, directory: Pick<TenantDirectory, 'byId'>): CardOwners => {
  const remembered = new Map<string, CardOwner>();
  return {
    find: async (externalId) => {
      const known = remembered.get(externalId);
      if (known !== undefined) return known;
      const reference = await findReferenceOwner(table, 'issuer-card', externalId);
      const tenant = reference === undefined ? undefined : await directory.byId(reference.tenantId);
      if (reference?.parentId === undefined || tenant === undefined) return undefined;
      const owner = { tenant, cardId: reference.resourceId, balanceId: reference.parentId };
      if (remembered.size >= maxRemembered) remembered.clear();
      remembered.set(externalId, owner);
      return owner;
    },
  };
};
