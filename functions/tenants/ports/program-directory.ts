import type { Currency } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { UseRules } from '../../policies/card-controls.ts';
import type { BalanceHolder, CardNetwork, InitialCardState, ProgramIssuer } from '../domain/program.ts';
import type { DecisionWebhook, TransactionData } from '../domain/settings.ts';

/** What a tenant's cards look like (M-03). */
export interface Brand {
  readonly name: string;
  /** https address of the picture on the card. */
  readonly cardArtUrl?: string | undefined;
}

/** A tenant's card program, as the other subdomains need it (AN-11). One per tenant. */
export interface Program {
  readonly programId: string;
  readonly name: string;
  readonly network: CardNetwork;
  /** 6 or 8 digits; may be shared by programs. */
  readonly bin: string;
  readonly currency: Currency;
  readonly issuer: ProgramIssuer;
  /** State of a new virtual card (D-01). */
  readonly initialCardState: InitialCardState;
  /** Who holds the customers' money: `platform` in credit mode, `partner` in deposit mode. */
  readonly balanceHolder: BalanceHolder;
  /** The tenant's own brand; without one the program's name stands on its cards. */
  readonly brand: Brand;
  /** Lifetime of a customer's session, in minutes. */
  readonly sessionMinutes: number;
  /** What the tenant may see of its customers' transactions. */
  readonly transactionData: TransactionData;
  /** Where the tenant decides on authorizations itself; null when it does not. */
  readonly decisionWebhook: DecisionWebhook | null;
  /** Withdrawals above it wait for somebody's approval; null: none does. */
  readonly withdrawalApprovalAbove: Money | null;
  /** What its cards may be used for, whatever card and holder allow; undefined when it refuses nothing. */
  readonly rules?: UseRules | undefined;
}

/** Where every subdomain learns what program a tenant runs. */
export interface ProgramDirectory {
  /**
   * The tenant's program, strongly consistent.
   * @throws Error when the tenant has none: a tenant is created together with its program
   */
  find(tenant: TenantContext): Promise<Program>;
}
