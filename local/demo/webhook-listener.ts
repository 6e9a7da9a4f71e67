import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import * as z from 'zod';

/** A webhook as it arrived. */
export interface ReceivedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A tenant's server for webhooks, on loopback. */
export interface WebhookListener {
  readonly url: string;
  /** In the order of arrival. */
  readonly received: readonly ReceivedWebhook[];
  stop(): Promise<void>;
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  request.setEncoding('utf8');
  let text = '';
  for await (const part of request) text += String(part);
  return text;
};

const singleHeaders = ({ headers }: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

const address = z.object({ port: z.int() });

/** Starts a server that takes every webhook and keeps it. */
export const startListener = async (): Promise<WebhookListener> => {
  const received: ReceivedWebhook[] = [];
  const server = createServer((request, response) => {
    textOf(request).then(
      (body) => {
        received.push({ headers: singleHeaders(request), body });
        response.writeHead(204).end();
      },
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = address.parse(server.address());
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
