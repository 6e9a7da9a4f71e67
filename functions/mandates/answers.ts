import * as z from 'zod';
import { moneyAnswer, timestamp } from '../kernel/http/schemas.ts';
import { toWire } from '../kernel/money/money.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import { dayOf } from '../policies/window.ts';
import { mandateMaximum } from '../policies/mandate-terms.ts';
import type { ObservedLimits } from '../policies/payer-limits.ts';
import { limitFactors, limitSources } from '../policies/payer-limits.ts';
import { authChargeStatuses } from './domain/auth-charge.ts';
import type { Authentication, MandateOperation } from './domain/mandate-operation.ts';
import { mandateOperationStatuses, mandateOperationTypes } from './domain/mandate-operation.ts';
import type { Mandate } from './domain/mandate.ts';
import {
  amountRules,
  frequencies,
  mandateCategories,
  mandateMethods,
  mandateStatuses,
  pausers,
  recurrenceRules,
} from './domain/mandate.ts';
import { notificationChannels } from './domain/notification-channel.ts';

export const authenticationAnswer = z.object({
  type: z.enum(['redirect', 'upi_intent']),
  url: z.string(),
  expiresAt: timestamp,
});

export const limitsAnswer = z.object({
  kind: z.enum(['hard', 'soft']),
  suggestedMaximum: moneyAnswer,
  /** Whether bank's and app's limits were given, or the safe default stands for them. */
  known: z.boolean(),
  /** Whose word the limit is that is suggested; absent, as the factor, where the provider or the law bounds it. */
  source: z.enum(limitSources).optional(),
  limitingFactor: z.enum(limitFactors).optional(),
});

export const warningAnswer = z.object({ code: z.string(), detail: z.string() });

export const mandateOperationAnswer = z
  .object({
    mandateOperationId: z.string(),
    type: z.enum(mandateOperationTypes),
    status: z.enum(mandateOperationStatuses),
    authentication: authenticationAnswer.optional(),
  })
  .meta({ id: 'MandateOperation' });

export const mandateAnswer = z
  .object({
    mandateId: z.string(),
    customerId: z.string(),
    method: z.enum(mandateMethods),
    status: z.enum(mandateStatuses),
    amountRule: z.enum(amountRules),
    maxAmount: moneyAnswer,
    limitKind: z.enum(['hard', 'soft']),
    limits: limitsAnswer,
    frequency: z.enum(frequencies),
    recurrence: z.object({ rule: z.enum(recurrenceRules), day: z.int() }).optional(),
    category: z.enum(mandateCategories),
    validFrom: timestamp,
    validUntil: timestamp,
    description: z.string(),
    notification: z.object({ channel: z.enum(notificationChannels) }),
    disclosureVersion: z.string(),
    authCharge: z
      .object({ amount: moneyAnswer, status: z.enum(authChargeStatuses), refundedAt: timestamp.optional() })
      .optional(),
    openOperation: mandateOperationAnswer.optional(),
    pausedUntil: timestamp.optional(),
    pausedBy: z.enum(pausers).optional(),
    reason: z.string().optional(),
    createdAt: timestamp,
  })
  .meta({ id: 'Mandate' });

export const presentAuthentication = ({ type, url, expiresAt }: Authentication) => ({
  type,
  url,
  expiresAt: toTimestamp(expiresAt),
});

export const presentOperation = ({ mandateOperationId, type, status, authentication }: MandateOperation) => ({
  mandateOperationId,
  type,
  status,
  ...(authentication === undefined || status !== 'afa_pending'
    ? {}
    : { authentication: presentAuthentication(authentication) }),
});

/**
 * What the maximum of such a mandate had best be (SH-19 to SH-21).
 * @param observed what earlier payments have shown of its payer's bank and app
 */
export const presentLimits = (
  mandate: Pick<Mandate, 'method' | 'category' | 'limitKind' | 'knownLimits'>,
  at: Mandate['createdAt'],
  observed: ObservedLimits,
) => {
  const { method, category, limitKind, knownLimits } = mandate;
  const { suggested, limiting } = mandateMaximum({ method, category, knownLimits, observed, on: dayOf(at) });
  return {
    kind: limitKind,
    suggestedMaximum: toWire(suggested),
    known: knownLimits !== undefined,
    ...(limiting === undefined ? {} : { source: limiting.source, limitingFactor: limiting.factor }),
  };
};

const presentCharge = ({ authCharge }: Mandate) => {
  if (authCharge === undefined) return {};
  const { amount, status, refundedAt } = authCharge;
  const refunded = refundedAt === undefined ? {} : { refundedAt: toTimestamp(refundedAt) };
  return { authCharge: { amount: toWire(amount), status, ...refunded } };
};

/** A mandate with all its terms: nothing by which money could be asked for. */
export const presentMandate = (mandate: Mandate, observed: ObservedLimits): z.input<typeof mandateAnswer> => ({
  mandateId: mandate.mandateId,
  customerId: mandate.customerId,
  method: mandate.method,
  status: mandate.status,
  amountRule: mandate.amountRule,
  maxAmount: toWire(mandate.maxAmount),
  limitKind: mandate.limitKind,
  limits: presentLimits(mandate, mandate.createdAt, observed),
  frequency: mandate.frequency,
  recurrence: mandate.recurrence,
  category: mandate.category,
  validFrom: toTimestamp(mandate.validFrom),
  validUntil: toTimestamp(mandate.validUntil),
  description: mandate.description,
  notification: mandate.notification,
  disclosureVersion: mandate.disclosureVersion,
  ...presentCharge(mandate),
  ...(mandate.openOperation === undefined ? {} : { openOperation: presentOperation(mandate.openOperation) }),
  ...(mandate.pausedUntil === undefined ? {} : { pausedUntil: toTimestamp(mandate.pausedUntil) }),
  pausedBy: mandate.pausedBy,
  reason: mandate.endReason,
  createdAt: toTimestamp(mandate.createdAt),
});
