/** What a payer does who is asked to authenticate (api.md section 4.10). */
export const afaOutcomes = ['success', 'failure', 'abandoned'] as const;
export type AfaOutcome = (typeof afaOutcomes)[number];

/** What becomes of an attempt to collect a debit; `unknown`: nobody is told, and it is captured later. */
export const paymentOutcomes = ['captured', 'failed', 'unknown'] as const;
export type PaymentOutcome = (typeof paymentOutcomes)[number];
