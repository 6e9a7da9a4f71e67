import type { Temporal } from 'temporal-polyfill';

/** One request to an endpoint. */
export interface WebhookRequest {
  readonly url: string;
  /** The event's id: the same on every attempt, so that receivers recognise repeats. */
  readonly id: string;
  readonly at: Temporal.Instant;
  /** Exactly what is signed and sent. */
  readonly body: string;
  /** Live secrets, newest first; each signs. */
  readonly secrets: readonly string[];
}

export type SendOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter?: string | undefined }
  | { readonly kind: 'failed'; readonly reason: 'timed_out' | 'unreachable' | 'address_refused' };

/** Posts a signed event. Whatever goes wrong outside is an outcome, not an error. */
export interface WebhookSender {
  post(request: WebhookRequest): Promise<SendOutcome>;
}
