import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import type { Leg } from '../../kernel/money/leg.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { BalanceState } from '../domain/balance.ts';
import type { TransactionType } from '../domain/transaction.ts';
import type { Channel, UseRules } from '../../policies/card-controls.ts';
import type { SpendCard } from '../domain/spend-card.ts';

/** What was spent within a window, by counter: minor units, and uses where they are counted. */
export type SpendCounters = Readonly<
  Record<string, { readonly window: string; readonly used: bigint; readonly times?: bigint | undefined }>
>;

/** What a decision on an authorization depends on, all of one item. */
export interface SpendState {
  readonly customerId: string;
  readonly currency: Currency;
  readonly state: BalanceState;
  readonly level: 'minimum' | 'full';
  /** Minor units. */
  readonly available: bigint;
  readonly held: bigint;
  readonly person: string | undefined;
  /** Rules that its holder has for all its cards. */
  readonly holder: UseRules | undefined;
  readonly card:
    | {
        readonly status: SpendCard['status'];
        /** Code of the lock that counts, while it is locked. */
        readonly lock?: number | undefined;
        /** `YYYY-MM` */
        readonly expiry: string;
        readonly channels: readonly Channel[];
        readonly rules: UseRules | undefined;
        /** What it counts its uses as, when it took another card's place. */
        readonly countedAs?: string | undefined;
      }
    | undefined;
  readonly counters: SpendCounters;
}

/** A card and the balance it hangs on. */
export interface SpendPlace {
  readonly balanceId: string;
  readonly cardId: string;
}

/** What must hold at the moment of the write for an approval to take effect. */
export interface ApprovalTerms {
  /** Minor units, above zero. */
  readonly amount: bigint;
  readonly currency: Currency;
  /** The card must be valid in this month, `YYYY-MM`. */
  readonly month: string;
  /** All of them must be switched on. */
  readonly channels: readonly Channel[];
  /** A lock, closing or expiry that came after the authorization does not stop its increment. */
  readonly evenLocked?: true;
  /** `hold` reserves; `pay` takes the money at once, from the balance of that person. */
  readonly effect: { readonly kind: 'hold' } | { readonly kind: 'pay'; readonly person: string | undefined };
  /**
   * What was known when it was decided. Absent: nothing was read, and a card with rules, a holder with rules, or one
   * whose level matters, is refused.
   */
  readonly known?: {
    readonly level: SpendState['level'];
    readonly rulesVersion: number | undefined;
    readonly holderVersion: number | undefined;
    readonly counters: { readonly before: SpendCounters; readonly after: SpendCounters | undefined };
  };
}

/** The write's condition did not hold: what stood there instead decides what comes next. Never leaves the platform. */
export class SpendRefused extends Error {
  override name = 'SpendRefused';
  /** undefined when there is no such balance. */
  readonly found: SpendState | undefined;
  constructor(found: SpendState | undefined) {
    super('the balance does not allow it');
    this.found = found;
  }
}

/** Money that the card network moved for good. */
export interface CardPosting {
  readonly balanceId: string;
  readonly eventId: string;
  /** The message's place in the balance's partition: posted once. */
  readonly sortKey: string;
  readonly type: TransactionType;
  /** Minor units, not zero; below zero is money out. */
  readonly minor: bigint;
  readonly currency: Currency;
  /** The authorization, or the issuer's id of the message. */
  readonly reference: string;
  readonly description: string;
  /** The balance does not take it, or may not: the money stands in suspense. */
  readonly inSuspense: boolean;
  /** `suspense` for what is not settled with the network yet: a disputed amount. */
  readonly against: 'settlement' | 'suspense';
  /** Id of the partner deposit that pays the network. */
  readonly deposit: string | undefined;
  /** Further facts for the event. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The money of a card's balance, as the card network moves it. */
export interface SpendLedger {
  /** The partition of the balance and its history. */
  partition(tenant: TenantContext, balanceId: string): string;
  /** Strongly consistent; undefined when there is no such balance. */
  read(tenant: TenantContext, place: SpendPlace): Promise<SpendState | undefined>;
  /** One conditional update, without reading first. Refused with SpendRefused. */
  approve(tenant: TenantContext, place: SpendPlace, terms: ApprovalTerms): WriteIntent;
  /**
   * What the network tells is so: moves `held` and `available`, also below zero what is available. Refused with
   * SpendRefused when the balance was closed or opened to another person meanwhile, less is held, or it has no room.
   * @param change minor units, either may be zero or negative; `counters` replaces what was read; a balance that was
   *   never credited counts towards `person` from now on
   */
  apply(
    tenant: TenantContext,
    balanceId: string,
    change: {
      readonly held: bigint;
      readonly available: bigint;
      readonly seen: Pick<SpendState, 'state' | 'person' | 'counters'>;
      readonly counters?: SpendCounters | undefined;
      readonly person?: string | undefined;
    },
  ): WriteIntent;
  /** Whether what a change leaves is within what an answer can say, 2^53 - 1 minor units either way. */
  hasRoom(
    state: Pick<SpendState, 'available' | 'held'>,
    change: { readonly available: bigint; readonly held: bigint },
  ): boolean;
  /** The journal entry of a posting, with all its legs; commits with what `approve` or `apply` writes. */
  entry(tenant: TenantContext, posting: CardPosting): RecordDraft;
  /** Legs of a dispute that is won: nothing moves on the balance, which was credited provisionally. */
  disputeWon(won: {
    readonly minor: bigint;
    readonly currency: Currency;
    readonly deposit: string | undefined;
  }): readonly Leg[];
}
