/** Closed set of violation kinds; each maps to exactly one HTTP status, queue outcome and retry decision. */
export const errorKinds = [
  'invalid',
  'unauthenticated',
  'payment_required',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'unsupported_media_type',
  'unprocessable',
  'limited',
  'unavailable',
] as const;

export type ErrorKind = (typeof errorKinds)[number];

/** One fault of a request: a JSON path such as `body.address.city` and what is wrong there. */
export interface InvalidField {
  readonly path: string;
  readonly message: string;
}

/** Facts that may leave the platform: never a secret, never card data, never another tenant's data. */
export interface SafeDetails {
  readonly invalidFields?: readonly InvalidField[];
  readonly retryAfterSeconds?: number;
  readonly decisionId?: string;
  readonly resourceId?: string;
  /** Further problem members that this code documents, such as `limit` or `triesLeft`. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/**
 * A violated rule. `code` is stable and public; `message` becomes the problem's `detail`;
 * `kind` decides the HTTP status, the queue outcome and whether a workflow retries.
 */
export class DomainError extends Error {
  override name = 'DomainError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly details: SafeDetails;

  constructor(kind: ErrorKind, code: string, explanation: { detail: string } & SafeDetails) {
    const { detail, ...details } = explanation;
    super(detail);
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}

/** The resource does not exist for this caller; a foreign one answers the same (api.md section 2). */
export class NotFound extends DomainError {
  override name = 'NotFound';
  /** One wording for all: it must not tell an unknown resource from a foreign one. */
  constructor(code = 'not_found') {
    super('not_found', code, { detail: 'There is no such resource.' });
  }
}

/** The resource is in a state that does not allow the operation. */
export class InvalidState extends DomainError {
  override name = 'InvalidState';
  constructor(detail: string, members?: Readonly<Record<string, unknown>>) {
    super('conflict', 'invalid_state', { detail, ...(members === undefined ? {} : { members }) });
  }
}

/** A dependency did not answer, or its outcome is unknown; the same request may be sent again. */
export class TemporarilyUnavailable extends DomainError {
  override name = 'TemporarilyUnavailable';
  constructor(detail = 'A dependency is not answering. Repeat the same request with the same Idempotency-Key.') {
    super('unavailable', 'temporarily_unavailable', { detail, retryAfterSeconds: 1 });
  }
}

/** A write went unanswered and was not seen since: it may or may not be there, now or in a moment. */
export class OutcomeUnknown extends TemporarilyUnavailable {
  override name = 'OutcomeUnknown';
}

/** Another write took the version that this one was decided on; the caller retries or reports 409. */
export class ConcurrentChange extends DomainError {
  override name = 'ConcurrentChange';
  constructor(resourceId: string) {
    super('conflict', 'concurrent_change', {
      detail: 'The resource changed while this request was being decided. Read it and try again.',
      resourceId,
    });
  }
}
