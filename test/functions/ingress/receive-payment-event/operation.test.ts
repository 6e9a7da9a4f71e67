import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/ingress/receive-payment-event/handler.ts';
import { sign } from '../../../../functions/kernel/crypto/hmac.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { callUrl } from '../../../support/trigger.ts';

let platform: TestPlatform;
let secret: string;
beforeAll(async () => {
  platform = await startTestPlatform();
  [secret] = await platform.secrets.values('payment-webhook-signing');
});
afterAll(() => platform.stop());
beforeEach(() => {
  platform.sent.messages.length = 0;
});

interface Queued {
  readonly eventId: string;
  readonly raw: string;
}

const body = '{ "event": "payment.captured",  "payload": {} }';

const headersFor = (text: string | Uint8Array, { key = secret, eventId = 'EwQ1sBhGhcR1eS' } = {}) => ({
  'X-Razorpay-Signature': sign(key, Buffer.from(text)),
  'x-razorpay-event-id': eventId,
});

const send = (request: { body?: string; headers?: Record<string, string>; method?: string; path?: string }) =>
  callUrl(wire(platform), { path: '/razorpay', body, ...request });

const withSignature = (change: (signature: string) => string): Record<string, string> => ({
  ...headersFor(body),
  'X-Razorpay-Signature': change(sign(secret, Buffer.from(body))),
});

describe('receivePaymentEvent', () => {
  it('D-16 M-26 M-28 rules 48 and 50 queues the raw bytes of a signed event and answers at once', async () => {
    expect((await send({ headers: headersFor(body) })).status).toBe(202);
    const [message, ...others] = platform.sent.messages;
    expect([message?.queue, others]).toEqual(['payment-events', []]);
    const queued = JSON.parse(message?.body ?? '{}');
    expect(queued.eventId).toBe('EwQ1sBhGhcR1eS');
    expect(Buffer.from(queued.raw, 'base64').toString()).toBe(body);
  });

  it('boundary case 25 accepts the same body with the new and with the previous secret', async () => {
    const rotated = { ...platform, secrets: { values: async () => ['new-secret', secret] as const } };
    for (const key of ['new-secret', secret]) {
      const headers = headersFor(body, { key });
      expect((await callUrl(wire(rotated), { path: '/razorpay', body, headers })).status).toBe(202);
    }
  });

  const refused: [name: string, headers: () => Record<string, string>, sentBody?: string][] = [
    ['no signature', () => ({ 'x-razorpay-event-id': 'evt-1' })],
    ['an empty signature', () => withSignature(() => '')],
    ['another secret', () => headersFor(body, { key: 'another secret' })],
    ['an empty secret', () => headersFor(body, { key: '' })],
    ['a changed body', () => headersFor(body), `${body} `],
    ['a body that means the same', () => headersFor(body), JSON.stringify(JSON.parse(body))],
    ['no body', () => headersFor(body), ''],
    ['a truncated signature', () => withSignature((signature) => signature.slice(0, -2))],
    ['a longer signature', () => withSignature((signature) => `${signature}00`)],
    ['an upper-case signature', () => withSignature((signature) => signature.toUpperCase())],
    ['a signature with a version', () => withSignature((signature) => `v1=${signature}`)],
    ['two signatures', () => withSignature((signature) => `${signature},${signature}`)],
    ['a signature in base64', () => withSignature((signature) => Buffer.from(signature, 'hex').toString('base64'))],
    ['a signature that is no hex', () => withSignature(() => 'z'.repeat(64))],
    ['no event id', () => ({ 'X-Razorpay-Signature': sign(secret, Buffer.from(body)) })],
    ['an empty event id', () => headersFor(body, { eventId: '' })],
    ['an unprintable event id', () => headersFor(body, { eventId: 'evt 1' })],
    ['an event id without end', () => headersFor(body, { eventId: 'e'.repeat(129) })],
  ];
  it.each(refused)('I12 refuses %s with 401 and queues nothing', async (_name, headers, sentBody) => {
    const answer = await send({ headers: headers(), ...(sentBody === undefined ? {} : { body: sentBody }) });
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([401, 'unauthenticated']);
    expect(platform.sent.messages).toEqual([]);
  });

  it('gives one answer for every fault, and leaks nothing of the signature that it expected', async () => {
    const expected = sign(secret, Buffer.from(body));
    const answers = await Promise.all(
      refused.map(([, headers, sent = body]) => send({ headers: headers(), body: sent })),
    );
    const said = answers.map(({ body: text }) => {
      const { requestId: _id, instance: _instance, ...rest } = JSON.parse(text) as Record<string, unknown>;
      return JSON.stringify(rest);
    });
    expect(new Set(said).size).toBe(1);
    expect([...answers.map(({ body: text }) => text), ...platform.logLines()].join()).not.toContain(expected);
  });

  it('counts what it refuses, so that a wrong secret is noticed', async () => {
    const counted: string[] = [];
    const meter = { ...platform.meter, count: (name: string) => void counted.push(name) };
    await callUrl(wire({ ...platform, meter }), { path: '/razorpay', body });
    expect(counted).toEqual(['message_rejected']);
  });

  it('refuses a body above 256 KB', async () => {
    const large = 'x'.repeat(256 * 1024 + 1);
    expect((await send({ body: large, headers: headersFor(large) })).status).toBe(413);
    expect(platform.sent.messages).toEqual([]);
  });

  it('M-26 does not parse before the queue: authentic bytes of any kind are acknowledged', async () => {
    const bytes = '{"event":';
    expect((await send({ body: bytes, headers: headersFor(bytes) })).status).toBe(202);
    expect(platform.sent.messages).toHaveLength(1);
  });

  it('rule 49 queues a webhook that is sent again: the worker recognises it', async () => {
    for (const _turn of [1, 2]) expect((await send({ headers: headersFor(body) })).status).toBe(202);
    const [first, second] = platform.sent.messages.map(({ body: text }) => JSON.parse(text) as Queued);
    expect([second?.eventId, second?.raw]).toEqual([first?.eventId, first?.raw]);
  });

  it.each([
    ['another method', { method: 'GET' }],
    ['the bare address', { path: '/' }],
    ['another path', { path: '/events' }],
    ['a path below it', { path: '/razorpay/x' }],
  ])('answers %s with 404', async (_name, request) => {
    expect((await send({ headers: headersFor(body), ...request })).status).toBe(404);
    expect(platform.sent.messages).toEqual([]);
  });

  it('M-27 answers 5xx when the queue does not take the message, so that the provider sends it again', async () => {
    const down = { ...platform, queues: { send: async () => Promise.reject(new Error('queue down')) } };
    const { status } = await callUrl(wire(down), { path: '/razorpay', body, headers: headersFor(body) });
    expect(status).toBe(500);
  });
});
