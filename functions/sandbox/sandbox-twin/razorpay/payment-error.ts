/** What the provider says when it refuses, in its own words (https://razorpay.com/docs/errors). */
export interface ErrorWords {
  readonly status?: number;
  readonly code?: string;
  readonly description: string;
  readonly reason?: string;
  readonly field?: string;
  readonly source?: string;
  readonly step?: string;
  /** The order that a receipt stands for: at the top level of the body, as the older API has it. */
  readonly orderId?: string;
}

/** The provider says no. */
export class PaymentError extends Error {
  override name = 'PaymentError';
  readonly words: ErrorWords;

  constructor(words: ErrorWords) {
    super(words.description);
    this.words = words;
  }
}

const badRequest = 'BAD_REQUEST_ERROR';
export const notValid = 'input_validation_failed';

/** The body of a refusal in the provider's shape. */
export const errorBody = ({ code = badRequest, orderId, ...words }: ErrorWords): Readonly<Record<string, unknown>> => ({
  error: {
    code,
    description: words.description,
    field: words.field ?? null,
    source: words.source ?? 'business',
    step: words.step ?? 'payment_initiation',
    reason: words.reason ?? notValid,
    metadata: orderId === undefined ? {} : { order_id: orderId },
  },
  ...(orderId === undefined ? {} : { order_id: orderId }),
});

export const unknownId = (): PaymentError =>
  new PaymentError({ description: 'The id provided does not exist', reason: notValid });
