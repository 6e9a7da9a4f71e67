import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { DomainError } from '../errors/domain-error.ts';
import { defectResult, statusOfKind, violationResult } from '../http/problem.ts';
import type { Log } from '../observability/log.ts';
import { errorFields } from '../observability/log.ts';
import type { BasePlatform } from '../platform/platform.ts';
import { checkBodySize } from './body-size.ts';
import type { UrlDeclaration } from './declaration.ts';

/** A request to a Function URL. */
export interface UrlInput {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body's bytes exactly as sent: signatures are over them. */
  readonly rawBody: Uint8Array;
  readonly requestId: string;
  readonly log: Log;
}

/** `body` is sent as JSON; undefined sends none. */
export interface UrlAnswer {
  readonly status: number;
  readonly body?: unknown;
}

export type UrlUseCase = (input: UrlInput) => Promise<UrlAnswer>;

const toInput = (event: APIGatewayProxyEventV2, platform: BasePlatform, operation: string): UrlInput => {
  const { requestId } = event.requestContext;
  const rawBody = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  checkBodySize(rawBody.byteLength);
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    query: Object.fromEntries(
      Object.entries(event.queryStringParameters ?? {}).map(([name, value]) => [name, value ?? '']),
    ),
    headers: Object.fromEntries(
      Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? '']),
    ),
    rawBody,
    requestId,
    log: platform.log.with({ operation, requestId }),
  };
};

const toResult = (answer: UrlAnswer, requestId: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: answer.status,
  headers: { 'x-request-id': requestId, ...(answer.body === undefined ? {} : { 'content-type': 'application/json' }) },
  body: answer.body === undefined ? '' : JSON.stringify(answer.body),
});

/** The chain of a Function URL: the use case authenticates its caller over the raw bytes. */
export const urlOperation = (
  declaration: UrlDeclaration,
  platform: BasePlatform,
  useCase: UrlUseCase,
): ((event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>) => {
  const { operationId } = declaration;
  const sample = (status: number, startedAt: number): void => {
    const latencyMs = platform.clock.now().epochMilliseconds - startedAt;
    platform.meter.operation({ operation: operationId, surface: 'url', tenantId: 'none', status, latencyMs });
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>(async (event: APIGatewayProxyEventV2) => {
    const startedAt = platform.clock.now().epochMilliseconds;
    const { requestId } = event.requestContext;
    try {
      const answer = await useCase(toInput(event, platform, operationId));
      sample(answer.status, startedAt);
      return toResult(answer, requestId);
    } catch (error) {
      const log = platform.log.with({ operation: operationId, requestId });
      if (error instanceof DomainError) {
        log.warn('request_refused', { code: error.code });
        if (error.kind === 'unauthenticated') platform.meter.count('message_rejected', 1);
        sample(statusOfKind[error.kind], startedAt);
        return violationResult(error, requestId);
      }
      log.error('request_failed', errorFields(error));
      sample(500, startedAt);
      return defectResult(requestId);
    }
  });
};
