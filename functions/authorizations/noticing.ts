import type { DebitNotices } from '../card-mandates/ports/third-party-mandates.ts';
import type { SpendLedger, SpendPlace } from '../balances/ports/spend-ledger.ts';
import { DomainError, TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { DebitNotice } from './domain/network-message.ts';
import { codesOf } from './domain/reasons.ts';
import type { Reason } from './domain/reasons.ts';
import type { NetworkAnswer } from './network-answer.ts';

export interface NoticingDependencies {
  readonly spending: Pick<SpendLedger, 'read'>;
  readonly notices: DebitNotices;
}

/** What the network tells of a debit that is to come, on a card that is known. */
export type ComingDebit = DebitNotice & SpendPlace;

/** What the network hears of an announcement: whether the customer is told of it, else why not. */
export type NoticeAnswer = NetworkAnswer & { readonly reason: Reason };

/** The network repeats what was not answered; it does not repeat what was refused. */
const asUnavailable = (error: unknown): never => {
  throw error instanceof DomainError && error.code === 'concurrent_change' ? new TemporarilyUnavailable() : error;
};

/**
 * Takes a third party's word that it will debit a card, and has its holder told. Nothing is decided of the debit itself.
 * @throws ConcurrentChange, TemporarilyUnavailable: the network sends the same message again
 */
export const takeNotice = async (
  { spending, notices }: NoticingDependencies,
  context: OperationContext,
  coming: ComingDebit,
): Promise<NoticeAnswer> => {
  const known = await spending.read(context.tenant, coming);
  const chain = known?.card?.countedAs ?? coming.cardExternalId;
  const taken = await notices.announce(context, { ...coming, chain }).catch(asUnavailable);
  const reason = typeof taken === 'string' ? taken : 'approved';
  const named = typeof taken === 'string' ? {} : taken;
  const decision = reason === 'approved' ? 'approved' : 'declined';
  return { decision, ...codesOf(reason), approvedAmount: 0, reason, ...named };
};
