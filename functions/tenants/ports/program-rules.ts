import type { Currency } from '../../kernel/money/currency.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { UseRules } from '../../policies/card-controls.ts';

/** A tenant's program, as far as the rules for its cards go. */
export interface RuledProgram {
  readonly programId: string;
  readonly tenantId: string;
  readonly currency: Currency;
  /** undefined until somebody sets them. */
  readonly rules: UseRules | undefined;
  /** Counts the changes of the tenant. */
  readonly sequence: number;
}

/** What the cards of a program may be used for. Strongly consistent. */
export interface ProgramRules {
  find(tenant: TenantContext): Promise<RuledProgram | undefined>;
  /** Gives the program other rules and its tenant the next version; refused with concurrent_change. */
  change(tenant: TenantContext, before: RuledProgram, rules: UseRules): WriteIntent;
  /** The partition that holds the tenant and its history. */
  partition(tenant: TenantContext): string;
}
