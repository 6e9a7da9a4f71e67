import { DomainError } from '../../functions/kernel/errors/domain-error.ts';
import type { LocalOperation } from '../operations.ts';
import { authorizeWith } from './authorize.ts';
import { functionUrlEvent, proxyEvent, stage } from './proxy-event.ts';
import type { GatewayRequest } from './request.ts';
import { routeMatcher, routesOf } from './routes.ts';
import type { GatewayAnswer } from './server.ts';
import { answerOf, notFound } from './server.ts';

type Answering = (request: GatewayRequest) => Promise<GatewayAnswer>;

const functionUrlBase = '/_functions/';
const staffBase = '/_staff/';

/** Where the front publishes a Function URL. */
export const functionUrl = (origin: string, name: string): string => `${origin}${functionUrlBase}${name}`;

/** Issuer of the stand-in for the user pool. */
export const staffIssuer = (origin: string): string => `${origin}/_staff`;

export interface FrontParts {
  readonly operations: ReadonlyMap<string, LocalOperation>;
  /** Seconds to wait when the usage key has used up its rate. */
  readonly throttle: (usageKey: string) => number | undefined;
  readonly staffJwks: () => unknown;
}

const json = (value: unknown): GatewayAnswer => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/** The REST API: route, authorizer, usage plan, function. */
const restApi = ({ operations, throttle }: FrontParts): Answering => {
  const all = [...operations.values()];
  const match = routeMatcher(routesOf(all.map(({ declaration }) => declaration)));
  const authorize = authorizeWith(all.filter(({ declaration }) => declaration.kind === 'authorizer'));
  return async (request) => {
    const matched = match(request.method, request.path);
    const operation = operations.get(matched?.route.declaration.operationId ?? '');
    if (matched === undefined || operation === undefined) throw notFound();
    const proof = await authorize(request, matched);
    const wait = proof?.usageKey === undefined ? undefined : throttle(proof.usageKey);
    if (wait !== undefined) {
      throw new DomainError('limited', 'rate_limited', {
        detail: 'The rate of this tenant is used up. Slow down and repeat.',
        retryAfterSeconds: wait,
      });
    }
    return answerOf(await operation.invoke(proxyEvent(request, matched, proof?.context)));
  };
};

/** A Function URL of one operation; `path` is what follows the URL's own address. */
export const answerFunctionUrl = async (
  operation: LocalOperation,
  request: GatewayRequest,
  path: string,
): Promise<GatewayAnswer> => answerOf(await operation.invoke(functionUrlEvent({ ...request, path }, 'nodal-local')));

const functionUrls = ({ operations }: FrontParts): Answering => {
  const byName = new Map(
    [...operations.values()].flatMap((operation) =>
      operation.declaration.kind === 'url' && operation.declaration.realm !== 'sandbox'
        ? [[operation.declaration.url, operation] as const]
        : [],
    ),
  );
  return async (request) => {
    const [name = '', ...rest] = request.path.slice(functionUrlBase.length).split('/');
    const operation = byName.get(name);
    if (operation === undefined) throw notFound();
    return answerFunctionUrl(operation, request, `/${rest.join('/')}`);
  };
};

/** Everything the platform answers over HTTP: the API, its Function URLs, the staff pool's keys. */
export const front = (parts: FrontParts): Answering => {
  const api = restApi(parts);
  const urls = functionUrls(parts);
  return async (request) => {
    if (request.path.startsWith(`/${stage}/`)) return api({ ...request, path: request.path.slice(stage.length + 1) });
    if (request.path.startsWith(functionUrlBase)) return urls(request);
    if (request.path === `${staffBase}.well-known/jwks.json`) return json(parts.staffJwks());
    throw notFound();
  };
};
