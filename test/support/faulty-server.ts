import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one request. */
export type ServerFault =
  | { readonly kind: 'pass' }
  /** Never reaches the server; the connection is cut. */
  | { readonly kind: 'cut before' }
  /** Reaches the server; its answer is lost. */
  | { readonly kind: 'cut after' }
  /** Nobody ever answers. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'answer'; readonly status: number; readonly body: string };

export interface SeenRequest {
  readonly target: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

export interface FaultyServer {
  readonly endpoint: string;
  readonly seen: readonly SeenRequest[];
  /** What happens to the next requests, in turn; afterwards all pass. */
  plan(...faults: readonly ServerFault[]): void;
  stop(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

const pass = async (upstream: string | undefined, seen: SeenRequest): Promise<{ status: number; body: string }> => {
  if (upstream === undefined) return { status: 503, body: 'nothing planned' };
  const { authorization = '', 'x-amz-date': date = '', 'content-type': type = '' } = seen.headers;
  const headers = { authorization, 'x-amz-date': String(date), 'x-amz-target': seen.target, 'content-type': type };
  const answer = await fetch(upstream, { method: 'POST', headers, body: seen.body });
  return { status: answer.status, body: await answer.text() };
};

/** An HTTP server with AWS's JSON protocol in front of another one, or alone, that fails as planned. */
export const startFaultyServer = async (upstream?: string): Promise<FaultyServer> => {
  const seen: SeenRequest[] = [];
  let planned: ServerFault[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const { headers } = request;
    const call = { target: String(headers['x-amz-target']), body, headers };
    seen.push(call);
    const fault = planned.shift() ?? { kind: 'pass' };
    if (fault.kind === 'silent') return;
    if (fault.kind === 'cut before') return void request.socket.destroy();
    const answer = fault.kind === 'answer' ? fault : await pass(upstream, call);
    if (fault.kind === 'cut after') return void request.socket.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(answer.body);
  };
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // listen() with a port always gives an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}/`,
    seen,
    plan: (...faults) => {
      planned = [...faults];
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
