import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import { sandboxTwin } from '../../functions/sandbox/sandbox-twin/declaration.ts';
import { twinRoutes } from '../../functions/sandbox/sandbox-twin/http/twin-routes.ts';
import type { UrlUseCase } from '../../functions/kernel/operation/url-operation.ts';
import { urlOperation } from '../../functions/kernel/operation/url-operation.ts';
import type { HttpFetch, RandomSource } from '../../functions/kernel/platform/platform.ts';
import type { ProviderPlatform } from '../../functions/providers/sandbox/exchange.ts';
import type { TestPlatform } from './test-platform.ts';
import { startTestPlatform } from './test-platform.ts';

/** A webhook as the platform's ingress would get it. */
export interface ReceivedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: string;
  readonly body: {
    readonly type: string;
    readonly reference: string;
    readonly occurredAt: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** A request of the card network as the platform would get it. */
export interface ReceivedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: string;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly type: string;
    readonly message: { readonly id: string; readonly transmittedAt: string };
    readonly occurredAt: string;
  };
}

/** A webhook of the payment provider as the platform's ingress would get it. */
export interface ReceivedPaymentEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: string;
  readonly body: {
    readonly event: string;
    readonly account_id: string;
    readonly contains: readonly string[];
    readonly payload: Readonly<Record<string, { readonly entity: Readonly<Record<string, unknown>> }>>;
    readonly created_at?: number;
  };
}

/** A status alone is answered without a body; `silence` never answers. */
type NetworkReply = Readonly<Record<string, unknown>> | number | 'silence';

/** What the platform answers the card network, scripted. */
export interface NetworkDoor {
  readonly received: ReceivedRequest[];
  answer: (request: ReceivedRequest) => NetworkReply | Promise<NetworkReply>;
}

/** The twin behind a real loopback server, with a receiver for its webhooks. */
export interface TwinServer {
  readonly url: string;
  /** The twin's own world: table, keys, secrets. */
  readonly platform: TestPlatform;
  readonly received: ReceivedWebhook[];
  /** Webhooks of the payment provider. */
  readonly paymentEvents: ReceivedPaymentEvent[];
  /** Statuses that the receivers answer next; 200 when there are none. `silence` never answers. */
  readonly answers: (number | 'silence')[];
  /** The platform's door for the card network; approves everything until a test says otherwise. */
  readonly network: NetworkDoor;
  /** Next draws of the fault dice, each from 0 up to 1; real randomness when there are none. */
  readonly draws: number[];
  /** What adapters need to reach this twin. */
  client(fetchWith?: HttpFetch): ProviderPlatform;
  stop(): Promise<void>;
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const lowerCased = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '');
    });
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const receiver = (
  keep: (headers: Record<string, string>, rawBody: string) => void,
  answers: (number | 'silence')[],
): Server =>
  createServer((request, response) => {
    void readBody(request).then((rawBody) => {
      keep(lowerCased(request), rawBody);
      const answer = answers.shift() ?? 200;
      if (answer !== 'silence') response.writeHead(answer).end();
    });
  });

/** Approves everything, under an id that follows from the message. */
const approveAll = ({ body: { message, amount } }: ReceivedRequest): Readonly<Record<string, unknown>> => {
  const rest = createHash('sha256').update(message.id).digest('hex').slice(0, 31);
  return {
    authorizationId: `aut_${rest}`,
    decisionId: `dcs_${rest}`,
    decision: 'approved',
    actionCode: '0000',
    responseCode: '00',
    approvedAmount: (amount as { amount: number }).amount,
  };
};

const networkServer = (door: NetworkDoor): Server =>
  createServer((request, response) => {
    void readBody(request).then(async (rawBody) => {
      const headers = lowerCased(request);
      const received = { headers, rawBody, body: JSON.parse(rawBody) as ReceivedRequest['body'] };
      door.received.push(received);
      const answer = await door.answer(received);
      if (answer === 'silence') return;
      const [status, body] = typeof answer === 'number' ? [answer, ''] : [200, JSON.stringify(answer)];
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });

const twinServer = (handle: ReturnType<typeof urlOperation>): Server =>
  createServer((request, response) => {
    void readBody(request).then(async (body) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://twin');
      const event = {
        rawPath: pathname,
        queryStringParameters: Object.fromEntries(searchParams),
        headers: lowerCased(request),
        body,
        isBase64Encoded: false,
        requestContext: { requestId: 'twin-request', http: { method: request.method ?? 'GET' } },
      } as unknown as Parameters<typeof handle>[0];
      const result = await handle(event, {} as Parameters<typeof handle>[1]);
      response.writeHead(result.statusCode ?? 500, result.headers as Record<string, string>).end(result.body);
    });
  });

/** Draws of the fault dice are the twin's only requests for four bytes. */
const scripted = (draws: number[]): RandomSource => ({
  bytes: (count) => {
    const draw = count === 4 ? draws.shift() : undefined;
    if (draw === undefined) return randomBytes(count);
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(Math.floor(draw * 2 ** 32));
    return bytes;
  },
});

/** @param holdMs how long a `timeout` fault holds its answer back */
export const startTwin = async (holdMs = 400): Promise<TwinServer> => {
  const received: ReceivedWebhook[] = [];
  const paymentEvents: ReceivedPaymentEvent[] = [];
  const answers: (number | 'silence')[] = [];
  const draws: number[] = [];
  const ingress = receiver((headers, rawBody) => {
    received.push({ headers, rawBody, body: JSON.parse(rawBody) as ReceivedWebhook['body'] });
  }, answers);
  const eventsUrl = `${await listen(ingress)}/events`;
  const payments = receiver((headers, rawBody) => {
    paymentEvents.push({ headers, rawBody, body: JSON.parse(rawBody) as ReceivedPaymentEvent['body'] });
  }, answers);
  const paymentEventsUrl = `${await listen(payments)}/razorpay`;
  const network: NetworkDoor = { received: [], answer: approveAll };
  const networkDoor = networkServer(network);
  const authorizationsUrl = `${await listen(networkDoor)}/authorizations`;
  const platform = await startTestPlatform();
  // What is merely slow, on a busy machine, must neither be told twice nor overtaken: tests of that pay for it.
  const pace = { holdMs, retryDelayMs: 5, reorderMs: 3_000, webhookTimeoutMs: 2_000, decisionTimeoutMs: 1_000 };
  const routes: UrlUseCase = twinRoutes(
    { ...platform, random: scripted(draws) },
    { eventsUrl, authorizationsUrl, paymentEventsUrl, pace },
  );
  const server = twinServer(urlOperation(sandboxTwin, platform, routes));
  const url = await listen(server);
  return {
    url,
    platform,
    received,
    paymentEvents,
    answers,
    network,
    draws,
    client: (fetchWith = fetch) => ({ ...platform, fetch: fetchWith, settings: { ISSUER_SANDBOX_URL: url } }),
    stop: async () => {
      await close(server);
      await close(ingress);
      await close(payments);
      await close(networkDoor);
      await platform.stop();
    },
  };
};

/** A request of the protocol, right in everything but what a test changes. */
export interface RawRequest {
  readonly path: string;
  readonly program: string;
  readonly rawBody: string;
  readonly secretName?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is signed instead of the body that is sent. */
  readonly signedBody?: string;
  readonly signedPath?: string;
  /** Seconds that the timestamp is away from now. */
  readonly skewSeconds?: number;
}

/** Sends it and answers with status and JSON. */
export const rawCall = async (twin: TwinServer, request: RawRequest): Promise<{ status: number; text: string }> => {
  const [secret] = await twin.platform.secrets.values(request.secretName ?? 'issuer-request-signing');
  const seconds = Math.floor(twin.platform.clock.now().epochMilliseconds / 1000) + (request.skewSeconds ?? 0);
  const requestId = randomBytes(16).toString('hex');
  const signed = [
    seconds,
    requestId,
    request.program,
    request.signedPath ?? request.path,
    request.signedBody ?? request.rawBody,
  ];
  const signature = createHmac('sha256', secret).update(signed.join('.')).digest('hex');
  const answer = await fetch(`${twin.url}${request.path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-request-id': requestId,
      'x-program': request.program,
      'x-timestamp': String(seconds),
      'x-signature': `v1=${signature}`,
      ...request.headers,
    },
    body: request.rawBody,
  });
  return { status: answer.status, text: await answer.text() };
};
