import * as z from 'zod';
import { moneyAnswer, timestamp } from '../kernel/http/schemas.ts';
import { toWire } from '../kernel/money/money.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Debit } from './domain/debit.ts';
import { attemptStatuses, debitStatuses, noticeStatuses } from './domain/debit.ts';
import type { Payment } from './domain/payment.ts';
import { paymentStatuses } from './domain/payment.ts';
import type { Refunded } from './domain/refund.ts';

export const authenticationAnswer = z.object({
  type: z.enum(['redirect', 'upi_intent']),
  url: z.string(),
  expiresAt: timestamp,
});

/** Of money that was in: how much went back to the payer, and when the newest part of it was seen. */
const refundAnswer = { refundedAmount: moneyAnswer.optional(), refundedAt: timestamp.optional() };

/** A debit as its tenant and its customer see it. */
export const debitAnswer = z
  .object({
    debitId: z.string(),
    mandateId: z.string(),
    customerId: z.string(),
    status: z.enum(debitStatuses),
    amount: moneyAnswer,
    reference: z.string(),
    reason: z.string(),
    cycle: z.string(),
    dueAt: timestamp,
    notifyAt: timestamp,
    earliestDebitAt: timestamp,
    requiresAuthentication: z.boolean(),
    notice: z
      .object({
        status: z.enum(noticeStatuses),
        sentAt: timestamp.optional(),
        deliveredAt: timestamp.optional(),
        number: z.int(),
      })
      .optional(),
    attempts: z.array(z.object({ status: z.enum(attemptStatuses), at: timestamp, reason: z.string().optional() })),
    nextAttemptAt: timestamp.optional(),
    paymentId: z.string().optional(),
    authentication: authenticationAnswer.optional(),
    succeededAt: timestamp.optional(),
    ...refundAnswer,
    endReason: z.string().optional(),
    ruleVersions: z.array(z.string()),
    createdAt: timestamp,
  })
  .meta({ id: 'Debit' });

const presentNotice = ({ notice }: Debit) =>
  notice === undefined
    ? {}
    : {
        notice: {
          status: notice.status,
          number: notice.number,
          ...(notice.sentAt === undefined ? {} : { sentAt: toTimestamp(notice.sentAt) }),
          ...(notice.deliveredAt === undefined ? {} : { deliveredAt: toTimestamp(notice.deliveredAt) }),
        },
      };

const presentAuthentication = (authentication: Payment['authentication']) =>
  authentication === undefined
    ? {}
    : { authentication: { ...authentication, expiresAt: toTimestamp(authentication.expiresAt) } };

const presentRefund = (refunded: Refunded | undefined) =>
  refunded === undefined ? {} : { refundedAmount: toWire(refunded.amount), refundedAt: toTimestamp(refunded.at) };

/** @param payment the one-time payment that stands in for it: where the payer authenticates */
export const presentDebit = (debit: Debit, payment?: Pick<Payment, 'authentication'>): z.input<typeof debitAnswer> => {
  const { debitId, mandateId, customerId, status, reference, reason, cycle, requiresAuthentication } = debit;
  const { nextAttemptAt, paymentId, succeededAt, endReason } = debit;
  return {
    ...{ debitId, mandateId, customerId, status, amount: toWire(debit.amount), reference, reason, cycle },
    ...{ dueAt: toTimestamp(debit.dueAt), notifyAt: toTimestamp(debit.notifyAt) },
    ...{ earliestDebitAt: toTimestamp(debit.earliestDebitAt), requiresAuthentication },
    ...presentNotice(debit),
    attempts: debit.attempts.map((attempt) => ({
      status: attempt.status,
      at: toTimestamp(attempt.at),
      ...(attempt.reason === undefined ? {} : { reason: attempt.reason }),
    })),
    ...(nextAttemptAt === undefined ? {} : { nextAttemptAt: toTimestamp(nextAttemptAt) }),
    ...(paymentId === undefined ? {} : { paymentId }),
    ...(status === 'requires_authentication' ? presentAuthentication(payment?.authentication) : {}),
    ...(succeededAt === undefined ? {} : { succeededAt: toTimestamp(succeededAt) }),
    ...presentRefund(debit.refunded),
    ...(endReason === undefined ? {} : { endReason }),
    ruleVersions: [...debit.ruleVersions],
    createdAt: toTimestamp(debit.createdAt),
  };
};

/** A one-time payment as its tenant sees it. */
export const paymentAnswer = z
  .object({
    paymentId: z.string(),
    customerId: z.string(),
    mandateId: z.string(),
    status: z.enum(paymentStatuses),
    amount: moneyAnswer,
    description: z.string(),
    reference: z.string().optional(),
    debitId: z.string().optional(),
    expectedFrom: timestamp,
    expectedBy: timestamp,
    authentication: authenticationAnswer.optional(),
    succeededAt: timestamp.optional(),
    ...refundAnswer,
    endReason: z.string().optional(),
    createdAt: timestamp,
  })
  .meta({ id: 'Payment' });

export const presentPayment = (payment: Payment): z.input<typeof paymentAnswer> => {
  const { paymentId, customerId, mandateId, status, description, reference, debitId, succeededAt, endReason } = payment;
  return {
    ...{ paymentId, customerId, mandateId, status, amount: toWire(payment.amount), description },
    ...(reference === undefined ? {} : { reference }),
    ...(debitId === undefined ? {} : { debitId }),
    expectedFrom: toTimestamp(payment.expectedFrom),
    expectedBy: toTimestamp(payment.expectedBy),
    ...(status === 'requires_authentication' ? presentAuthentication(payment.authentication) : {}),
    ...(succeededAt === undefined ? {} : { succeededAt: toTimestamp(succeededAt) }),
    ...presentRefund(payment.refunded),
    ...(endReason === undefined ? {} : { endReason }),
    createdAt: toTimestamp(payment.createdAt),
  };
};
