import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { authChargePurposes, authChargeStatuses } from '../domain/auth-charge.ts';
import { mandateOperationStatuses, mandateOperationTypes } from '../domain/mandate-operation.ts';
import {
  amountRules,
  frequencies,
  mandateCategories,
  mandateMethods,
  mandateStatuses,
  pausers,
  recurrenceRules,
} from '../domain/mandate.ts';
import { notificationChannels } from '../domain/notification-channel.ts';

const storedMoney = z.object({ minor: minorUnits, currency: z.enum(currencies) });

const storedProof = z.object({ method: z.string(), at: instant, reference: z.string() });

const storedOperation = z.object({
  mandateOperationId: z.string(),
  type: z.enum(mandateOperationTypes),
  status: z.enum(mandateOperationStatuses),
  by: z.enum(['server', 'customer', 'system']),
  orderId: z.string().optional(),
  authentication: z
    .object({ type: z.enum(['redirect', 'upi_intent']), url: z.string(), expiresAt: instant })
    .optional(),
  afa: storedProof.optional(),
  change: z
    .object({
      maxAmount: storedMoney.optional(),
      validUntil: instant.optional(),
      channel: z.enum(notificationChannels).optional(),
    })
    .optional(),
  until: instant.optional(),
  startedAt: instant,
  tokenId: z.string().optional(),
  askedAt: instant.optional(),
  closingSince: instant.optional(),
  overdueAt: instant.optional(),
});

const storedCharge = z.object({
  authChargeId: z.string(),
  purpose: z.enum(authChargePurposes),
  amount: storedMoney,
  status: z.enum(authChargeStatuses),
  paymentId: z.string(),
  capturedAt: instant,
  refunds: wholeNumber,
  refundId: z.string().optional(),
  refundedAt: instant.optional(),
  sequence: wholeNumber,
});

export const mandateItem = defineItem({
  name: 'mandate',
  subdomain: 'mandates',
  summary: 'A mandate: its terms, its state, the provider’s references, the open operation and the open debits.',
  keys: {
    pk: 'T#<tenantId>#MANDATE#<mandateId>',
    sk: 'MANDATE',
    gsi1pk: 'T#<tenantId>#CUSTOMER#<customerId>#MANDATES',
    gsi1sk: '<mandateId>',
    gsi2pk: 'T#<tenantId>#PAYMENTS#WAITING',
    gsi2sk: '<since>#<mandateId>',
  },
  schema: z.object({
    mandateId: z.string(),
    customerId: z.string(),
    method: z.enum(mandateMethods),
    status: z.enum(mandateStatuses),
    amountRule: z.enum(amountRules),
    maxAmount: storedMoney,
    limitKind: z.enum(['hard', 'soft']),
    frequency: z.enum(frequencies),
    recurrence: z.object({ rule: z.enum(recurrenceRules), day: wholeNumber }).optional(),
    category: z.enum(mandateCategories),
    validFrom: instant,
    validUntil: instant,
    description: z.string(),
    notification: z.object({ channel: z.enum(notificationChannels) }),
    knownLimits: z.object({ bankRecurring: storedMoney, bankDaily: storedMoney, appRecurring: storedMoney }).optional(),
    disclosureVersion: z.string(),
    remote: z.object({
      customerId: z.string(),
      tokenId: z.string().optional(),
      umn: z.string().optional(),
      bank: z.string().optional(),
      app: z.string().optional(),
    }),
    authCharge: storedCharge.optional(),
    otherCharges: z.array(storedCharge).readonly(),
    afa: storedProof.optional(),
    openOperation: storedOperation.optional(),
    pausedUntil: instant.optional(),
    pausedBy: z.enum(pausers).optional(),
    pastOrders: z.array(z.string()).readonly(),
    lateUntil: instant.optional(),
    tokensToCancel: z.array(z.string()).readonly(),
    followFrom: instant.optional(),
    openDebits: z.array(z.object({ debitId: z.string(), cycle: z.string() })).readonly(),
    executing: z.string().optional(),
    usedCycles: z.array(z.string()).readonly(),
    cycleAttempts: z
      .array(z.object({ cycle: z.string(), attempts: wholeNumber }))
      .readonly()
      .optional(),
    endReason: z.string().optional(),
    endedAt: instant.optional(),
    purgedAt: instant.optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});
