import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CardMandateDebitStatus, MandateMerchant } from '../domain/card-mandate.ts';

/** What a third party knows of its mandate on a card. */
export interface KnownMandate {
  /** The card that it would debit now: the newest that took the place of the one it was registered on. */
  readonly cardExternalId: string;
  /** The network's name of the mandate. */
  readonly reference: string;
  readonly merchant: MandateMerchant;
}

/** What it knows of a debit that it announced. */
export interface KnownDebit extends KnownMandate {
  readonly announcement: string;
  readonly amount: Money;
  readonly status: CardMandateDebitStatus;
  /** From when on the notice has run long enough; undefined until it is delivered. */
  readonly eligibleAt: Temporal.Instant | undefined;
}

/** The other side's view of mandates, for those who play it. */
export interface AnnouncedDebits {
  findMandate(tenant: TenantContext, mandateId: string): Promise<KnownMandate | undefined>;
  findDebit(tenant: TenantContext, debitId: string): Promise<KnownDebit | undefined>;
}
