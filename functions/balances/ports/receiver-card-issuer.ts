import type { Money } from '../../kernel/money/money.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** A card number that only the issuer knows from here on. */
export interface TokenizedCard {
  readonly token: string;
  /** The issuer's id of the card, when it is one of this program. */
  readonly cardExternalId?: string;
}

/** Money for a card outside the program. */
export interface CardPush {
  /** Our id of the transfer: one payout each. */
  readonly reference: string;
  readonly token: string;
  readonly amount: Money;
}

/** The issuing processor, as far as money for cards goes. Both throw TemporarilyUnavailable on an unknown outcome. */
export interface ReceiverCardIssuer {
  /** One token per card number; a repeat answers the same. @throws IssuerRefused for what is no card number */
  tokenize(tenant: TenantContext, pan: string): Promise<TokenizedCard>;
  /** One payout per reference; a repeat answers the same. @returns `declined` when no money went out, for good */
  push(tenant: TenantContext, push: CardPush): Promise<'accepted' | 'declined'>;
}
