import { DomainError } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../kernel/persistence/table.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CardReplacements } from '../ports/card-replacements.ts';
import { cardReplacementItem } from './card-replacement-items.ts';

const keyOf = (tenant: TenantContext, cardId: string): Key => ({
  pk: tenantKey(tenant, 'CARD', cardId),
  sk: 'REPLACES',
});

export const dynamoCardReplacements = (table: Table): CardReplacements => ({
  find: async (tenant, cardId) => {
    const item = await table.get(keyOf(tenant, cardId));
    return item === undefined ? undefined : cardReplacementItem.decode(item);
  },
  create: (tenant, replacement) =>
    create(
      'card_replacement',
      cardReplacementItem.encode(keyOf(tenant, replacement.cardId), replacement),
      () =>
        new DomainError('conflict', 'already_exists', {
          detail: 'This card exists already.',
          resourceId: replacement.cardId,
        }),
    ),
});
