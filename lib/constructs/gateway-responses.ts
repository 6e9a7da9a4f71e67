import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';

interface Refusal {
  readonly type: apigateway.ResponseType;
  readonly status: 400 | 401 | 403 | 404 | 413 | 415 | 429 | 503;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly retryAfterSeconds?: number;
}

const { ResponseType } = apigateway;

const unauthenticated = {
  status: 401,
  code: 'unauthenticated',
  title: 'The caller is not authenticated',
  detail: 'Send a valid credential.',
} as const;

const forbidden = {
  status: 403,
  code: 'forbidden_role',
  title: 'The caller may not do this',
  detail: 'This credential does not cover the operation.',
} as const;

const notFound = {
  status: 404,
  code: 'not_found',
  title: 'There is no such resource',
  detail: 'There is no such resource.',
} as const;

const limited = {
  status: 429,
  code: 'rate_limited',
  title: 'Too many requests',
  detail: 'The rate limit is reached. Slow down and repeat the request.',
  retryAfterSeconds: 1,
} as const;

const unavailable = {
  status: 503,
  code: 'temporarily_unavailable',
  title: 'A dependency is not available',
  detail: 'Repeat the same request with the same Idempotency-Key.',
  retryAfterSeconds: 1,
} as const;

/** What the gateway refuses itself, before any function runs; same words as the functions use. */
export const refusals: readonly Refusal[] = [
  { type: ResponseType.UNAUTHORIZED, ...unauthenticated },
  { type: ResponseType.ACCESS_DENIED, ...forbidden },
  { type: ResponseType.INVALID_API_KEY, ...unauthenticated },
  { type: ResponseType.WAF_FILTERED, ...forbidden, detail: 'The request was refused by the firewall.' },
  // An unknown path is answered as a missing authentication token.
  { type: ResponseType.MISSING_AUTHENTICATION_TOKEN, ...notFound },
  { type: ResponseType.RESOURCE_NOT_FOUND, ...notFound },
  {
    type: ResponseType.REQUEST_TOO_LARGE,
    status: 413,
    code: 'payload_too_large',
    title: 'The request is too large',
    detail: 'A request may have 256 KB.',
  },
  {
    type: ResponseType.UNSUPPORTED_MEDIA_TYPE,
    status: 415,
    code: 'unsupported_media_type',
    title: 'The content type is not supported',
    detail: 'Send application/json.',
  },
  { type: ResponseType.THROTTLED, ...limited },
  { type: ResponseType.QUOTA_EXCEEDED, ...limited },
  {
    type: ResponseType.DEFAULT_4XX,
    status: 400,
    code: 'validation_failed',
    title: 'The request is not valid',
    detail: 'The gateway could not read the request.',
  },
  { type: ResponseType.DEFAULT_5XX, ...unavailable },
];

/** A problem document in which the gateway fills the request id. */
const problemTemplate = ({ status, code, title, detail }: Refusal): string =>
  JSON.stringify({ type: `urn:nodal:problem:${code}`, title, status, detail, code, requestId: '$context.requestId' });

const contentType = 'application/problem+json';

/** Every refusal of the gateway as RFC 9457 problem details. */
export class GatewayResponses extends Construct {
  constructor(scope: Construct, id: string, props: { readonly api: apigateway.IRestApi }) {
    super(scope, id);
    for (const refusal of refusals) {
      const { type, status, retryAfterSeconds } = refusal;
      new apigateway.GatewayResponse(this, type.responseType, {
        restApi: props.api,
        type,
        statusCode: String(status),
        responseHeaders: {
          'Content-Type': `'${contentType}'`,
          'cache-control': "'no-store'",
          'x-request-id': 'context.requestId',
          ...(retryAfterSeconds === undefined ? {} : { 'retry-after': `'${retryAfterSeconds}'` }),
        },
        templates: { 'application/json': problemTemplate(refusal) },
      });
    }
  }
}
