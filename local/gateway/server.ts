import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { ServerOptions as TlsOptions } from 'node:https';
import { createServer as createTlsServer } from 'node:https';
import * as z from 'zod';
import { DomainError } from '../../functions/kernel/errors/domain-error.ts';
import type { HttpResult } from '../../functions/kernel/http/problem.ts';
import { defectResult, violationResult } from '../../functions/kernel/http/problem.ts';
import type { Log } from '../../functions/kernel/observability/log.ts';
import { errorFields } from '../../functions/kernel/observability/log.ts';
import type { Clock } from '../../functions/kernel/time/clock.ts';
import type { GatewayRequest } from './request.ts';
import { clientCertificateOf, headersOf, readBody } from './request.ts';

/** What a server answers a request with. */
export interface GatewayAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface LocalServer {
  /** `http://127.0.0.1:<port>`, or `https` */
  readonly origin: string;
  /** Stops taking requests, waits for those under way, closes. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Asked for every request; a DomainError becomes its problem, anything else a 500. */
  readonly answer: (request: GatewayRequest) => Promise<GatewayAnswer>;
  /** Speaks TLS, to nobody but clients with a certificate that `ca` signed. */
  readonly mutualTls?: MutualTls;
}

/** PEM of the server's key and certificate, and of whom it trusts. */
export type MutualTls = Readonly<Record<'key' | 'cert' | 'ca', string>>;

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const lambdaResult = z.object({
  statusCode: z.int().default(200),
  headers: z.record(z.string(), scalar).default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** The HTTP answer that a function's result stands for. */
export const answerOf = (result: unknown): GatewayAnswer => {
  const { statusCode, headers, body, isBase64Encoded } = lambdaResult.parse(result);
  return {
    statusCode,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
    body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
};

export const notFound = (): DomainError =>
  new DomainError('not_found', 'not_found', { detail: 'There is no such route.' });

const tooLarge = (): DomainError =>
  new DomainError('too_large', 'payload_too_large', { detail: 'The body is larger than the gateway takes.' });

const failure = (error: unknown, requestId: string, log: Log): HttpResult => {
  if (error instanceof DomainError) return violationResult(error, requestId);
  log.error('gateway_failed', { requestId, ...errorFields(error) });
  return defectResult(requestId);
};

const write = (outgoing: ServerResponse, answer: GatewayAnswer, requestId: string): void => {
  const body = Buffer.from(answer.body);
  outgoing.writeHead(answer.statusCode, {
    'x-request-id': requestId,
    ...answer.headers,
    ...(answer.statusCode === 204 ? {} : { 'content-length': body.length }),
  });
  outgoing.end(answer.statusCode === 204 ? undefined : body);
};

const respond = async (incoming: IncomingMessage, outgoing: ServerResponse, options: ServerOptions): Promise<void> => {
  const requestId = randomUUID();
  const receivedAtMs = options.clock.now().epochMilliseconds;
  try {
    const body = await readBody(incoming);
    const url = new URL(incoming.url ?? '/', 'http://local');
    if (body === undefined) throw tooLarge();
    const clientCertificate = clientCertificateOf(incoming);
    const request: GatewayRequest = {
      requestId,
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: headersOf(incoming),
      body,
      sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
      receivedAtMs,
      ...(clientCertificate === undefined ? {} : { clientCertificate }),
    };
    write(outgoing, await options.answer(request), requestId);
  } catch (error) {
    if (!outgoing.headersSent) write(outgoing, failure(error, requestId, options.log), requestId);
    else outgoing.destroy();
  }
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the server has no port'));
      else resolve(address.port);
    });
  });

const drainMs = 5_000;

/** Whoever has no trusted certificate is refused in the handshake, as at API Gateway's own door. */
const mutual = (files: MutualTls): TlsOptions => ({
  ...files,
  requestCert: true,
  rejectUnauthorized: true,
  minVersion: 'TLSv1.2',
});

/** An HTTP server on loopback. @throws Error with a clear line when the port is taken */
export const startServer = async (options: ServerOptions): Promise<LocalServer> => {
  const { mutualTls } = options;
  const listener: RequestListener = (incoming, outgoing) => void respond(incoming, outgoing, options);
  const server = mutualTls === undefined ? createServer(listener) : createTlsServer(mutual(mutualTls), listener);
  const port = await listen(server, options.port).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Error(`Port ${options.port} is in use. Choose another one with PORT.`, { cause: error });
    }
    throw error;
  });
  return {
    origin: `${mutualTls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A connection becomes idle when its last answer is out; kept alive, it would hold the server open for seconds.
      const sweep = setInterval(() => server.closeIdleConnections(), 10);
      const force = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(force);
    },
  };
};
