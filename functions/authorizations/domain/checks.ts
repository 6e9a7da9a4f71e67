import type { Temporal } from 'temporal-polyfill';
import { lockAction } from '../../policies/lock-actions.ts';
import type { AuthorizationRequest, Finding } from './network-message.ts';
import type { Reason } from './reasons.ts';
import type { SpendFacts } from './spend-facts.ts';
import { monthAt } from './spend-windows.ts';

/** Checks in the order in which they decide (domain.md 2.6). */
export type CheckName =
  | 'authorization_open'
  | 'answered_in_time'
  | 'card_exists'
  | 'cardholder_status'
  | 'kyc_tier'
  | 'card_state'
  | 'card_expiry'
  | 'cvv'
  | 'pin'
  | 'balance_state'
  | 'currency'
  | 'abroad_rules'
  | 'cash_rules'
  | 'channel'
  | 'international'
  | 'merchant_category'
  | 'spend_limit'
  | 'partner_deposit'
  | 'available'
  | 'tenant_decision'
  | 'mandate'
  | 'mandate_amount'
  | 'mandate_ceiling'
  | 'mandate_cycle'
  | 'mandate_notice'
  | 'mandate_terms'
  | 'mandate_trade'
  | 'mandate_authentication';

/** One check as getDecision tells it: what was found, what it was held against, by which version of the rule. */
export interface Check {
  readonly name: CheckName;
  readonly outcome: 'passed' | 'failed';
  /** JSON value; amounts are minor units. */
  readonly input: unknown;
  readonly threshold: unknown;
  readonly ruleVersion: string;
  /** Of a failed check. */
  readonly reason: Reason;
  /** Where the reason alone does not say what the network hears. */
  readonly actionCode?: string | undefined;
  readonly wouldPassWith?: Readonly<Record<string, unknown>> | undefined;
  /** Of a spend limit: whose it is, what is left of it, and when it is full again. JSON value. */
  readonly limit?: Readonly<Record<string, unknown>> | undefined;
}

/** Rules of the decision itself, apart from numbers of policies and of cards. */
export const decisionVersion = 'authorization/1';

interface Found {
  readonly input: unknown;
  readonly threshold: unknown;
  readonly reason: Reason;
  readonly actionCode?: string | undefined;
  readonly ruleVersion?: string;
  readonly wouldPassWith?: Readonly<Record<string, unknown>> | undefined;
  readonly limit?: Check['limit'];
}

/** One check, by what was found. */
export const check = (name: CheckName, passed: boolean, found: Found): Check => ({
  ruleVersion: decisionVersion,
  ...found,
  name,
  outcome: passed ? 'passed' : 'failed',
  reason: passed ? 'approved' : found.reason,
});

const inactiveReasons = {
  inactive: 'card_inactive',
  locked: 'card_locked',
  closed: 'card_closed',
  expired: 'card_expired',
} as const;

/** A change that the holder or the tenant can make of a card in that state. */
const remedies = { inactive: { card: 'activated' }, locked: { card: 'unlocked' } } as const;

const stateCheck = ({ card }: SpendFacts, linked: boolean): Check => {
  if (card === undefined) {
    return check('card_state', false, { input: null, threshold: 'active', reason: 'card_unknown' });
  }
  const { status } = card;
  const found = { input: status, threshold: 'active' };
  if (status === 'active') return check('card_state', true, { ...found, reason: 'approved' });
  // What was authorized before is carried to its end, whatever became of the card since.
  return check('card_state', linked && status !== 'inactive', {
    ...found,
    reason: inactiveReasons[status],
    actionCode: status === 'locked' ? lockAction(card.lock) : undefined,
    wouldPassWith: status === 'inactive' || status === 'locked' ? remedies[status] : undefined,
  });
};

const findingCheck = (name: 'cvv' | 'pin', finding: Finding): Check =>
  check(name, finding !== 'mismatch', { input: finding, threshold: 'match or unchecked', reason: `${name}_mismatch` });

const expiryCheck = (
  { verification }: AuthorizationRequest,
  { card }: SpendFacts,
  { month, linked }: { readonly month: string; readonly linked: boolean },
): Check => {
  const fits = verification.expiry !== 'mismatch';
  return check('card_expiry', fits && (card === undefined || linked || card.expiry >= month), {
    input: card?.expiry ?? null,
    threshold: month,
    reason: fits ? 'card_expired' : 'expiry_mismatch',
  });
};

/** Card, holder and balance. */
export const cardChecks = (
  request: AuthorizationRequest,
  facts: SpendFacts,
  { now, linked }: { readonly now: Temporal.Instant; readonly linked: boolean },
): readonly Check[] => {
  const { card, state, level } = facts;
  return [
    check('card_exists', card !== undefined, { input: card !== undefined, threshold: true, reason: 'card_unknown' }),
    // A balance is closed with its holder, and there is none without KYC: both are seen in what it carries.
    check('cardholder_status', state !== 'closed', { input: state, threshold: 'not closed', reason: 'balance_closed' }),
    check('kyc_tier', true, { input: level, threshold: 'minimum', reason: 'approved' }),
    stateCheck(facts, linked),
    expiryCheck(request, facts, { month: monthAt(facts.currency, now), linked }),
    findingCheck('cvv', request.verification.cvv),
    findingCheck('pin', request.verification.pin),
    check('balance_state', state === 'active', {
      input: state,
      threshold: 'active',
      reason: state === 'active' ? 'approved' : `balance_${state}`,
    }),
    check('currency', request.amount.currency === facts.currency, {
      input: request.amount.currency,
      threshold: facts.currency,
      reason: 'currency_mismatch',
    }),
  ];
};

/** An increment needs an authorization that is there and has not ended. */
export const endedCheck = (reason: Reason, state: string | undefined): Check =>
  check('authorization_open', false, { input: state ?? null, threshold: 'approved', reason });

/** A debit under a mandate is exactly what its holder was told (rule 28): no increment adds to it. */
export const toldAmountCheck = (minor: bigint): Check =>
  check('mandate_amount', false, {
    input: Number(minor),
    threshold: 0,
    reason: 'mandate_amount_exceeded',
    ruleVersion: 'rule 28',
  });

/** The network does not wait: whatever else would have been decided, it heard "declined, try again". */
export const outOfTimeCheck = (): Check =>
  check('answered_in_time', false, { input: false, threshold: true, reason: 'out_of_time' });

/** The purses: the partner's deposit first, then the holder's money (AN-69). */
export const moneyChecks = (
  request: AuthorizationRequest,
  facts: SpendFacts,
  { deposit }: { readonly deposit: 'not_needed' | 'enough' | 'short' },
): readonly Check[] => [
  ...(deposit === 'not_needed'
    ? []
    : [
        check('partner_deposit', deposit === 'enough', {
          input: deposit,
          threshold: 'enough',
          reason: 'deposit_insufficient',
        }),
      ]),
  check('available', facts.available >= request.amount.minor, {
    input: Number(facts.available),
    threshold: Number(request.amount.minor),
    reason: 'insufficient_funds',
    wouldPassWith: { load: Number(request.amount.minor - facts.available) },
  }),
];

/** The tenant's own word, when it is asked; its default when it is silent. */
export const tenantCheck = ({
  tenant,
}: {
  readonly tenant: 'not_asked' | 'approve' | 'decline' | 'silent_approve' | 'silent_decline';
}): readonly Check[] => {
  if (tenant === 'not_asked') return [];
  const silent = tenant.startsWith('silent');
  return [
    check('tenant_decision', tenant.endsWith('approve'), {
      input: tenant,
      threshold: 'approve',
      reason: silent ? 'tenant_silent' : 'tenant_declined',
    }),
  ];
};
