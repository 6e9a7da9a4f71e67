import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

type Json = Readonly<Record<string, unknown>>;

export interface RazorpayRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

/** What happens to the next request. `lost`: it is carried out and its answer never comes; `cut`: it never arrives. */
export type RazorpayFault =
  | 'none'
  | 'lost'
  | 'cut'
  | 'silent'
  | { readonly status: number; readonly body?: string; readonly meanwhile?: () => void };

/** How a receipt that is taken is told (rule 45, D-19). */
export type DuplicateStyle = 'order_receipt_not_unique' | 'input_validation_failed' | 'unique_receipt' | 'not_kept';

/** Razorpay behind a loopback server, as far as its documentation says what it takes and answers. */
export interface RazorpayServer {
  readonly url: string;
  readonly requests: RazorpayRequest[];
  readonly faults: RazorpayFault[];
  duplicates: DuplicateStyle;
  readonly orders: Map<string, Json>;
  readonly payments: Map<string, Json>;
  readonly tokens: Map<string, Json>;
  readonly refunds: Map<string, Json>;
  /** Answers of single routes that a test wants otherwise, such as `POST /v1/orders`. */
  readonly instead: Map<string, { readonly status: number; readonly body: unknown }>;
  /** Requests of a method and path, in order. */
  sent(method: string, path: string): readonly RazorpayRequest[];
  stop(): Promise<void>;
}

export const wireError = (reason: string | null, more: { code?: string; description?: string } = {}): Json => ({
  error: {
    code: more.code ?? 'BAD_REQUEST_ERROR',
    description: more.description ?? 'The id provided does not exist',
    source: 'business',
    step: 'payment_initiation',
    reason,
    metadata: {},
  },
});

const bodyOf = async (message: IncomingMessage): Promise<Json> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : (JSON.parse(text) as Json);
};

const createdAt = 1_795_242_600;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const good = (body: unknown): Answer => ({ status: 200, body });
const bad = (body: unknown): Answer => ({ status: 400, body });
const unknownId = bad(wireError('input_validation_failed'));
const list = (items: readonly unknown[]): Answer => good({ entity: 'collection', count: items.length, items });

export const startRazorpay = async (): Promise<RazorpayServer> => {
  let count = 0;
  const next = (prefix: string): string => `${prefix}_${String((count += 1)).padStart(14, '0')}`;
  const customers: Json[] = [];
  const { orders, payments, tokens, refunds } = {
    orders: new Map<string, Json>(),
    payments: new Map<string, Json>(),
    tokens: new Map<string, Json>(),
    refunds: new Map<string, Json>(),
  };
  const instead: RazorpayServer['instead'] = new Map();
  const requests: RazorpayRequest[] = [];
  const faults: RazorpayFault[] = [];

  const createOrder = ({ body }: RazorpayRequest): Answer => {
    const { amount, currency, receipt, notes, notification } = body;
    const taken = [...orders.values()].find((order) => order['receipt'] === receipt);
    if (taken !== undefined && server.duplicates === 'order_receipt_not_unique') {
      return bad({ ...wireError(null, { code: 'order_receipt_not_unique' }), order_id: taken['id'] });
    }
    if (taken !== undefined && server.duplicates === 'input_validation_failed') {
      return bad(wireError('input_validation_failed', { description: 'Order receipt should be unique.' }));
    }
    if (taken !== undefined && server.duplicates === 'unique_receipt') return good(taken);
    const id = next('order');
    const notified =
      notification === undefined ? {} : { notification: { ...(notification as Json), id: next('notification') } };
    const money = { amount, amount_paid: 0, amount_due: amount, currency };
    const order = { id, entity: 'order', ...money, receipt, status: 'created', attempts: 0, notes, ...notified };
    orders.set(id, { ...order, created_at: createdAt + count });
    return good(orders.get(id));
  };
  const debit = ({ body }: RazorpayRequest): Answer => {
    const { amount, currency, order_id: orderId, token } = body;
    const id = next('pay');
    const payment = { id, entity: 'payment', amount, currency, order_id: orderId, method: 'upi', token_id: token };
    const outcome = { status: 'captured', error_code: null, error_reason: null, vpa: 'gaurav.kumar@okaxis' };
    payments.set(id, { ...payment, ...outcome, created_at: createdAt + count });
    return good({ razorpay_payment_id: id });
  };
  const createCustomer = ({ body }: RazorpayRequest): Answer => {
    const { name, email, contact, notes } = body;
    const known = customers.find((customer) => customer['email'] === email && customer['contact'] === contact);
    if (known !== undefined) return good(known);
    customers.push({ id: next('cust'), entity: 'customer', name, email, contact, gstin: null, notes });
    return good(customers.at(-1));
  };
  const refund = (paymentId: string, { headers, body }: RazorpayRequest): Answer => {
    const key = String(headers['x-refund-idempotency']);
    const made = refunds.get(key) ?? {
      ...{ id: next('rfnd'), entity: 'refund', amount: body['amount'], payment_id: paymentId },
      ...{ status: 'processed', speed_requested: 'normal' },
    };
    refunds.set(key, made);
    return good(made);
  };
  const change = (tokenId: string, changed: Json): Answer => {
    const token = tokens.get(tokenId);
    if (token === undefined) return unknownId;
    tokens.set(tokenId, { ...token, recurring_details: changed });
    return good(changed);
  };

  const routes: readonly (readonly [string, (request: RazorpayRequest, ids: readonly string[]) => Answer])[] = [
    ['POST /v1/customers', createCustomer],
    ['GET /v1/customers', ({ query }) => list(query.get('skip') === '0' ? customers.toReversed() : [])],
    ['POST /v1/orders', createOrder],
    [
      'GET /v1/orders',
      ({ query }) => list([...orders.values()].filter((one) => one['receipt'] === query.get('receipt'))),
    ],
    ['GET /v1/orders/*', (_request, [id = '']) => (orders.has(id) ? good(orders.get(id)) : unknownId)],
    [
      'GET /v1/orders/*/payments',
      (_request, [id]) => list([...payments.values()].filter((one) => one['order_id'] === id)),
    ],
    ['POST /v1/payments/create/recurring', debit],
    [
      'POST /v1/payments/create/upi',
      () => good({ razorpay_payment_id: next('pay'), link: 'upi://mandate?tr=EZM1&am=1.00&cu=INR&txnType=CREATE' }),
    ],
    ['GET /v1/customers/*/tokens', () => list([...tokens.values()])],
    [
      'PUT /v1/customers/*/tokens/*/cancel',
      (_request, [, id = '']) => change(id, { status: 'cancellation_initiated' }),
    ],
    [
      'DELETE /v1/customers/*/tokens/*',
      (_request, [, id = '']) => (tokens.delete(id) ? good({ deleted: true }) : unknownId),
    ],
    ['POST /v1/payments/*/refund', (request, [id = '']) => refund(id, request)],
    [
      'GET /v1/payments/*/refunds/*',
      (_request, [, id]) => good([...refunds.values()].find((one) => one['id'] === id) ?? {}),
    ],
  ];
  const answer = (request: RazorpayRequest): Answer => {
    const asked = `${request.method} ${request.path}`;
    const otherwise = instead.get(asked);
    if (otherwise !== undefined) return otherwise;
    for (const [route, handle] of routes) {
      const found = new RegExp(`^${route.replaceAll('*', '([^/]+)')}$`, 'u').exec(asked);
      if (found !== null) return handle(request, found.slice(1));
    }
    return bad(wireError('input_validation_failed', { description: 'The requested URL was not found' }));
  };

  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(message.url ?? '', 'http://razorpay');
    const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
    const read = { method: message.method ?? '', path: pathname, query: searchParams, headers };
    const request = { ...read, body: await bodyOf(message) };
    requests.push(request);
    const fault = faults.shift() ?? 'none';
    if (fault === 'silent') return;
    if (fault === 'cut') return void message.socket.destroy();
    if (typeof fault === 'object') {
      fault.meanwhile?.();
      return void response.writeHead(fault.status).end(fault.body ?? '');
    }
    const { status, body } = answer(request);
    if (fault === 'lost') return void message.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const http = createServer((message, response) => void serve(message, response));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  // listen() with a port always gives an AddressInfo.
  const { port } = http.address() as AddressInfo;
  const server: RazorpayServer = {
    url: `http://127.0.0.1:${port}`,
    ...{ requests, faults, duplicates: 'unique_receipt', orders, payments, tokens, refunds, instead },
    sent: (method, path) => requests.filter((request) => request.method === method && request.path === path),
    stop: async () => {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return server;
};
