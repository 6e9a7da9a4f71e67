import type { Temporal } from 'temporal-polyfill';
import { eligibleAt, noticePlan } from '../../policies/emandate.ts';
import type { Debit, DebitStatus, PreDebitNotice } from './debit.ts';
import { mostNotices } from './debit.ts';
import { stepped } from './debit-steps.ts';
import type { MandateTerms } from './mandate-terms.ts';
import { laterOf } from './instants.ts';

/** Whether the payer has to be told, and has not been. */
export const awaitsNotice = ({ status }: Pick<Debit, 'status'>): boolean =>
  status === 'scheduled' || status === 'notification_failed';

/** The notice to order now: which of the debit's it is, and what the provider is told about the debit's time. */
export const nextNotice = (
  debit: Debit,
  { method }: Pick<MandateTerms, 'method'>,
  now: Temporal.Instant,
): Pick<PreDebitNotice, 'number' | 'isRepeat' | 'paymentAfter'> => ({
  number: (debit.notice?.number ?? 0) + 1,
  isRepeat: debit.status === 'notification_failed',
  paymentAfter: noticePlan({ method, dueAt: debit.earliestDebitAt, now }).earliestDebitAt,
});

/** The debit whose notice the provider has taken. */
export const noticeSent = (debit: Debit, notice: Omit<PreDebitNotice, 'status'>): Debit =>
  stepped(debit, { status: 'notifying', notice: { ...notice, status: 'sent' } });

/**
 * From when the law counts: the delivery, by the provider's clock, but never before we had sent it. A provider's clock
 * that is late could otherwise shorten the payer's 24 hours.
 */
export const countedFrom = ({ deliveredAt, sentAt }: PreDebitNotice): Temporal.Instant | undefined =>
  deliveredAt === undefined ? undefined : sentAt === undefined ? deliveredAt : laterOf(deliveredAt, sentAt);

/** The debit whose notice has arrived; the wait runs from then (SH-03, rules 8, 38, 39; boundary cases 6, 7, 9, 10). */
export const noticeDelivered = (
  debit: Debit,
  { method }: Pick<MandateTerms, 'method'>,
  deliveredAt: Temporal.Instant,
): Debit => {
  if (debit.notice === undefined) throw new Error(`the debit ${debit.debitId} has no notice`);
  const notice = { ...debit.notice, status: 'delivered', deliveredAt } as const;
  const counted = countedFrom(notice) ?? deliveredAt;
  const notBefore = [debit.dueAt, debit.earliestDebitAt, notice.paymentAfter];
  const { at, versions } = eligibleAt({ method, deliveredAt: counted, notBefore });
  return stepped(debit, {
    status: 'notified',
    notice,
    nextAttemptAt: at,
    ruleVersions: [...new Set([...debit.ruleVersions, ...versions])],
  });
};

/** A carrier that has just failed fails again, and its receipt may still come. */
const repeatedAfter = { minutes: 15 };

/**
 * The debit whose notice did not arrive, or bounced before the money was asked for: it is sent once more, and then the
 * debit may not run.
 */
export const noticeFailed = (debit: Debit, now: Temporal.Instant): Debit => {
  if (debit.notice === undefined) throw new Error(`the debit ${debit.debitId} has no notice`);
  const notice = { ...debit.notice, status: 'undelivered', deliveredAt: undefined } as const;
  const stopped = { notice, nextAttemptAt: undefined };
  return notice.isRepeat || notice.number >= mostNotices
    ? stepped(debit, { ...stopped, status: 'failed', endReason: 'notice_undelivered' })
    : stepped(debit, { ...stopped, status: 'notification_failed', notifyAt: now.add(repeatedAfter) });
};

const hearing = new Set<DebitStatus>(['notifying', 'notification_failed', 'notified', 'eligible']);

/** Whether what becomes of its notice still matters: until the money is asked for. */
export const hearsOfNotice = ({ status }: Pick<Debit, 'status'>): boolean => hearing.has(status);

/** Whether this is a delivery that the debit does not count from yet; the newest one counts (boundary case 7). */
export const isNewDelivery = ({ notice }: Pick<Debit, 'notice'>, deliveredAt: Temporal.Instant): boolean =>
  notice?.status !== 'delivered' || notice.deliveredAt?.equals(deliveredAt) !== true;

const firstLook = { minutes: 10 };
const hourly = { hours: 1 };
/** A notice that has not arrived by then counts as failed. */
const givenUpAfter = { hours: 24 };

/** When the provider is asked again whether a notice has arrived; undefined: it is not waited for any more. */
export const lookForNoticeAt = (
  { notice }: Pick<Debit, 'notice'>,
  now: Temporal.Instant,
): Temporal.Instant | undefined => {
  const sentAt = notice?.sentAt ?? now;
  if (now.epochMilliseconds >= sentAt.add(givenUpAfter).epochMilliseconds) return undefined;
  const soon = sentAt.add(firstLook);
  return soon.epochMilliseconds > now.epochMilliseconds ? soon : now.add(hourly);
};
