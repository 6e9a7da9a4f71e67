import type { AnnouncedDebits, KnownMandate } from '../../card-mandates/ports/announced-debits.ts';
import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { WireMoney } from '../../kernel/money/money.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { fromTimestamp, toTimestamp } from '../../kernel/time/clock.ts';
import { networkRefused, orderReference } from '../network-refusals.ts';
import type { CardNetwork } from '../ports/card-network.ts';
import { submission } from '../third-party-timer.ts';
import type { simulateThirdPartyDebit as declaration } from './declaration.ts';

interface Dependencies {
  readonly debits: Pick<AnnouncedDebits, 'findMandate'>;
  readonly network: Pick<CardNetwork, 'announceDebit' | 'debitUnderMandate'>;
  readonly unitOfWork: UnitOfWork;
}

/** Just behind the 24 hours that begin when the notice is delivered, a second after it was asked for. */
const defaultLeadSeconds = 86_401;

interface Wish {
  readonly mandateId: string;
  readonly mandate: KnownMandate;
  readonly amount: WireMoney;
  readonly reason: string;
  readonly dueAt: string;
  readonly standIn: boolean;
}

const undecided = { authorizationId: null, decisionId: null, actionCode: null, responseCode: null };

const debitAtOnce = async (
  { network, unitOfWork }: Dependencies,
  context: OperationContext,
  { mandateId, mandate, amount, dueAt, standIn }: Wish,
) => {
  const heard = await network.debitUnderMandate(context.tenant, {
    reference: orderReference(context),
    cardId: mandate.cardExternalId,
    mandate: mandate.reference,
    amount: fromWire(amount),
    merchant: mandate.merchant,
    standIn,
  });
  if (typeof heard === 'string') throw networkRefused(heard);
  const { decision, debitId = null, authorizationId = null, decisionId = null, actionCode, responseCode } = heard;
  const decided = { authorizationId, decisionId, actionCode, responseCode };
  const answer = { mandateId, debitId, status: decision, reason: null, dueAt, ...decided };
  return unitOfWork.commit(context, { writes: [], records: [] }, answer);
};

const announce = async (
  { network, unitOfWork }: Dependencies,
  context: OperationContext,
  { wish, isPatient }: { readonly wish: Wish; readonly isPatient: boolean },
) => {
  const { mandateId, mandate, amount, dueAt, reason, standIn } = wish;
  const taken = await network.announceDebit(context.tenant, {
    reference: orderReference(context),
    cardId: mandate.cardExternalId,
    mandate: mandate.reference,
    amount: fromWire(amount),
    dueAt,
    reason,
  });
  if (typeof taken === 'string') throw networkRefused(taken);
  const { debitId } = taken;
  if (taken.decision === 'declined' || debitId === undefined) {
    const answer = { mandateId, debitId: null, status: 'refused' as const, reason: taken.reason, dueAt, ...undecided };
    return unitOfWork.commit(context, { writes: [], records: [] }, answer);
  }
  const timer = submission(context, { debitId, isPatient, standIn, tries: 1, dueAt: fromTimestamp(dueAt) });
  const answer = { mandateId, debitId, status: 'announced' as const, reason: null, dueAt, ...undecided };
  return unitOfWork.commit(context, { writes: [timer], records: [] }, answer);
};

/**
 * Has a third party debit a card under its mandate.
 *
 * In: the amount, and when. Out: the announced debit, which makes itself by a timer on the tenant's clock; without notice
 * what was decided at once. With `standIn` the network decides, and its ids are null.
 * 1. Find the mandate and the card that it stands on now.
 * 2. Have the twin announce the debit; what it asks for by itself is due 24 hours and a second from now, and waits for the
 *    notice to have run. A `dueAt` is kept to, also when that is too early.
 * 3. Commit the idempotency key with the answer and the timer.
 */
export const simulateThirdPartyDebit =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { mandateId }, body }) => {
    const mandate = await deps.debits.findMandate(context.tenant, mandateId);
    if (mandate === undefined) throw new NotFound('mandate_not_found');
    const now = context.clock.now();
    const {
      amount,
      notice = true,
      standIn = false,
      reason = `subscription of ${mandate.merchant.name}`.slice(0, 100),
    } = body;
    const dueAt = body.dueAt ?? toTimestamp(notice ? now.add({ seconds: defaultLeadSeconds }) : now);
    const wish = { mandateId, mandate, amount, reason, dueAt, standIn };
    return notice
      ? announce(deps, context, { wish, isPatient: body.dueAt === undefined })
      : debitAtOnce(deps, context, wish);
  };
