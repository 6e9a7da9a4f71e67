import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import type { ProgramIssuer } from './program.ts';

/** What the tenant may see of its customers' transactions (regulation.md rule 105). */
export const transactionDataModes = ['full', 'aggregated_only'] as const;
export type TransactionData = (typeof transactionDataModes)[number];

/** What the platform decides when the tenant's decision webhook does not answer. */
export const decisionDefaults = ['approve', 'decline'] as const;

export interface DecisionWebhook {
  /** https address on a named host. */
  readonly url: string;
  readonly default: (typeof decisionDefaults)[number];
}

/** What a tenant's cards look like (M-03): a name, or a name and the picture on the card. */
export type BrandSetting = string | { readonly name: string; readonly cardArtUrl?: string | undefined };

/** What a tenant may choose about its program (api.md 4.1). null: not set. */
export interface Settings {
  /** Lifetime of a customer's session, in minutes. */
  readonly sessionMinutes: number;
  readonly decisionWebhook: DecisionWebhook | null;
  readonly requireClientCertificate: boolean;
  readonly alertEmails: readonly string[];
  readonly brand: BrandSetting | null;
  readonly transactionData: TransactionData;
  /** Withdrawals above it wait for a second member of staff. */
  readonly withdrawalApprovalAbove: Money | null;
  /** The compatibility surface asks for KYC instead of taking the caller's word. */
  readonly compatRequiresKyc: boolean;
}

/** A wish: what it leaves out stays as it is. */
export type SettingsChange = { readonly [Name in keyof Settings]?: Settings[Name] | undefined };

/** The settings a new program starts with (api.md 4.1). */
export const defaultSettings = (issuer: ProgramIssuer): Settings => ({
  sessionMinutes: 10,
  decisionWebhook: null,
  requireClientCertificate: false,
  alertEmails: [],
  brand: null,
  transactionData: issuer === 'sandbox' ? 'full' : 'aggregated_only',
  withdrawalApprovalAbove: null,
  compatRequiresKyc: false,
});

/**
 * The settings after a change.
 * @param currency the program's currency
 * @throws currency_mismatch (422) when a threshold is in another currency than the program's money
 */
export const changeSettings = (current: Settings, change: SettingsChange, currency: Currency): Settings => {
  const threshold = change.withdrawalApprovalAbove;
  if (threshold && threshold.currency !== currency) {
    throw new DomainError('unprocessable', 'currency_mismatch', {
      detail: `The program's money is ${currency}; withdrawalApprovalAbove must be in the same currency.`,
    });
  }
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return { ...current, ...given };
};
