import type { DepositChange } from '../balances/ports/deposit-escrow.ts';
import { money } from '../kernel/money/money.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import { countedBy, termsOf } from './approval-terms.ts';
import type { Decided } from './decision-records.ts';
import { decisionRecord, linkedRecord, paidRecord } from './decision-records.ts';
import type { Case, DecidingDependencies, Findings } from './case.ts';
import type { Decision } from './domain/decision.ts';
import type { Counted, DepositShare, Hold, HoldChange } from './domain/hold.ts';
import { increase, newHold, raiseTo, unchanged } from './domain/hold.ts';
import { checkEvidence } from './evidence.ts';
import { mandateApproved } from './mandate-message.ts';
import type { NetworkAnswer } from './network-answer.ts';
import { answerFor } from './network-answer.ts';

/** The deposit pays first (AN-69): reserved with the customer's money, or gone with it when it is paid at once. */
const depositChange = (asked: Case, shares: readonly DepositShare[]): DepositChange => {
  const { currency } = asked.request.amount;
  return asked.request.kind === 'financial'
    ? { currency, reserve: shares, settle: shares }
    : { currency, reserve: shares };
};

/** How the authorization stands once this is approved, and what more that reserves. */
const holdAfter = ({ request, linked }: Case, approved: bigint): Pick<HoldChange, 'hold' | 'held'> => {
  if (linked === undefined) {
    const hold = newHold(request.kind === 'financial' ? 'cleared' : 'approved', 0n);
    const amounts = request.kind === 'financial' ? { cleared: approved } : { left: approved };
    return { hold: { ...hold, ...amounts }, held: approved };
  }
  if (linked.hold.state === 'early') return raiseTo(linked.hold, approved);
  // An advice came before its authorization: what it said is reserved already.
  if (request.kind !== 'increment') return { hold: unchanged(linked.hold), held: 0n };
  return increase(linked.hold, approved);
};

/** Where the deposit reserves what the hold reserves: less than was asked for when a message came before (I20). */
const sharesOf = (
  deps: DecidingDependencies,
  { place }: Case,
  { findings, held }: { readonly findings: Findings; readonly held: bigint },
): readonly DepositShare[] => {
  if (findings.deposit === 'not_needed' || held === 0n) return [];
  const home = { slice: deps.deposits.homeSlice(place.balanceId), amount: held };
  return findings.shares === undefined ? [home] : deps.deposits.split(findings.shares, held).first;
};

const recordOf = (
  deps: DecidingDependencies,
  asked: Case,
  approved: {
    readonly minor: bigint;
    readonly hold: Hold;
    readonly decision: Decision | undefined;
    readonly deposit: string | undefined;
    readonly mandate: Decided['mandate'];
  },
) => {
  const { request, place, context, authorizationId, eventId, linked } = asked;
  const { minor, hold, decision, deposit, mandate } = approved;
  const evidence = decision === undefined ? undefined : checkEvidence(decision);
  const decided = {
    authorizationId,
    eventId,
    reason: decision?.reason ?? 'approved',
    approved: minor,
    evidence,
    mandate,
  } as const;
  const subject = { tenant: context.tenant, request, place };
  if (linked !== undefined) {
    const type = request.kind === 'increment' ? 'authorization.incremented' : 'authorization.approved';
    return linkedRecord(deps, subject, { decided, type, version: hold.version });
  }
  return request.kind === 'financial'
    ? paidRecord(deps, subject, { decided, hold, deposit })
    : decisionRecord(deps, subject, { decided, hold });
};

interface Approved {
  readonly minor: bigint;
  readonly hold: Hold;
  /** What more the balance holds, or pays. */
  readonly held: bigint;
  readonly counted: readonly Counted[];
  readonly shares: readonly DepositShare[];
  readonly findings: Findings;
  readonly liftsControls: boolean;
}

/** What changes besides the record: the deposit, the balance, the authorization that is raised, the person's total. */
const writesOf = (deps: DecidingDependencies, asked: Case, approved: Approved): readonly WriteIntent[] => {
  const { request, place, linked, authorizationId } = asked;
  const { tenant } = asked.context;
  const { minor, hold, held, counted, shares, findings, liftsControls } = approved;
  const person = request.kind === 'financial' ? findings.known?.person : undefined;
  const name = request.original ?? request.message;
  return [
    ...(shares.length === 0 ? [] : deps.deposits.change(tenant, depositChange(asked, shares))),
    ...(held === 0n
      ? []
      : [deps.spending.approve(tenant, place, termsOf(asked, findings, { minor: held, counted, liftsControls }))]),
    ...(linked === undefined ? [] : [deps.authorizations.change(tenant, { ...place, name, authorizationId }, hold)]),
    ...(person === undefined ? [] : [deps.limits.lower(person, money(minor, request.amount.currency))]),
  ];
};

/** A mandate's share of the work, when the payment is under one. */
const withMandate = (work: Work, standing: Pick<Work, 'writes' | 'records'> | undefined): Work =>
  standing === undefined
    ? work
    : { writes: [...work.writes, ...standing.writes], records: [...work.records, ...standing.records] };

/**
 * What is paid at once is settled with the deposit at once: its journal entry names the deposit, and no hold has it.
 * @returns the deposit's id
 */
const depositPaid = async (
  { deposits }: DecidingDependencies,
  { request, context }: Case,
  shares: readonly DepositShare[],
): Promise<string | undefined> => {
  if (request.kind !== 'financial' || shares.length === 0) return undefined;
  return (await deposits.depositPurse(context.tenant, request.amount.currency))?.partnerBalanceId;
};

/** Everything that an approval writes, and what the network hears once it is written. */
export const approval = async (
  deps: DecidingDependencies,
  asked: Case,
  { findings, decision }: { readonly findings: Findings; readonly decision: Decision | undefined },
): Promise<{ readonly work: Work; readonly answer: NetworkAnswer }> => {
  const { request, authorizationId, eventId } = asked;
  const isPaid = request.kind === 'financial';
  const minor = decision?.approved ?? request.amount.minor;
  const rise = holdAfter(asked, minor);
  const counted = countedBy(decision, rise.held);
  const shares = sharesOf(deps, asked, { findings, held: rise.held });
  const deposit = await depositPaid(deps, asked, shares);
  const hold = {
    ...rise.hold,
    counted: [...rise.hold.counted, ...counted],
    shares: isPaid ? [] : [...rise.hold.shares, ...shares],
  };
  const standing = mandateApproved(deps, asked, findings.known);
  const liftsControls = decision?.liftsControls === true;
  const own = writesOf(deps, asked, { minor, hold, held: rise.held, counted, shares, findings, liftsControls });
  const mandate = standing?.named;
  const record = recordOf(deps, asked, { minor, hold, decision, deposit, mandate });
  const answer = answerFor(decision?.reason ?? 'approved', { authorizationId, eventId, approved: minor, mandate });
  return { work: withMandate({ writes: own, records: [record] }, standing), answer };
};
