import type { Item } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Hold } from '../domain/hold.ts';
import type { Merchant, MessageName } from '../domain/network-message.ts';

/** An authorization as it is kept: the record of its first decision, and how it stands now. */
export interface StoredAuthorization {
  /** `aut_…` */
  readonly authorizationId: string;
  readonly eventId: string;
  readonly cardId: string;
  readonly balanceId: string;
  readonly currency: Currency;
  /** Of a merchant that nobody named yet, when only a message about it came. */
  readonly merchant: Merchant | undefined;
  /** Single message: posted in the decision itself. */
  readonly paidAtOnce: boolean;
  /** A debit of a mandate: its amount is what the holder was told. */
  readonly underMandate: boolean;
  /** Only messages about it came when it was recorded; what was decided on it since stands beside it. */
  readonly preceded: boolean;
  readonly hold: Hold;
}

/** What a refund says of its purchase when it does not name it. */
export interface RefundedPurchase {
  readonly cardId: string;
  readonly merchant: Merchant;
  /** Minor units: all of what was paid. */
  readonly minor: bigint;
}

/** Authorizations of a tenant's balances, found by the network's name of them. */
export interface AuthorizationStore {
  /** Sort key of a message that moves or reserves money, in its balance's partition; a repeat has the same. */
  transactionPlace(tenant: TenantContext, name: MessageName): string;
  /** Sort key of every other message. */
  messagePlace(tenant: TenantContext, name: MessageName): string;
  /** How a hold is kept beside its record. */
  attached(hold: Hold): Readonly<Record<string, unknown>>;
  /** The authorization of a stored record; undefined for a record that is none. */
  read(stored: Item): StoredAuthorization | undefined;
  /** Strongly consistent. */
  find(tenant: TenantContext, balanceId: string, name: MessageName): Promise<StoredAuthorization | undefined>;
  /**
   * The newest purchase that a refund without a name can be about (regulation.md 4.2): paid with the card at the merchant,
   * so much, and nothing of it given back. Among the balance's last 500 transactions. Strongly consistent.
   */
  purchaseLike(tenant: TenantContext, balanceId: string, refunded: RefundedPurchase): Promise<MessageName | undefined>;
  /** Whether a message posted money to suspense instead of the balance. Strongly consistent. */
  isInSuspense(tenant: TenantContext, balanceId: string, name: MessageName): Promise<boolean>;
  /** The record of any other message, as it is stored. */
  message(tenant: TenantContext, balanceId: string, name: MessageName): Promise<Item | undefined>;
  /** How it stands after a message; refused with concurrent_change unless the version before is there. */
  change(
    tenant: TenantContext,
    place: { readonly balanceId: string; readonly name: MessageName; readonly authorizationId: string },
    hold: Hold,
  ): WriteIntent;
}
