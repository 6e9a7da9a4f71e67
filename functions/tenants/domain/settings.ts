import type { Temporal } from 'temporal-polyfill';
import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import type { ProgramIssuer } from './program.ts';

/** What the tenant may see of its customers' transactions (regulation.md rule 105). */
export const transactionDataModes = ['full', 'aggregated_only'] as const;
export type TransactionData = (typeof transactionDataModes)[number];

/** What the platform decides when the tenant's decision webhook does not answer. */
export const decisionDefaults = ['approve', 'decline'] as const;

/** Where a tenant wants to be asked, and what holds when it does not answer. */
export interface DecisionTarget {
  /** https, at no private address. */
  readonly url: string;
  readonly default: (typeof decisionDefaults)[number];
}

/** A secret that questions are signed with, sealed; one that was replaced signs too until it expires. */
export interface DecisionSecret {
  readonly sealed: string;
  readonly expiresAt?: Temporal.Instant | undefined;
}

export interface DecisionWebhook extends DecisionTarget {
  /** Newest first, at most two. */
  readonly secrets: readonly DecisionSecret[];
}

/** Hours for which a secret that was replaced signs too: the tenant learns the new one only from the answer. */
export const decisionSecretOverlapHours = 24;

/** What a tenant's cards look like (M-03): a name, or a name and the picture on the card. */
export type BrandSetting = string | { readonly name: string; readonly cardArtUrl?: string | undefined };

/** What a tenant may choose about its program (api.md 4.1). null: not set. */
export interface Settings {
  /** Lifetime of a customer's session, in minutes. */
  readonly sessionMinutes: number;
  /** Every use of a session moves its end away again. */
  readonly slidingSessions: boolean;
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

type PlainSettings = Omit<Settings, 'decisionWebhook'>;

/** A wish: what it leaves out stays as it is. */
export type SettingsChange = { readonly [Name in keyof PlainSettings]?: PlainSettings[Name] | undefined } & {
  /** Comes with a new secret each time. */
  readonly decisionWebhook?: (DecisionTarget & { readonly sealed: string }) | null | undefined;
};

/** The settings a new program starts with (api.md 4.1). */
export const defaultSettings = (issuer: ProgramIssuer): Settings => ({
  sessionMinutes: 10,
  slidingSessions: false,
  decisionWebhook: null,
  requireClientCertificate: false,
  alertEmails: [],
  brand: null,
  transactionData: issuer === 'sandbox' ? 'full' : 'aggregated_only',
  withdrawalApprovalAbove: null,
  compatRequiresKyc: false,
});

const changeWebhook = (
  current: DecisionWebhook | null,
  { sealed, ...target }: DecisionTarget & { readonly sealed: string },
  now: Temporal.Instant,
): DecisionWebhook => {
  const [replaced] = current?.secrets ?? [];
  const expiresAt = now.add({ hours: decisionSecretOverlapHours });
  return { ...target, secrets: [{ sealed }, ...(replaced ? [{ sealed: replaced.sealed, expiresAt }] : [])] };
};

/**
 * The settings after a change.
 * @param world.currency the program's currency
 * @param world.now real time, from which a replaced secret expires
 * @throws currency_mismatch (422) when a threshold is in another currency than the program's money
 */
export const changeSettings = (
  current: Settings,
  change: SettingsChange,
  { currency, now }: { readonly currency: Currency; readonly now: Temporal.Instant },
): Settings => {
  const { decisionWebhook: webhook, ...plain } = change;
  const threshold = plain.withdrawalApprovalAbove;
  if (threshold && threshold.currency !== currency) {
    throw new DomainError('unprocessable', 'currency_mismatch', {
      detail: `The program's money is ${currency}; withdrawalApprovalAbove must be in the same currency.`,
    });
  }
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  const decisionWebhook = webhook ? changeWebhook(current.decisionWebhook, webhook, now) : webhook;
  return { ...current, ...given, ...(decisionWebhook === undefined ? {} : { decisionWebhook }) };
};
