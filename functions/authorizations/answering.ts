import { DomainError, TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import { withPrefix } from '../kernel/ids/ids.ts';
import { AlreadyRecorded } from './already-recorded.ts';
import { answerAgain } from './answering-again.ts';
import type { Case, DecidingDependencies } from './case.ts';
import { answerRepeat, decideRequest } from './deciding.ts';
import type { Check } from './domain/checks.ts';
import { cardChecks, endedCheck, toldAmountCheck } from './domain/checks.ts';
import { checkEvidence } from './evidence.ts';
import { isOpen } from './domain/hold.ts';
import { linkedRecord } from './decision-records.ts';
import { readMandate } from './mandate-message.ts';
import { codesOf } from './domain/reasons.ts';
import type { NetworkAnswer } from './network-answer.ts';
import { answerFor, unrecorded } from './network-answer.ts';

/** A request whose card is known; its ids are still to be made. */
export type Asked = Omit<Case, 'authorizationId' | 'eventId' | 'linked' | 'mandate'>;

/** The balance, for a card in order; nothing is reserved and nothing is recorded. */
const inquire = async (deps: DecidingDependencies, asked: Asked): Promise<NetworkAnswer> => {
  const { context, request, place } = asked;
  const known = await deps.spending.read(context.tenant, place);
  if (known === undefined) return unrecorded('card_unknown');
  const checks = cardChecks(request, known, { now: context.clock.now(), linked: false });
  const failed = checks.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined) return unrecorded(failed.reason, failed.actionCode);
  return { decision: 'approved', ...codesOf('approved'), approvedAmount: 0, available: Number(known.available) };
};

/** An increment of what is not there, has ended or may not grow: declined, and the hold stays as it is. */
const refuseIncrement = async (deps: DecidingDependencies, asked: Case, check: Check): Promise<NetworkAnswer> => {
  const { context, request, place, authorizationId, eventId, linked, deadline } = asked;
  const { reason } = check;
  const evidence = checkEvidence({ checks: [check], wouldPassWith: undefined });
  const decided = { authorizationId, eventId, reason, approved: 0n, evidence };
  const draft = linkedRecord(
    deps,
    { tenant: context.tenant, request, place },
    { decided, type: 'authorization.increment_declined', version: linked?.hold.version ?? 1 },
  );
  return deps.unitOfWork.commit(context, { writes: [], records: [draft], deadline }, answerFor(reason, decided));
};

const increment = async (deps: DecidingDependencies, asked: Case): Promise<NetworkAnswer> => {
  const { context, request, place } = asked;
  const linked =
    request.original === undefined
      ? undefined
      : await deps.authorizations.find(context.tenant, place.balanceId, request.original);
  if (linked === undefined) return refuseIncrement(deps, asked, endedCheck('authorization_unknown', undefined));
  const { authorizationId } = linked;
  const raised = { ...asked, linked, authorizationId };
  if (!isOpen(linked.hold)) return refuseIncrement(deps, raised, endedCheck('authorization_ended', linked.hold.state));
  return linked.underMandate
    ? refuseIncrement(deps, raised, toldAmountCheck(request.amount.minor))
    : decideRequest(deps, raised);
};

/** One try. @throws concurrent_change when another message about the same authorization was faster */
const answerOnce = async (deps: DecidingDependencies, asked: Asked): Promise<NetworkAnswer> => {
  const eventId = deps.ids.next('evt', asked.context.tenant);
  const mandate = await readMandate(deps, asked);
  const fresh: Case = { ...asked, eventId, authorizationId: withPrefix(eventId, 'aut'), linked: undefined, mandate };
  try {
    return await (fresh.request.kind === 'increment' ? increment(deps, fresh) : decideRequest(deps, fresh));
  } catch (error) {
    if (!(error instanceof AlreadyRecorded)) throw error;
    return fresh.request.kind === 'increment'
      ? answerAgain(deps, fresh, error.stored)
      : answerRepeat(deps, fresh, error);
  }
};

const maxTries = 4;

const isOutrun = (error: unknown): boolean => error instanceof DomainError && error.code === 'concurrent_change';

/**
 * The answer to a request whose card is known: a decision that is committed, the first decision of a message that is
 * repeated, or the balance.
 * @throws TemporarilyUnavailable or OutcomeUnknown when the deadline came first
 */
export const answerRequest = async (deps: DecidingDependencies, asked: Asked): Promise<NetworkAnswer> => {
  if (asked.request.kind === 'balance_inquiry') return inquire(deps, asked);
  for (let tries = 1; tries <= maxTries; tries += 1) {
    try {
      return await answerOnce(deps, asked);
    } catch (error) {
      if (!isOutrun(error)) throw error;
    }
  }
  throw new TemporarilyUnavailable();
};
