import { NotFound, OutcomeUnknown, TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { Log } from '../../kernel/observability/log.ts';
import { errorFields } from '../../kernel/observability/log.ts';
import type { Meter } from '../../kernel/observability/meter.ts';
import { authenticateMessage } from '../../kernel/operation/signed-message.ts';
import type { UrlInput, UrlUseCase } from '../../kernel/operation/url-operation.ts';
import type { SecretStore } from '../../kernel/platform/platform.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { Deadline, Pacer } from '../../kernel/time/pacer.ts';
import { authorizationBudget, deadlineOf } from '../../kernel/time/pacer.ts';
import type { ProgramDirectory } from '../../tenants/ports/program-directory.ts';
import type { AuthorizationRequest, DebitNotice } from '../domain/network-message.ts';
import { messageContext } from '../message-context.ts';
import type { NetworkAnswer } from '../network-answer.ts';
import { unrecorded } from '../network-answer.ts';
import type { CardOwner, CardOwners } from '../ports/card-owners.ts';
import type { NoticingDependencies } from '../noticing.ts';
import { takeNotice } from '../noticing.ts';
import type { Doubts } from '../ports/doubts.ts';
import type { DecidingDependencies } from '../case.ts';
import { answerRequest } from '../answering.ts';
import { readMessage } from '../incoming-message.ts';

interface Dependencies extends DecidingDependencies, Pick<NoticingDependencies, 'notices'> {
  readonly secrets: SecretStore;
  readonly owners: CardOwners;
  readonly programs: ProgramDirectory;
  readonly doubts: Doubts;
  /** Real time. */
  readonly clock: Clock;
  readonly meter: Meter;
}

/** What is kept of the network's time for leaving word of a doubt. */
const doubtMs = 300;

const decisionBudget = { ...authorizationBudget, stopAfterMs: authorizationBudget.stopAfterMs - doubtMs };

const raiseDoubt = async (
  { doubts, meter, pacer }: Dependencies,
  doubt: Parameters<Doubts['raise']>[0],
  { log, error, answerBy }: { readonly log: Log; readonly error: TemporarilyUnavailable; readonly answerBy: number },
): Promise<NetworkAnswer> => {
  meter.count('authorization_out_of_time', 1);
  log.warn('authorization_out_of_time', { code: error instanceof OutcomeUnknown ? 'outcome_unknown' : error.code });
  try {
    const raised = await pacer.within(answerBy - pacer.elapsed(), doubts.raise(doubt));
    if (raised === undefined) throw new TemporarilyUnavailable();
  } catch (failure) {
    // The network is answered all the same; its own reversal, or the hold's expiry, ends what may have been reserved.
    meter.count('authorization_doubt_lost', 1);
    log.error('authorization_doubt_lost', errorFields(failure));
  }
  return unrecorded('out_of_time');
};

/** @throws TemporarilyUnavailable when the time is over first; what is under way goes on */
const inTime = async <Value>(pacer: Pacer, until: number, work: Promise<Value>): Promise<Value> => {
  const ended = await pacer.within(until - pacer.elapsed(), work);
  if (ended === undefined) throw new OutcomeUnknown();
  return ended.value;
};

const decideFor = async (
  deps: Dependencies,
  owner: CardOwner,
  asked: { readonly request: AuthorizationRequest; readonly input: UrlInput; readonly deadline: Deadline },
): Promise<NetworkAnswer> => {
  const { request, input, deadline } = asked;
  const { tenant, cardId, balanceId } = owner;
  const context = messageContext(deps.clock, tenant, { message: request, input });
  const decide = async () => {
    const program = await deps.programs.find(tenant);
    return answerRequest(deps, { context, request, place: { cardId, balanceId }, program, deadline });
  };
  try {
    return await inTime(deps.pacer, deadline.stopAt, decide());
  } catch (error) {
    if (!(error instanceof TemporarilyUnavailable)) throw error;
    const answerBy = deadline.stopAt + doubtMs;
    return raiseDoubt(
      deps,
      { owner, rawBody: input.rawBody, requestId: input.requestId },
      { log: context.log, error, answerBy },
    );
  }
};

/** Whose card it is; nothing was written for a request whose owner is not found in time. */
const ownerInTime = async (
  { owners, pacer, meter }: Dependencies,
  externalId: string,
  { stopAt }: Deadline,
): Promise<CardOwner | undefined | 'out_of_time'> => {
  try {
    return await inTime(pacer, stopAt, owners.find(externalId));
  } catch (error) {
    if (!(error instanceof TemporarilyUnavailable)) throw error;
    meter.count('authorization_out_of_time', 1);
    return 'out_of_time';
  }
};

/** Keeps a third party's announcement. @throws TemporarilyUnavailable when the time is over: the network repeats it */
const serveNotice = async (
  deps: Dependencies,
  { tenant, cardId, balanceId }: CardOwner,
  asked: { readonly notice: DebitNotice; readonly input: UrlInput; readonly deadline: Deadline },
) => {
  const { notice, input, deadline } = asked;
  const context = messageContext(deps.clock, tenant, { message: notice, input });
  return inTime(deps.pacer, deadline.stopAt, takeNotice(deps, context, { ...notice, cardId, balanceId }));
};

/**
 * Decides on a request of the card network (domain.md 2.6), or takes its word that a third party will debit a card.
 *
 * In: the signed message. Out: decision, action code and response code; a repeat hears the first answer.
 * 1. Verify the signature over the raw bytes, and read the message.
 * 2. Find whose card it is; nobody's is declined.
 * 3. Decide and commit in one transaction, within 800 ms; after 1,500 ms at the latest the network hears "declined, try
 *    again", and a queue finds out what became of it: an approval that came too late is reversed (I19).
 */
export const decideAuthorization =
  (deps: Dependencies): UrlUseCase =>
  async (input) => {
    const deadline = deadlineOf(deps.pacer.elapsed(), decisionBudget);
    if (input.method !== 'POST') throw new NotFound();
    authenticateMessage(input, await deps.secrets.values('issuer-webhook-signing'), deps.clock);
    const message = readMessage(input.rawBody);
    const owner = await ownerInTime(deps, message.cardExternalId, deadline);
    if (owner === 'out_of_time') return { status: 200, body: unrecorded(owner) };
    if (owner === undefined) return { status: 200, body: unrecorded('card_unknown') };
    const body =
      message.kind === 'mandate_notice'
        ? await serveNotice(deps, owner, { notice: message, input, deadline })
        : await decideFor(deps, owner, { request: message, input, deadline });
    return { status: 200, body };
  };
