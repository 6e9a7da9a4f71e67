import type { Currency } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** One movement between the nodal account and an account at another bank. */
export interface BankTransferOrder {
  /** Ours, such as the id of the load or the withdrawal, 1 to 80 characters: the same again is the same transfer. */
  readonly reference: string;
  /** Stands for the account at the other bank (PP-16). */
  readonly token: string;
  /** Above zero, in the account's currency. */
  readonly amount: Money;
}

/** `account_unknown` says, too, that the account does not take this order: another currency, another program. */
export type BankRefusal = 'insufficient_funds' | 'account_unknown' | 'reference_reused';

/** What became of a transfer. A refusal is final for its reference. */
export type BankTransferOutcome =
  | {
      readonly kind: 'settled';
      /** The bank's id of the transfer: later events about it bear it (reference space `bank-transfer`). */
      readonly externalId: string;
    }
  | { readonly kind: 'refused'; readonly reason: BankRefusal };

/**
 * The bank rails. Every call is idempotent by our reference: repeated, in another process or after a crash, it answers
 * what the first one did and moves nothing again.
 */
export interface BankTransfers {
  /**
   * Debits the account (ACH, PP-01): money comes in.
   * @throws TemporarilyUnavailable when the outcome is unknown: repeat with the same reference, or `find`
   */
  collect(tenant: TenantContext, order: BankTransferOrder): Promise<BankTransferOutcome>;
  /**
   * Credits the account: money goes out. Never refused for want of funds.
   * @throws TemporarilyUnavailable when the outcome is unknown: repeat with the same reference, or `find`
   */
  pay(tenant: TenantContext, order: BankTransferOrder): Promise<BankTransferOutcome>;
  /**
   * What became of the transfer of this reference; undefined when the bank knows of none, and so moved nothing.
   * @throws TemporarilyUnavailable when the bank does not answer
   */
  find(tenant: TenantContext, reference: string): Promise<BankTransferOutcome | undefined>;
}

/** An account at another bank, as its holder names it. Never kept here but for the last four digits. */
export interface BankAccountDetails {
  /** Ours: the same again is the same token. */
  readonly reference: string;
  /** As written: leading zeros count. */
  readonly account: string;
  readonly routing: string;
  readonly currency: Currency;
  readonly holderName: string;
  /** What a test account is to hold, minor units; undefined leaves it to the bank. Only in the sandbox. */
  readonly testBalance?: bigint | undefined;
}

/** Keeps account numbers and gives tokens for them (PP-16). */
export interface BankAccountVault {
  /**
   * @throws TemporarilyUnavailable when the outcome is unknown: repeat with the same reference
   */
  register(tenant: TenantContext, details: BankAccountDetails): Promise<{ readonly token: string }>;
}
