import * as z from 'zod';
import { moneyAnswer, timestamp } from '../kernel/http/schemas.ts';
import { toWire } from '../kernel/money/money.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { AfaProof, CardMandate, CardMandateDebit } from './domain/card-mandate.ts';
import {
  cardMandateCategories,
  cardMandateDebitStatuses,
  cardMandateFrequencies,
  noticeExemptions,
  shownStatus,
} from './domain/card-mandate.ts';

const proofAnswer = z.object({ method: z.enum(['3ds', 'device_session']), at: timestamp });

const debitAnswer = z.object({
  debitId: z.string(),
  amount: moneyAnswer,
  dueAt: timestamp,
  reason: z.string(),
  status: z.enum(cardMandateDebitStatuses),
  notice: z.object({ announcedAt: timestamp, deliveredAt: timestamp.nullable() }),
  authorizationId: z.string().nullable(),
  /** Why the newest try was declined. */
  declineReason: z.string().nullable(),
});

/** A third party's mandate on one of our cards, with the debits that are open and the newest that have ended. */
export const cardMandateAnswer = z
  .object({
    mandateId: z.string(),
    cardId: z.string(),
    customerId: z.string(),
    merchant: z.object({ name: z.string(), mcc: z.string(), country: z.string() }),
    amountRule: z.enum(['exact', 'max']),
    maxAmount: moneyAnswer,
    frequency: z.enum(cardMandateFrequencies),
    category: z.enum(cardMandateCategories),
    exemption: z.enum(noticeExemptions).nullable(),
    validFrom: timestamp,
    validUntil: timestamp,
    notification: z.object({ channel: z.enum(['sms', 'email']) }),
    /** `paused` while its card cannot be used. */
    status: z.enum(['active', 'paused', 'withdrawn', 'expired']),
    registeredBy: proofAnswer,
    withdrawnBy: proofAnswer.nullable(),
    debits: z.array(debitAnswer),
    createdAt: timestamp,
  })
  .meta({ id: 'CardMandate' });

const presentProof = ({ method, at }: AfaProof): z.input<typeof proofAnswer> => ({ method, at: toTimestamp(at) });

const presentDebit = (debit: CardMandateDebit): z.input<typeof debitAnswer> => ({
  debitId: debit.debitId,
  amount: toWire(debit.amount),
  dueAt: toTimestamp(debit.dueAt),
  reason: debit.reason,
  status: debit.status,
  notice: {
    announcedAt: toTimestamp(debit.announcedAt),
    deliveredAt: debit.deliveredAt === undefined ? null : toTimestamp(debit.deliveredAt),
  },
  authorizationId: debit.authorizationId ?? null,
  declineReason: debit.declined ?? null,
});

export const presentCardMandate = (
  mandate: CardMandate,
  at: Parameters<typeof shownStatus>[1],
): z.input<typeof cardMandateAnswer> => ({
  mandateId: mandate.mandateId,
  cardId: mandate.cardId,
  customerId: mandate.customerId,
  merchant: mandate.merchant,
  amountRule: mandate.amountRule,
  maxAmount: toWire(mandate.maxAmount),
  frequency: mandate.frequency,
  category: mandate.category,
  exemption: mandate.exemption ?? null,
  validFrom: toTimestamp(mandate.createdAt),
  validUntil: toTimestamp(mandate.validUntil),
  notification: { channel: mandate.channel },
  status: shownStatus(mandate, at),
  registeredBy: presentProof(mandate.afa),
  withdrawnBy: mandate.withdrawal === undefined ? null : presentProof(mandate.withdrawal),
  debits: mandate.debits.map(presentDebit),
  createdAt: toTimestamp(mandate.createdAt),
});
