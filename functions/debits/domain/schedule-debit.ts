import { digestOf } from '../../kernel/ids/digest.ts';
import type { Money } from '../../kernel/money/money.ts';
import type { Debit } from './debit.ts';
import type { MandateTerms } from './mandate-terms.ts';
import type { DebitPlan, DebitWish } from './plan-debit.ts';

interface Words {
  readonly reference: string;
  readonly reason: string;
  /** The one-time payment that belongs to it. */
  readonly paymentId?: string | undefined;
}

const isAbove = (amount: Money, ceiling: Money): boolean => amount.minor > ceiling.minor;

/** A new debit: announced and asked for later, or, where the payer must authenticate, waiting for that. */
export const scheduleDebit = (
  terms: Pick<MandateTerms, 'mandateId' | 'customerId'>,
  { debitId, amount, dueAt, now }: DebitWish,
  { plan, words }: { readonly plan: DebitPlan; readonly words: Words },
): Debit => ({
  debitId,
  mandateId: terms.mandateId,
  customerId: terms.customerId,
  amount,
  status: plan.authentication === undefined ? 'scheduled' : 'requires_authentication',
  dueAt,
  reference: words.reference,
  reason: words.reason,
  cycle: plan.cycle,
  notifyAt: plan.notifyAt,
  earliestDebitAt: plan.earliestDebitAt,
  requiresAuthentication: plan.authentication !== undefined,
  aboveThreshold: isAbove(amount, plan.ceiling),
  ruleVersions: plan.ruleVersions,
  attempts: [],
  paymentId: words.paymentId,
  createdAt: now,
  sequence: 1,
});

/**
 * A hash of what the payer is told (rule 9), frozen with the notice: a debit that differs from it is not asked for
 * (rule 28, boundary case 8).
 * @param tokenId under which it was announced: a mandate that is modified meanwhile has another, and the notice is not of that
 */
export const contentHashOf = (
  debit: Pick<Debit, 'debitId' | 'mandateId' | 'amount' | 'reference' | 'reason'>,
  tokenId: string | undefined,
): string => {
  const { debitId, mandateId, amount, reference, reason } = debit;
  return digestOf([debitId, mandateId, String(amount.minor), amount.currency, reference, reason, tokenId ?? '']);
};
