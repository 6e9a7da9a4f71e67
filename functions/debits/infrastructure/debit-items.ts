import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { attemptStatuses, debitStatuses, noticeStatuses } from '../domain/debit.ts';

const storedMoney = z.object({ minor: minorUnits, currency: z.enum(currencies) });

export const debitItem = defineItem({
  name: 'debit',
  subdomain: 'debits',
  summary: 'A debit: when it may be made, its notice, and every time that its money was asked for.',
  keys: {
    pk: 'T#<tenantId>#DEBIT#<debitId>',
    sk: 'DEBIT',
    gsi1pk: 'T#<tenantId>#MANDATE#<mandateId>#DEBITS',
    gsi1sk: '<debitId>',
    gsi2pk: 'T#<tenantId>#PAYMENTS#WAITING, while the provider owes a word about it, or may bring its money',
    gsi2sk: '<since>#<debitId>',
  },
  schema: z.object({
    debitId: z.string(),
    mandateId: z.string(),
    customerId: z.string(),
    amount: storedMoney,
    status: z.enum(debitStatuses),
    dueAt: instant,
    reference: z.string(),
    reason: z.string(),
    cycle: z.string(),
    notifyAt: instant,
    earliestDebitAt: instant,
    requiresAuthentication: z.boolean(),
    aboveThreshold: z.boolean(),
    ruleVersions: z.array(z.string()).readonly(),
    notice: z
      .object({
        preDebitNoticeId: z.string(),
        status: z.enum(noticeStatuses),
        orderId: z.string().optional(),
        contentHash: z.string(),
        number: wholeNumber,
        isRepeat: z.boolean(),
        paymentAfter: instant,
        sentAt: instant.optional(),
        deliveredAt: instant.optional(),
      })
      .optional(),
    attempts: z
      .array(
        z.object({
          number: wholeNumber,
          status: z.enum(attemptStatuses),
          at: instant,
          paymentId: z.string().optional(),
          reason: z.string().optional(),
        }),
      )
      .readonly(),
    paymentId: z.string().optional(),
    nextAttemptAt: instant.optional(),
    optOut: z.object({ at: instant, reference: z.string() }).optional(),
    succeededAt: instant.optional(),
    refunded: z.object({ amount: storedMoney, at: instant }).optional(),
    endReason: z.string().optional(),
    closedAt: instant.optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});
