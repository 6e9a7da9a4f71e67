import * as z from 'zod';
import { currency, moneyAnswer, timestamp } from '../kernel/http/schemas.ts';
import { money, toWire } from '../kernel/money/money.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { PartnerBalance } from './domain/partner-balance.ts';
import { partnerKinds } from './domain/partner-balance.ts';

/** A tenant's own money with the platform (AN-67, AN-70). */
export const partnerBalanceAnswer = z
  .object({
    partnerBalanceId: z.string(),
    tenantId: z.string(),
    kind: z.enum(partnerKinds),
    currency,
    available: moneyAnswer,
    lowBalanceThreshold: moneyAnswer,
    createdAt: timestamp,
  })
  .meta({ id: 'PartnerBalance' });

export const presentPartnerBalance = (
  tenantId: string,
  balance: PartnerBalance,
): z.input<typeof partnerBalanceAnswer> => ({
  partnerBalanceId: balance.partnerBalanceId,
  tenantId,
  kind: balance.kind,
  currency: balance.currency,
  available: toWire(money(balance.available, balance.currency)),
  lowBalanceThreshold: toWire(money(balance.lowBalanceThreshold, balance.currency)),
  createdAt: toTimestamp(balance.createdAt),
});
