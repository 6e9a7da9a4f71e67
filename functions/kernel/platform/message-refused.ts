/** Why a carrier takes a message never; `rejected` stands for all that is not the recipient's. */
export type Refusal = 'recipient_opted_out' | 'recipient_invalid' | 'rejected';

/** A mail or text message that its carrier refused for good. Says nothing of the recipient. */
export class MessageRefused extends Error {
  override name = 'MessageRefused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(`the carrier refused the message: ${refusal}`, options);
    this.refusal = refusal;
  }
}
