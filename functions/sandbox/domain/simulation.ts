/** Providers that the twin plays. */
export const simulatedProviders = ['issuer', 'kyc', 'bank', 'payment'] as const;

/** Kinds of faults that the twin can be made to have (docs/issuer-protocol.md, Faults). */
export const faultKinds = [
  'timeout',
  'http_500',
  'latency',
  'duplicate',
  'reorder',
  'drop',
  'duplicate_receipt_legacy',
  'duplicate_receipt_error',
] as const;

/** Results that a video call can have (api.md section 4.10). */
export const kycOutcomes = ['approved', 'rejected', 'resubmission_required', 'abandoned'] as const;

export type FaultKind = (typeof faultKinds)[number];
export type KycOutcome = (typeof kycOutcomes)[number];

export interface FaultPlan {
  readonly provider: (typeof simulatedProviders)[number];
  /** Share of calls and of webhooks that go wrong, 0 to 1. */
  readonly rate: number;
  readonly kinds: readonly FaultKind[];
}
