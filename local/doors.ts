import type { JSONWebKeySet } from 'jose';
import { TemporarilyUnavailable } from '../functions/kernel/errors/domain-error.ts';
import type { Log } from '../functions/kernel/observability/log.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import type { Activity } from './activity.ts';
import { answerFunctionUrl, front, functionUrl, staffIssuer } from './gateway/front.ts';
import { rateLimiter, standardRate } from './gateway/rate-limit.ts';
import { stage } from './gateway/proxy-event.ts';
import type { GatewayRequest } from './gateway/request.ts';
import type { GatewayAnswer, LocalServer, MutualTls, ServerOptions } from './gateway/server.ts';
import { startServer } from './gateway/server.ts';
import type { LocalOperation } from './operations.ts';
import type { PlatformOptions } from './platform.ts';

/** The two HTTP servers: the platform's and, apart from it, the provider twin's. */
export interface Doors {
  readonly baseUrl: string;
  readonly issuerIngressUrl: string;
  readonly authorizationIngressUrl: string;
  readonly paymentIngressUrl: string;
  readonly sandboxUrl: string;
  readonly staffIssuer: string;
  /** HTTP requests that the API took. */
  requests(): number;
  /** Lets requests in; before, they are answered 503. */
  open(operations: ReadonlyMap<string, LocalOperation>, staffJwks: JSONWebKeySet): void;
  /** Opens a third server, which answers as the API does, behind mutual TLS. @returns its base URL */
  readonly openSecure: (mutualTls: MutualTls) => Promise<string>;
  close(): Promise<void>;
}

interface DoorSettings {
  readonly options: PlatformOptions;
  readonly clock: Clock;
  readonly log: Log;
  readonly work: Activity;
}

type Answering = (request: GatewayRequest) => Promise<GatewayAnswer>;

const notOpen: Answering = async () => {
  throw new TemporarilyUnavailable('The platform is starting.');
};

const twinOf = (operations: ReadonlyMap<string, LocalOperation>): Answering => {
  const twin = [...operations.values()].find(
    ({ declaration }) => declaration.kind === 'url' && declaration.realm === 'sandbox',
  );
  return twin === undefined ? notOpen : (request) => answerFunctionUrl(twin, request, request.path);
};

/** Opens the ports at once, since addresses are part of the settings that operations are wired with. */
export const openDoors = async ({ options, clock, log, work }: DoorSettings): Promise<Doors> => {
  let answerApi = notOpen;
  let answerTwin = notOpen;
  let requests = 0;
  const busy = async (answering: Answering, request: GatewayRequest): Promise<GatewayAnswer> => {
    const done = work.begin();
    return answering(request).finally(done);
  };
  const answer: ServerOptions['answer'] = (request) => {
    if (request.path.startsWith(`/${stage}/`)) requests += 1;
    return busy(answerApi, request);
  };
  const api = await startServer({ port: options.port ?? 0, clock, log, answer });
  const twin = await startServer({ port: 0, clock, log, answer: (request) => busy(answerTwin, request) });
  const secure: LocalServer[] = [];
  const throttle = rateLimiter(options.rateLimit ?? standardRate, clock);
  return {
    baseUrl: `${api.origin}/${stage}/v1.0`,
    issuerIngressUrl: `${functionUrl(api.origin, 'issuer-events')}/events`,
    authorizationIngressUrl: `${functionUrl(api.origin, 'authorizations')}/authorizations`,
    paymentIngressUrl: `${functionUrl(api.origin, 'payment-events')}/razorpay`,
    sandboxUrl: twin.origin,
    staffIssuer: staffIssuer(api.origin),
    requests: () => requests,
    open: (operations, staffJwks) => {
      answerApi = front({ operations, throttle, staffJwks: () => staffJwks });
      answerTwin = twinOf(operations);
    },
    openSecure: async (mutualTls) => {
      const door = await startServer({ port: 0, clock, log, answer, mutualTls });
      secure.push(door);
      return `${door.origin}/${stage}/v1.0`;
    },
    close: async () => {
      await Promise.all(secure.map((door) => door.stop()));
      await api.stop();
      await twin.stop();
    },
  };
};
