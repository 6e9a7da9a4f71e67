import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { money } from '../../kernel/money/money.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CardTransfer } from '../domain/card-transfer.ts';
import type { CardTransferStore } from '../ports/card-transfer-store.ts';
import type { ReceiverCardStore } from '../ports/receiver-card-store.ts';
import { cardTransferItem, receiverCardItem } from './card-transfer-items.ts';

const receiverKey = (tenant: TenantContext, token: string): Key => ({
  pk: tenantKey(tenant, 'RECEIVER_CARD', token),
  sk: 'RECEIVER_CARD',
});

export const dynamoReceiverCards = (table: Table): ReceiverCardStore => ({
  find: async (tenant, cardNumberToken) => {
    const item = await table.get(receiverKey(tenant, cardNumberToken));
    return item === undefined ? undefined : receiverCardItem.decode(item);
  },
  put: (tenant, card) => ({
    label: 'receiver_card',
    write: { kind: 'put', item: receiverCardItem.encode(receiverKey(tenant, card.cardNumberToken), card) },
    refused: () => new ConcurrentChange(card.cardNumberToken),
  }),
});

const partition = (tenant: TenantContext, transferId: string): string => tenantKey(tenant, 'CARD_TRANSFER', transferId);

const keyOf = (tenant: TenantContext, transferId: string): Key => ({
  pk: partition(tenant, transferId),
  sk: 'CARD_TRANSFER',
});

const toItem = (tenant: TenantContext, { amount, ...transfer }: CardTransfer): Item & Key =>
  cardTransferItem.encode(keyOf(tenant, transfer.transferId), { ...transfer, ...amount });

export const dynamoCardTransfers = (table: Table): CardTransferStore => ({
  partition,
  find: async (tenant, transferId) => {
    const item = await table.get(keyOf(tenant, transferId));
    if (item === undefined) return undefined;
    const { minor, currency, ...transfer } = cardTransferItem.decode(item);
    return { ...transfer, amount: money(minor, currency) };
  },
  create: (tenant, transfer) =>
    create('card_transfer', toItem(tenant, transfer), () => new ConcurrentChange(transfer.transferId)),
  finish: (tenant, transfer) => ({
    label: 'card_transfer',
    write: {
      kind: 'put',
      item: toItem(tenant, transfer),
      condition: { text: '#state = :held', names: { '#state': 'state' }, values: { ':held': 'held' } },
    },
    refused: () => new ConcurrentChange(transfer.transferId),
  }),
});
