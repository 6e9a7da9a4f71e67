import { SpendRefused } from '../balances/ports/spend-ledger.ts';
import { DomainError, TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import { isCrossBorder } from '../policies/card-rules.ts';
import { AlreadyRecorded } from './already-recorded.ts';
import { answerAgain } from './answering-again.ts';
import { approval } from './approval.ts';
import type { Case, DecidingDependencies, Findings } from './case.ts';
import { decisionRecord, linkedRecord } from './decision-records.ts';
import type { Circumstances, Decision } from './domain/decision.ts';
import { endedCheck } from './domain/checks.ts';
import { decide } from './domain/decision.ts';
import { newHold } from './domain/hold.ts';
import { mustWeigh } from './domain/program-rules.ts';
import { checkEvidence } from './evidence.ts';
import { mandateDeclined, mandateWord } from './mandate-message.ts';
import type { NetworkAnswer } from './network-answer.ts';
import { answerFor } from './network-answer.ts';

const maxAttempts = 6;

/** Kept of the time for the write, when the tenant is asked first. */
const commitMs = 250;
const depositTries = 5;

/**
 * Nothing can be decided by the write's conditions alone where counters, the holder's level or the tenant count, or
 * where the program itself refuses. Rules of card and holder stand where the write finds them.
 */
const mustRead = ({ request, program, linked }: Case): boolean =>
  mustWeigh(request, program) ||
  linked !== undefined ||
  request.mandate !== undefined ||
  request.kind !== 'authorization' ||
  request.channel === 'atm' ||
  isCrossBorder(request.amount.currency, request.merchant.country) ||
  program.decisionWebhook !== null ||
  Object.values(request.verification).includes('mismatch');

/** Of an increment: what the authorization came to before it. */
const approvedBefore = ({ request, linked }: Case): bigint | undefined =>
  request.kind === 'increment' && linked !== undefined ? linked.hold.left + linked.hold.cleared : undefined;

const circumstancesOf = (
  deps: DecidingDependencies,
  asked: Case,
  { deposit, tenant, known }: Findings & { readonly known: NonNullable<Findings['known']> },
): Circumstances => ({
  now: asked.context.clock.now(),
  program: asked.program.rules,
  deposit,
  tenant,
  linked: asked.request.kind === 'increment',
  before: approvedBefore(asked),
  mandate: mandateWord(deps, asked, known),
});

const isShortDeposit = (error: unknown): boolean =>
  error instanceof DomainError && error.code === 'insufficient_funds' && error.message === 'partner_deposit';

/** Learns from what refused the write. @throws what says nothing about the decision */
const learn = async (
  deps: DecidingDependencies,
  { context, request, place }: Case,
  { findings, error }: { readonly findings: Findings; readonly error: unknown },
): Promise<void> => {
  if (error instanceof SpendRefused) {
    findings.known = error.found;
    return;
  }
  if (!isShortDeposit(error)) throw error;
  findings.depositTries += 1;
  const { currency, minor } = request.amount;
  findings.shares = await deps.deposits.findRoom(context.tenant, currency, minor);
  if (findings.shares === undefined || findings.depositTries >= depositTries) findings.deposit = 'short';
  findings.known ??= await deps.spending.read(context.tenant, place);
};

/** The decision by what is known, with the tenant's word when everything else allows it; undefined to try blindly. */
const decideBy = async (deps: DecidingDependencies, asked: Case, findings: Findings): Promise<Decision | undefined> => {
  const { known } = findings;
  if (known === undefined) return undefined;
  const { request, program, context, place, authorizationId } = asked;
  const first = decide(request, known, circumstancesOf(deps, asked, { ...findings, known }));
  const webhook = program.decisionWebhook;
  if (first.approved === 0n || webhook === null || findings.tenant !== 'not_asked') return first;
  const withinMs = asked.deadline.stopAt - commitMs - deps.pacer.elapsed();
  findings.tenant = await deps.tenantDecision.ask(context, { webhook, request, place, authorizationId, withinMs });
  return decide(request, known, circumstancesOf(deps, asked, { ...findings, known }));
};

const recordDecline = async (
  deps: DecidingDependencies,
  asked: Case,
  { decision, known }: { readonly decision: Decision; readonly known: Findings['known'] },
): Promise<NetworkAnswer> => {
  const { context, request, place, authorizationId, eventId, linked, deadline } = asked;
  const { reason, actionCode } = decision;
  const mandate = mandateDeclined(deps, asked, { known, reason });
  const evidence = checkEvidence(decision);
  const decided = { authorizationId, eventId, reason, actionCode, approved: 0n, evidence, mandate: mandate?.named };
  const { tenant } = context;
  const subject = { tenant, request, place };
  const draft =
    linked === undefined
      ? decisionRecord(deps, subject, { decided, hold: newHold('declined', 0n) })
      : linkedRecord(deps, subject, {
          decided,
          type: asked.request.kind === 'increment' ? 'authorization.increment_declined' : 'authorization.declined',
          version: linked.hold.version,
        });
  const { writes = [], records = [] } = mandate ?? {};
  return deps.unitOfWork.commit(
    context,
    { writes, records: [draft, ...records], deadline },
    answerFor(reason, decided),
  );
};

/**
 * Decides one request and commits the decision: what it reserves, and its record, in one transaction.
 *
 * 1. Try to approve without reading: the write's conditions are the checks. Where they cannot be, read first.
 * 2. What refused the write is what stands there: decide by it. Declined: record that. Still approved: try again.
 * @throws AlreadyRecorded when the message was decided before; TemporarilyUnavailable or OutcomeUnknown at the deadline
 */
export const decideRequest = async (deps: DecidingDependencies, asked: Case): Promise<NetworkAnswer> => {
  const { context, place, program } = asked;
  const findings: Findings = {
    known: mustRead(asked) ? await deps.spending.read(context.tenant, place) : undefined,
    deposit: program.balanceHolder === 'partner' ? 'enough' : 'not_needed',
    shares: undefined,
    depositTries: 0,
    tenant: 'not_asked',
  };
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const decision = await decideBy(deps, asked, findings);
    if (decision?.approved === 0n) return recordDecline(deps, asked, { decision, known: findings.known });
    const { work, answer } = await approval(deps, asked, { findings, decision });
    try {
      return await deps.unitOfWork.commit(context, { ...work, deadline: asked.deadline }, answer);
    } catch (error) {
      if (error instanceof AlreadyRecorded) throw error;
      await learn(deps, asked, { findings, error });
    }
  }
  throw new TemporarilyUnavailable();
};

/** The first answer to a message that was decided before, or to one that a reversal or clearing came before. */
export const answerRepeat = async (
  deps: DecidingDependencies,
  asked: Case,
  { stored }: AlreadyRecorded,
): Promise<NetworkAnswer> => {
  const { context, request, place } = asked;
  const earlier = deps.authorizations.read(stored);
  if (earlier?.preceded !== true) return answerAgain(deps, asked, stored);
  const message = await deps.authorizations.message(context.tenant, place.balanceId, request.message);
  if (message !== undefined) return answerAgain(deps, asked, message);
  const linked = { ...asked, linked: earlier, authorizationId: earlier.authorizationId };
  if (request.kind !== 'financial') return decideRequest(deps, linked);
  // What is paid at once is posted at its own place or not at all: the network took it back, or counts on no answer.
  const reason = 'authorization_ended';
  const checks = [endedCheck(reason, earlier.hold.state)];
  const decision = { reason, approved: 0n, checks, wouldPassWith: undefined, counted: [] } as const;
  return recordDecline(deps, linked, { decision, known: undefined });
};
