import middy from '@middy/core';
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { encryptMessage } from '../crypto/jwe-encrypt.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { HttpResult } from '../http/problem.ts';
import { defectResult, statusOfKind, violationResult } from '../http/problem.ts';
import { AlreadyAnswered } from '../idempotency/idempotency.ts';
import { errorFields } from '../observability/log.ts';
import type { BasePlatform, KeyRing, SecretStore } from '../platform/platform.ts';
import type { Table } from '../persistence/table.ts';
import { tenantDirectory } from '../tenancy/tenant-directory.ts';
import { tenantClock } from '../time/tenant-clock.ts';
import type { HttpDeclaration } from './declaration.ts';
import type { AdmittingUseCase, MayAdmit } from './http/admit.ts';
import { admitCaller } from './http/admit.ts';
import { checkPathIds, claimIdempotency } from './http/claim-key.ts';
import { checkCertificate } from './http/client-certificate.ts';
import type { Exchange, HttpUseCase, Reread } from './http/exchange.ts';
import { established, parametersOf, serialise } from './http/exchange.ts';
import { checkRole, identifyCaller, matchRoute, resolveTenant } from './http/identify.ts';
import {
  checkContentType,
  checkSize,
  decryptRequest,
  parseBody,
  readIdempotencyKey,
  validate,
} from './http/read-request.ts';

type HttpPlatform = BasePlatform & {
  readonly table: Table;
  readonly messageKeys?: KeyRing;
  readonly secrets?: SecretStore;
};

export type HttpHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<HttpResult>;

const before = (step: (exchange: Exchange) => void | Promise<void>): MiddlewareObj<Exchange, HttpResult> => ({
  before: async ({ event }) => {
    await step(event);
  },
});

const lowerCased = (headers: APIGatewayProxyEvent['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value ?? '']));

const open = (declaration: HttpDeclaration, platform: HttpPlatform, event: APIGatewayProxyEvent): Exchange => {
  const { requestId } = event.requestContext;
  return {
    declaration,
    event,
    requestId,
    startedAtMs: platform.clock.now().epochMilliseconds,
    headers: lowerCased(event.headers),
    log: platform.log.with({ operation: declaration.operationId, requestId }),
    clock: platform.clock,
    body: undefined,
    parsedBody: undefined,
    parsedQuery: undefined,
    answer: undefined,
  };
};

const declaredHeaders = ({ declaration, headers }: Exchange): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => declaration.headers?.includes(name) === true));

const inputOf = (exchange: Exchange) => {
  const { tenant, log, idempotency, requestId, clock } = exchange;
  const caller = exchange.caller ?? { kind: 'system', operation: exchange.declaration.operationId };
  const shared = { caller, requestId, log, idempotency, clock };
  const context =
    exchange.declaration.scope === 'platform'
      ? { ...shared, tenant: undefined, callerTenant: tenant, surface: 'admin' as const }
      : { ...shared, tenant: established(tenant, 'tenant'), surface: established(exchange.route, 'route').surface };
  const headers = declaredHeaders(exchange);
  return { context, params: parametersOf(exchange), query: exchange.parsedQuery, body: exchange.parsedBody, headers };
};

interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly replayed: boolean;
}

const answered = async (exchange: Exchange, { status, body, replayed }: Answered): Promise<HttpResult> => {
  const headers: Record<string, string> = {
    'x-request-id': exchange.requestId,
    'cache-control': 'no-store',
    ...(replayed ? { 'idempotent-replayed': 'true' } : {}),
  };
  if (body === undefined || status === 204) return { statusCode: status, headers, body: '' };
  const text = JSON.stringify(body);
  const key = exchange.encryptResponseTo;
  const sent = key === undefined ? text : JSON.stringify({ payload: await encryptMessage(Buffer.from(text), key) });
  return { statusCode: status, headers: { ...headers, 'content-type': 'application/json' }, body: sent };
};

/** The use case without its declaration's types: the chain serves all declarations alike. */
interface AnyUseCase extends MayAdmit {
  run?(input: unknown): Promise<unknown>;
  reread?(input: unknown, stored: unknown): Promise<unknown>;
}

const perform = (useCase: AnyUseCase, exchange: Exchange): Promise<unknown> => {
  const input = inputOf(exchange);
  if (exchange.admitted !== undefined) return exchange.admitted(input);
  if (useCase.run === undefined) throw new Error('the chain has admitted nobody');
  return useCase.run(input);
};

const runUseCase =
  (useCase: AnyUseCase) =>
  async (exchange: Exchange): Promise<HttpResult> => {
    const { declaration } = exchange;
    const replayed = async (stored: NonNullable<Exchange['replay']>): Promise<HttpResult> => {
      const first: unknown = stored.body === undefined ? undefined : JSON.parse(stored.body);
      const whole = await useCase.reread?.(inputOf(exchange), first);
      const body = useCase.reread === undefined ? first : serialise(declaration, whole);
      return answered(exchange, { status: stored.status, body, replayed: true });
    };
    if (exchange.replay !== undefined) return replayed(exchange.replay);
    try {
      checkPathIds(exchange);
      const answer = serialise(declaration, await perform(useCase, exchange));
      return await answered(exchange, { status: declaration.status, body: answer, replayed: false });
    } catch (error) {
      if (error instanceof AlreadyAnswered) return replayed(error.stored);
      const first = error instanceof DomainError ? await exchange.lookAgain?.() : undefined;
      if (first === undefined) throw error;
      return replayed(first);
    }
  };

/** A key that cannot be given back now becomes free when its lease ends; the caller's answer does not wait for it. */
const releaseKey = async (exchange: Exchange): Promise<void> => {
  try {
    await exchange.release?.();
  } catch (error) {
    exchange.log.warn('idempotency_key_not_released', errorFields(error));
  }
};

const problems = (): MiddlewareObj<Exchange, HttpResult> => ({
  onError: async (request) => {
    const { event: exchange, error } = request;
    await releaseKey(exchange);
    if (error instanceof DomainError) {
      exchange.log.info('request_refused', { code: error.code, status: statusOfKind[error.kind] });
      request.response = violationResult(error, exchange.requestId);
    } else {
      exchange.log.error('request_failed', errorFields(error));
      request.response = defectResult(exchange.requestId);
    }
  },
});

const measured = (platform: HttpPlatform): MiddlewareObj<Exchange, HttpResult> => {
  const sample = (exchange: Exchange, status: number): void => {
    const latencyMs = platform.clock.now().epochMilliseconds - exchange.startedAtMs;
    platform.meter.operation({
      operation: exchange.declaration.operationId,
      surface: exchange.route?.surface ?? 'none',
      tenantId: exchange.tenant?.tenantId ?? 'none',
      status,
      latencyMs,
    });
    exchange.log.info('request_answered', { status, latencyMs });
  };
  return {
    after: ({ event, response }) => {
      sample(event, response?.statusCode ?? 500);
    },
    onError: ({ event, response }) => {
      sample(event, response?.statusCode ?? 500);
    },
  };
};

/** The order in which a request is refused is the contract's (api.md section 2). */
const steps = (platform: HttpPlatform, useCase: MayAdmit): readonly MiddlewareObj<Exchange, HttpResult>[] => [
  measured(platform),
  problems(),
  before(matchRoute),
  before(identifyCaller),
  before(checkCertificate(platform)),
  before(checkRole),
  before(resolveTenant(tenantDirectory(platform.table))),
  before(checkSize),
  before(checkContentType),
  before(parseBody),
  before(readIdempotencyKey),
  before(decryptRequest(platform.messageKeys)),
  before(validate),
  before(admitCaller(useCase)),
  before(claimIdempotency(platform)),
  before(async (exchange) => {
    if (exchange.tenant === undefined) return;
    exchange.clock = await tenantClock(platform.table, exchange.tenant, platform.clock);
  }),
];

/** A use case whose repeats are filled in again: card data in the answer comes from the issuer each time. */
export interface RereadingUseCase<Declaration extends HttpDeclaration> {
  readonly run: HttpUseCase<Declaration>;
  readonly reread: Reread<Declaration>;
}

/** The one chain of every HTTP operation. */
export const httpOperation = <Declaration extends HttpDeclaration>(
  declaration: Declaration,
  platform: HttpPlatform,
  useCase: HttpUseCase<Declaration> | RereadingUseCase<Declaration> | AdmittingUseCase<Declaration>,
): HttpHandler => {
  // Input and answer types were checked against the declaration above; the chain is the same for all declarations.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  const whole = (typeof useCase === 'function' ? { run: useCase } : useCase) as AnyUseCase;
  const chain = middy<Exchange, HttpResult>(runUseCase(whole)).use([...steps(platform, whole)]);
  return async (event, context) => chain(open(declaration, platform, event), context);
};
