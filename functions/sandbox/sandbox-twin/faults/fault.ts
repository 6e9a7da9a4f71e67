import type { RandomSource } from '../../../kernel/platform/platform.ts';

/** Faults of an answer, faults of a webhook, and manners of one provider. */
export const callFaultKinds = ['timeout', 'http_500', 'latency'] as const;
export const webhookFaultKinds = ['duplicate', 'reorder', 'drop'] as const;
/**
 * Generations of the payment provider that do not know `unique_receipt`: `…_legacy` refuses a receipt that was used with
 * the order that it stands for, `…_error` without.
 */
const receiptFaultKinds = ['duplicate_receipt_legacy', 'duplicate_receipt_error'] as const;
export const faultKinds = [...callFaultKinds, ...webhookFaultKinds, ...receiptFaultKinds] as const;

export type FaultKind = (typeof faultKinds)[number];
export const providerNames = ['issuer', 'kyc', 'bank', 'payment'] as const;
export type ProviderName = (typeof providerNames)[number];

export interface FaultPlan {
  /** Share of calls and of webhooks that go wrong, 0 to 1. */
  readonly rate: number;
  /** Kinds that may happen; one of them is drawn. */
  readonly kinds: readonly FaultKind[];
}

/** `work`: whether the call is carried out although its answer is lost. */
export type CallFault =
  | { readonly kind: 'timeout' | 'http_500'; readonly work: 'done' | 'not_done' }
  | { readonly kind: 'latency'; readonly delayMs: number };

export type WebhookFault = (typeof webhookFaultKinds)[number];

/** A number from 0 up to, but not including, 1. */
const fraction = (random: RandomSource): number => Buffer.from(random.bytes(4)).readUInt32BE() / 2 ** 32;

const draw = <Kind extends FaultKind>(
  plan: FaultPlan,
  kinds: readonly Kind[],
  random: RandomSource,
): Kind | undefined => {
  const possible = kinds.filter((kind) => plan.kinds.some((planned) => planned === kind));
  if (possible.length === 0 || fraction(random) >= plan.rate) return undefined;
  return possible[Math.floor(fraction(random) * possible.length)];
};

const shortestDelayMs = 250;
const delaySpreadMs = 1_000;

/** Decides about one call; the same randomness decides the same. */
export const drawCallFault = (plan: FaultPlan, random: RandomSource): CallFault | undefined => {
  const kind = draw(plan, callFaultKinds, random);
  if (kind === undefined) return undefined;
  const share = fraction(random);
  return kind === 'latency'
    ? { kind, delayMs: Math.floor(shortestDelayMs + share * delaySpreadMs) }
    : { kind, work: share < 0.5 ? 'not_done' : 'done' };
};

/** Decides about one webhook. */
export const drawWebhookFault = (plan: FaultPlan, random: RandomSource): WebhookFault | undefined =>
  draw(plan, webhookFaultKinds, random);

/** Decides of which generation the payment provider is when a receipt is used again; undefined: of the newest. */
export const drawReceiptFault = (
  plan: FaultPlan,
  random: RandomSource,
): (typeof receiptFaultKinds)[number] | undefined => draw(plan, receiptFaultKinds, random);
