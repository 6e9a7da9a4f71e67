import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { UseRules } from '../../policies/card-controls.ts';

/** A customer, as far as the rules for all its cards go. */
export interface RuledCustomer {
  readonly customerId: string;
  /** A closed customer is final. */
  readonly isClosed: boolean;
  /** undefined until somebody sets them. */
  readonly rules: UseRules | undefined;
  /** Counts the changes of the customer. */
  readonly sequence: number;
  /** Counts what was opened for it: its balances take the rules over. */
  readonly openings: number;
}

/** What a customer's cards may be used for, all of them. Strongly consistent. */
export interface CustomerRules {
  find(tenant: TenantContext, customerId: string): Promise<RuledCustomer | undefined>;
  /**
   * Gives the customer other rules and its next version. Refused with concurrent_change when the customer changed, or
   * something was opened for it, since it was found.
   */
  change(tenant: TenantContext, before: RuledCustomer, rules: UseRules): WriteIntent;
  /** The partition that holds the customer and its history. */
  partition(tenant: TenantContext, customerId: string): string;
}
