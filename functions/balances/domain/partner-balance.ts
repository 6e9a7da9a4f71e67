import type { Temporal } from 'temporal-polyfill';
import type { Currency } from '../../kernel/money/currency.ts';

/** `credit` is charged when a customer is loaded, `deposit` when a customer spends (AN-67, AN-69). */
export const partnerKinds = ['credit', 'deposit'] as const;
export type PartnerKind = (typeof partnerKinds)[number];

/** A tenant's own money with the platform; one per kind and currency. */
export interface PartnerBalance {
  readonly partnerBalanceId: string;
  readonly kind: PartnerKind;
  readonly currency: Currency;
  /** Minor units; never below zero. */
  readonly available: bigint;
  /** Minor units below which the tenant is warned, once per crossing (AN-70). */
  readonly lowBalanceThreshold: bigint;
  readonly alertEmail?: string | undefined;
  readonly createdAt: Temporal.Instant;
}
