import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { ReceiverCard } from '../domain/card-transfer.ts';

/** Tokens of cards that may receive money. Reads are strongly consistent. */
export interface ReceiverCardStore {
  find(tenant: TenantContext, cardNumberToken: string): Promise<ReceiverCard | undefined>;
  /** Writes it, or writes it again: a token stands for one card for good. */
  put(tenant: TenantContext, card: ReceiverCard): WriteIntent;
}

/** Which balance a card of the program spends from. Strongly consistent. */
export interface BalanceOfCard {
  /** @returns undefined when the tenant has no such card (yet) */
  find(
    tenant: TenantContext,
    cardExternalId: string,
  ): Promise<{ readonly balanceId: string; readonly isOpen: boolean } | undefined>;
}
