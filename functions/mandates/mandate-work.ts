import type { CustomerAdmission, CustomerDirectory } from '../customers/ports/customer-directory.ts';
import type { CustomerContacts } from '../customers/ports/customer-contacts.ts';
import { ConcurrentChange, NotFound, TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import type { RecordDraft } from '../kernel/events/record.ts';
import type { IdGenerator } from '../kernel/ids/ids.ts';
import type { CounterName, Meter } from '../kernel/observability/meter.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork, Work } from '../kernel/persistence/unit-of-work.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import type { Mandate } from './domain/mandate.ts';
import { isClosing, isFinal, isOwed, isStanding, needsFollowing } from './domain/mandate-states.ts';
import { firstLookMinutes } from './following-pace.ts';
import { timerWrites } from './mandate-timers.ts';
import type { MandateStore } from './ports/mandate-store.ts';
import type { OpenDebits, Share } from './ports/open-debits.ts';
import type { PaymentProvider } from './ports/payment-provider.ts';
import { registrationOutcome } from './registration-outcome.ts';

/** What the operations on mandates work with. */
export interface MandateDependencies {
  readonly mandates: MandateStore;
  readonly customers: CustomerDirectory & Pick<CustomerAdmission, 'admitPayer'> & CustomerContacts;
  readonly payments: PaymentProvider;
  readonly openDebits: OpenDebits;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
  readonly meter: Meter;
}

/** What those need that change a mandate which is there. */
export type MandateWorkDependencies = Pick<MandateDependencies, 'mandates' | 'openDebits' | 'unitOfWork'>;

/** A mandate's next version, and whatever else belongs to the same step. */
export interface MandateStep {
  readonly mandate: Mandate;
  readonly records: readonly RecordDraft[];
  readonly writes?: readonly WriteIntent[];
  /** Counted once it is committed. */
  readonly counts?: readonly CounterName[];
}

/** @throws mandate_not_found, in the chain's own words: a malformed or foreign id answers alike */
export const loadMandate = async (
  { mandates }: Pick<MandateDependencies, 'mandates'>,
  { tenant }: OperationContext,
  mandateId: string,
): Promise<Mandate> => {
  const mandate = await mandates.find(tenant, mandateId);
  if (mandate === undefined) throw new NotFound('mandate_not_found');
  return mandate;
};

const nothing: Share = { writes: [], records: [] };

/** How long a payment of an order that is over may take to show. */
const lateHours = 4 * 24;

/** An order that is over is looked after for some days: it may have been paid at the last moment, and nobody told us. */
const lookedAfter = ({ clock }: OperationContext, before: Mandate, after: Mandate): Mandate => {
  if (after.pastOrders.length === 0) return { ...after, lateUntil: undefined };
  const isNew = after.pastOrders.some((orderId) => !before.pastOrders.includes(orderId));
  return isNew ? { ...after, lateUntil: clock.now().add({ hours: lateHours }) } : after;
};

/** Keeps the time of the next look while one is needed; a cancellation is asked for at once. */
const followed = ({ clock }: OperationContext, before: Mandate, after: Mandate): Mandate => {
  if (!needsFollowing(after)) return { ...after, followFrom: undefined };
  const now = clock.now();
  if (after.status === 'cancellation_pending' && before.status !== after.status) return { ...after, followFrom: now };
  const isSooner = isOwed(after) && !isOwed(before);
  if (after.followFrom !== undefined && !isSooner) return after;
  return { ...after, followFrom: now.add({ minutes: firstLookMinutes(after) }) };
};

/** Debits that end with the mandate; what becomes of the one whose money is asked for, the provider says. */
const shareOfDebits = async (
  { openDebits }: Pick<MandateDependencies, 'openDebits'>,
  context: OperationContext,
  { before, why }: { readonly before: Mandate; readonly why: string },
): Promise<Share> => {
  const leaving = before.openDebits.filter(({ debitId }) => debitId !== before.executing);
  return leaving.length === 0 ? nothing : openDebits.cancel(context, leaving, why);
};

const reasonFor = (after: Mandate): string => {
  if (!isClosing(after.status)) return 'mandate_modified';
  return isFinal(after.status) && after.endReason === 'validity_over' ? 'mandate_expired' : 'mandate_withdrawn';
};

/** A debit is announced for one token and one amount rule: it does not outlive either. */
const endsDebits = (before: Mandate, after: Mandate): boolean =>
  (isClosing(after.status) && !isClosing(before.status)) ||
  (isStanding(before.status) && before.remote.tokenId !== after.remote.tokenId);

/**
 * All that one step of a mandate writes: its next version, its timers, and the end of its open debits where no debit
 * may start any more. In one transaction, so that no debit is left that nobody may carry out.
 */
export const workOf = async (
  deps: MandateWorkDependencies,
  context: OperationContext,
  { before, step }: { readonly before: Mandate; readonly step: MandateStep },
): Promise<Work & { readonly mandate: Mandate }> => {
  const ends = endsDebits(before, step.mandate);
  const share = ends ? await shareOfDebits(deps, context, { before, why: reasonFor(step.mandate) }) : nothing;
  const openDebits = ends ? before.openDebits.filter(({ debitId }) => debitId === before.executing) : before.openDebits;
  const after = followed(context, before, lookedAfter(context, before, { ...step.mandate, openDebits }));
  return {
    mandate: after,
    writes: [
      deps.mandates.replace(context.tenant, after),
      ...timerWrites(context, before, after),
      ...(step.writes ?? []),
      ...share.writes,
    ],
    records: [...step.records, ...share.records],
  };
};

const maxAttempts = 5;

/**
 * Takes one step of a mandate. Hints, timers, callers and the workflow's own runs meet here: who comes second decides
 * again on what the first has left.
 * @param decide called anew after somebody else's change; undefined: there is nothing to do
 * @returns the mandate after the step, and whether it was taken
 * @throws mandate_not_found; temporarily_unavailable when others kept coming first
 */
export const takeStep = async (
  deps: MandateWorkDependencies & Pick<MandateDependencies, 'meter'>,
  context: OperationContext,
  step: {
    readonly mandateId: string;
    decide(mandate: Mandate): Promise<MandateStep | undefined> | MandateStep | undefined;
  },
): Promise<{ readonly mandate: Mandate; readonly taken: boolean }> => {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const before = await loadMandate(deps, context, step.mandateId);
    const decided = await step.decide(before);
    if (decided === undefined) return { mandate: before, taken: false };
    const work = await workOf(deps, context, { before, step: decided });
    try {
      await deps.unitOfWork.commit(context, work, undefined);
    } catch (error) {
      if (error instanceof ConcurrentChange) continue;
      throw error;
    }
    for (const name of decided.counts ?? []) deps.meter.count(name, 1);
    const outcome = registrationOutcome(before, work.mandate);
    if (outcome !== undefined) deps.meter.outcome(outcome);
    return { mandate: work.mandate, taken: true };
  }
  throw new TemporarilyUnavailable();
};
