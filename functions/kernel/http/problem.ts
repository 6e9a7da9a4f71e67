import type { DomainError, ErrorKind } from '../errors/domain-error.ts';

/** The one map from violation kinds to HTTP (api.md section 2). */
export const statusOfKind = {
  invalid: 400,
  unauthenticated: 401,
  payment_required: 402,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  limited: 429,
  unavailable: 503,
} as const satisfies Record<ErrorKind, number>;

const titles = {
  invalid: 'The request is not valid',
  unauthenticated: 'The caller is not authenticated',
  payment_required: 'There is not enough money',
  forbidden: 'The caller may not do this',
  not_found: 'There is no such resource',
  conflict: 'The state of the resource does not allow this',
  too_large: 'The request is too large',
  unsupported_media_type: 'The content type is not supported',
  unprocessable: 'The request cannot be carried out',
  limited: 'Too many requests',
  unavailable: 'A dependency is not available',
} as const satisfies Record<ErrorKind, string>;

/** RFC 9457 problem details with the platform's members (api.md section 2). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly [member: string]: unknown;
}

export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const problemResult = (problem: Problem, retryAfterSeconds?: number): HttpResult => ({
  statusCode: problem.status,
  headers: {
    'content-type': 'application/problem+json',
    'x-request-id': problem.requestId,
    'cache-control': 'no-store',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  },
  body: JSON.stringify(problem),
});

/** A violation as the caller sees it. */
export const violationResult = (error: DomainError, requestId: string): HttpResult => {
  const { retryAfterSeconds, members, ...details } = error.details;
  const problem: Problem = {
    type: `urn:nodal:problem:${error.code}`,
    title: titles[error.kind],
    status: statusOfKind[error.kind],
    detail: error.message,
    code: error.code,
    requestId,
    ...details,
    ...members,
  };
  return problemResult(problem, retryAfterSeconds);
};

/** A defect as the caller sees it: nothing of its cause leaves. */
export const defectResult = (requestId: string): HttpResult =>
  problemResult({
    type: 'urn:nodal:problem:internal_error',
    title: 'The platform failed',
    status: 500,
    detail: 'The request failed for a reason that is ours. Name the request id when you report it.',
    code: 'internal_error',
    requestId,
  });
