import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request as it arrived. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly path: string;
}

/** How the receiver answers. `never`: it keeps the connection and says nothing. */
export interface ReceiverAnswer {
  readonly status: number | 'never';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How long it takes to think, in milliseconds. */
  readonly delayMs?: number;
}

/** A tenant's server on loopback. */
export interface WebhookReceiver {
  readonly url: string;
  readonly port: number;
  readonly received: readonly Received[];
  /** How it answers from now on; 204 at first. */
  answer(next: ReceiverAnswer): void;
  stop(): Promise<void>;
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

const reply = async (response: ServerResponse, answer: ReceiverAnswer): Promise<void> => {
  const { status, headers, body, delayMs } = answer;
  if (delayMs !== undefined) await sleep(delayMs);
  if (status !== 'never') response.writeHead(status, { ...headers }).end(body);
};

export const startReceiver = async (): Promise<WebhookReceiver> => {
  const received: Received[] = [];
  let answer: ReceiverAnswer = { status: 204 };
  const server = createServer((request, response) => {
    void textOf(request).then((body) => {
      const headers = request.headers as Record<string, string>;
      received.push({ headers, body, path: request.url ?? '' });
      return reply(response, answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    answer: (next) => {
      answer = next;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
