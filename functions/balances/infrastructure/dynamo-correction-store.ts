import { ConcurrentChange, InvalidState } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { correctionNotFound } from '../domain/correction.ts';
import type { CorrectionStore } from '../ports/correction-store.ts';
import { correctionItem } from './correction-items.ts';

const partition = (tenant: TenantContext, correctionId: string): string =>
  tenantKey(tenant, 'CORRECTION', correctionId);

const keyOf = (tenant: TenantContext, correctionId: string): Key => ({
  pk: partition(tenant, correctionId),
  sk: 'CORRECTION',
});

export const dynamoCorrectionStore = (table: Table): CorrectionStore => ({
  partition,
  find: async (tenant, correctionId) => {
    const item = await table.get(keyOf(tenant, correctionId));
    return item === undefined ? undefined : correctionItem.decode(item);
  },
  create: (tenant, correction) => {
    const { correctionId } = correction;
    const item = correctionItem.encode(keyOf(tenant, correctionId), correction);
    return create('correction', item, () => new ConcurrentChange(correctionId));
  },
  replace: (tenant, correction) => {
    const { correctionId, sequence } = correction;
    const item = correctionItem.encode(keyOf(tenant, correctionId), correction);
    return {
      ...replace('correction', item, { sequence: sequence - 1, resourceId: correctionId }),
      // Every change is a change of status, so another version is another status.
      refused: (old) =>
        old === undefined
          ? correctionNotFound()
          : new InvalidState(`The correction is ${correctionItem.decode(old).status}.`),
    };
  },
});
