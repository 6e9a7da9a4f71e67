import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Cap } from '../../policies/ppi-caps.ts';
import type { Window } from '../../policies/window.ts';

/** A movement, as the limits of a person see it. */
export interface LimitUse {
  readonly customerId: string;
  /** As `personOf` names it. */
  readonly person: string;
  /** The caps it meets, at most one per window. */
  readonly caps: readonly Cap[];
  readonly amount: Money;
  readonly at: Temporal.Instant;
}

/**
 * What a person holds and moved, over all tenants of one issuer (rule 70), and besides that what each tenant's customer
 * moved. Counters rise in the transaction of the movement, on the condition that the cap is kept.
 */
export interface PersonLimits {
  /** Names the person by issuer and keyed hash of the phone (E.164); says nothing about the person by itself. */
  personOf(issuer: string, phone: string): Promise<string>;
  /** Refused with LimitReached. */
  raise(tenant: TenantContext, use: LimitUse): readonly WriteIntent[];
  /** Takes back what `raise` counted for the same use: the movement came to nothing. Never refused. */
  release(tenant: TenantContext, use: LimitUse): readonly WriteIntent[];
  /**
   * Money left the person, told at once; never refused. A movement out leaves that to the stream's fold, by its record
   * (`leaving`), which costs its own transaction nothing. An amount below zero came in past every cap: an operator's correction.
   */
  lower(person: string, amount: Money): WriteIntent;
}

/** A cap that a transaction met. It knows the person's total, so it never leaves: LimitExceeded does. */
export class LimitReached extends Error {
  override name = 'LimitReached';
  readonly cap: Cap;
  readonly customerId: string;
  /** What the person has used, minor units. */
  readonly counted: bigint;
  readonly run: Window | undefined;

  constructor(cap: Cap, reached: { customerId: string; counted: bigint; run: Window | undefined }) {
    super(`the cap ${cap.rule} is reached`);
    this.cap = cap;
    this.customerId = reached.customerId;
    this.counted = reached.counted;
    this.run = reached.run;
  }
}
