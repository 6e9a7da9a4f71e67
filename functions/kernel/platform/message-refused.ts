/** Why a carrier takes a message never: `recipient_opted_out`, `recipient_invalid`, or `rejected` for all else. */
export const refusals = ['recipient_opted_out', 'recipient_invalid', 'rejected'] as const;
export type Refusal = (typeof refusals)[number];

/** A mail or text message that its carrier refused for good. Says nothing of the recipient. */
export class MessageRefused extends Error {
  override name = 'MessageRefused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(`the carrier refused the message: ${refusal}`, options);
    this.refusal = refusal;
  }
}
