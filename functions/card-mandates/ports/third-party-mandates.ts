import type { Temporal } from 'temporal-polyfill';
import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Money } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { AfaProof, CardMandate, CardMandateTerms, MandateMerchant } from '../domain/card-mandate.ts';
import type { TradeFinding } from '../domain/claimed-trade.ts';
import type { Finding, RegistrationFinding } from '../domain/debit-verdict.ts';
import type { AnnouncementRefusal } from '../domain/debit-life.ts';
import type { MandatePlace } from './card-mandate-store.ts';

/** What a message of the card network says about a mandate. */
export type MandateWish =
  | {
      readonly act: 'register';
      readonly terms: CardMandateTerms;
      /** The 3-D Secure check that the issuer made; undefined: none was passed. */
      readonly authentication: AfaProof | undefined;
    }
  | {
      readonly act: 'debit';
      readonly reference: string;
      /** The network's name of the announcement. */
      readonly announcement: string | undefined;
    };

/** The message, its card and the moment. */
export interface MandateMessage {
  readonly wish: MandateWish;
  /** What stands under the network's name of the mandate. */
  readonly stored: CardMandate | undefined;
  readonly cardId: string;
  readonly balanceId: string;
  /** What all cards that took each other's place are known as. */
  readonly chain: string;
  /** Who asks. */
  readonly merchant: MandateMerchant;
  readonly amount: Money;
  /** Ids are made of it: those of a mandate or debit that begins here. */
  readonly eventId: string;
  readonly now: Temporal.Instant;
}

/** What belongs into the transaction of the decision. */
export interface MandateWork {
  readonly writes: readonly WriteIntent[];
  readonly records: readonly RecordDraft[];
  /** For the record of the decision and for the network. */
  readonly named: { readonly mandateId: string; readonly debitId?: string };
}

/** The side of mandates that decisions on payments see. */
export interface ThirdPartyMandates {
  /** One strongly consistent read. */
  at(tenant: TenantContext, place: MandatePlace): Promise<CardMandate | undefined>;
  /** What the message is held against; `liftsControls` when all of it passed and rule 17 holds. */
  weigh(message: MandateMessage): {
    readonly findings: readonly (Finding | RegistrationFinding | TradeFinding)[];
    readonly liftsControls: boolean;
  };
  /** An approved registration or debit. Its writes are refused with ConcurrentChange when the mandate changed since. */
  approved(
    tenant: TenantContext,
    message: MandateMessage,
    paid: { readonly customerId: string; readonly authorizationId: string },
  ): MandateWork;
  /** A declined debit of a mandate that we hold; undefined where there is nothing to tell. */
  declined(tenant: TenantContext, message: MandateMessage, reason: string): MandateWork | undefined;
}

/** What a debit that the network approved by itself did to the mandate that it names. */
export interface StoodIn {
  /** undefined: the mandate is not here, not that payee's, or was debited by this authorization before. */
  readonly work: Pick<MandateWork, 'writes' | 'records'> | undefined;
  readonly named: { readonly mandateId?: string; readonly debitId?: string };
  /** What it was held against; nothing when it was decided here before. */
  readonly findings: readonly Finding[];
}

/** What becomes of mandates after decisions; no decision needs it, so that none loads it. */
export interface MandateAftermath {
  /** One strongly consistent read. */
  at(tenant: TenantContext, place: MandatePlace): Promise<CardMandate | undefined>;
  /**
   * A debit that the network approved in our stead: it happened, and cannot be declined. The announced debit is made and its
   * cycle used; where the mandate does not allow it, its event says why, so that it can be disputed.
   */
  stoodIn(tenant: TenantContext, message: MandateMessage, paid: { readonly authorizationId: string }): StoodIn;
  /**
   * A registration or debit that was approved, and of which the network heard "declined": there is no mandate, or the debit
   * was not made and its cycle is free. Undefined where nothing is left to take back.
   */
  takenBack(
    tenant: TenantContext,
    approved: {
      /** What stands under the network's name of the mandate. */
      readonly stored: CardMandate | undefined;
      readonly mandateId: string;
      /** undefined: it was a registration. */
      readonly debitId: string | undefined;
      readonly authorizationId: string;
      readonly now: Temporal.Instant;
    },
  ): Pick<MandateWork, 'writes' | 'records'> | undefined;
}

/** A third party says that it will debit a card. */
export interface DebitNotice {
  readonly cardId: string;
  readonly balanceId: string;
  readonly chain: string;
  readonly reference: string;
  /** The network's name of the announcement; a repeat is answered with the first debit. */
  readonly announcement: string;
  readonly amount: Money;
  readonly dueAt: Temporal.Instant;
  readonly reason: string;
}

export interface DebitNotices {
  /**
   * Keeps the debit and orders the customer's notice of it, in one transaction.
   * @throws ConcurrentChange when the mandate changed again and again meanwhile
   */
  announce(
    context: OperationContext,
    notice: DebitNotice,
  ): Promise<{ readonly mandateId: string; readonly debitId: string } | AnnouncementRefusal>;
}
