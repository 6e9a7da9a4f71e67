import type { Money, WireMoney } from '../../kernel/money/money.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CardMessageKind, EntryChannel, NetworkMerchant } from '../domain/card-network.ts';

/** What the platform decided on a message, as the card network heard it. */
export interface HeardDecision {
  readonly decision: 'approved' | 'declined';
  /** Four digits. */
  readonly actionCode: string;
  /** Two characters, ISO 8583. */
  readonly responseCode: string;
  /** Minor units. */
  readonly approvedAmount: number;
  /** Absent when the platform did not answer in time. */
  readonly authorizationId?: string | undefined;
  readonly decisionId?: string | undefined;
  /** Of a message about a mandate. */
  readonly mandateId?: string | undefined;
  readonly debitId?: string | undefined;
}

/** Terms of a mandate on the wire; amounts are the network's. */
export interface MandateTerms {
  readonly amountRule: 'exact' | 'max';
  readonly maxAmount: WireMoney;
  readonly frequency: string;
  readonly category: string;
  readonly exemption?: string;
  /** RFC 3339. */
  readonly validUntil: string;
  readonly channel: 'sms' | 'email';
}

export type NetworkRefusal =
  'card_unknown' | 'authorization_unknown' | 'currency_mismatch' | 'status_not_allowed' | 'single_message';

/** Names the order: the same again is the same message of the network, not a second one. */
interface Order {
  readonly reference: string;
}

/** A message that cannot be declined; `cardId` is the issuer's, for messages that need no authorization. */
export interface CardMessageOrder extends Order {
  readonly kind: CardMessageKind;
  readonly authorizationId?: string;
  readonly cardId?: string;
  readonly amount?: Money;
  readonly merchant?: NetworkMerchant;
  readonly final?: boolean;
}

/** The twin's card network. Card ids are the issuer's. All throw TemporarilyUnavailable. */
export interface CardNetwork {
  /** Pays with a card. */
  authorize(
    tenant: TenantContext,
    order: Order & {
      readonly cardId: string;
      readonly amount: Money;
      readonly merchant: NetworkMerchant;
      readonly channel: EntryChannel;
      readonly partialCapable: boolean;
    },
  ): Promise<HeardDecision | NetworkRefusal>;
  /** Asks for more on an authorization. @throws TemporarilyUnavailable also when the platform did not answer in time */
  increment(
    tenant: TenantContext,
    order: Order & { readonly authorizationId: string; readonly amount: Money },
  ): Promise<HeardDecision | NetworkRefusal>;
  /** Has a third party register a mandate: a small payment that is taken back. */
  registerMandate(
    tenant: TenantContext,
    order: Order & {
      readonly cardId: string;
      readonly amount: Money;
      readonly merchant: NetworkMerchant;
      readonly terms: MandateTerms;
      readonly authenticated: boolean;
    },
  ): Promise<HeardDecision | NetworkRefusal>;
  /** Has it announce a debit. @throws TemporarilyUnavailable also when the platform did not answer in time */
  announceDebit(
    tenant: TenantContext,
    order: Order & {
      readonly cardId: string;
      readonly mandate: string;
      readonly amount: Money;
      readonly dueAt: string;
      readonly reason: string;
    },
  ): Promise<
    | { readonly decision: 'approved' | 'declined'; readonly reason: string; readonly debitId?: string | undefined }
    | NetworkRefusal
  >;
  /** Has it debit the card. */
  debitUnderMandate(
    tenant: TenantContext,
    order: Order & {
      readonly cardId: string;
      readonly mandate: string;
      readonly announcement?: string;
      readonly amount: Money;
      readonly merchant: NetworkMerchant;
      /** The network approves it by itself, and tells afterwards. */
      readonly standIn?: boolean;
    },
  ): Promise<HeardDecision | NetworkRefusal>;
  /** Tells the platform something. */
  send(
    tenant: TenantContext,
    message: CardMessageOrder,
  ): Promise<{ readonly messageId: string; readonly eventId: string } | NetworkRefusal>;
  /** Has the issuer change a card's status. */
  changeCardStatus(
    tenant: TenantContext,
    order: Order & { readonly cardId: string; readonly status: string; readonly reason: string },
  ): Promise<'changed' | NetworkRefusal>;
  /** Enters wrong PINs. @returns how many count since the PIN was set */
  enterWrongPin(
    tenant: TenantContext,
    order: Order & { readonly cardId: string; readonly count: number },
  ): Promise<{ readonly wrongTries: number; readonly blocked: boolean } | NetworkRefusal>;
}
