import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/ingress/receive-issuer-event/handler.ts';
import { signedBytes } from '../../../../functions/kernel/operation/signed-message.ts';
import { sign } from '../../../../functions/kernel/crypto/hmac.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { callUrl } from '../../../support/trigger.ts';

let platform: TestPlatform;
let secret: string;
beforeAll(async () => {
  platform = await startTestPlatform();
  [secret] = await platform.secrets.values('issuer-webhook-signing');
});
afterAll(() => platform.stop());

const body = JSON.stringify({
  type: 'kyc.completed',
  reference: 'ref-1',
  occurredAt: '2026-11-21T06:30:00Z',
  data: {},
});

const headersFor = (text: string, { ageSeconds = 0, key = secret, eventId = 'evt-1' } = {}): Record<string, string> => {
  const timestamp = String(platform.clock.now().epochMilliseconds / 1000 - ageSeconds);
  const signature = sign(key, signedBytes(timestamp, eventId, Buffer.from(text)));
  return { 'x-signature': `v1=${signature}`, 'x-timestamp': timestamp, 'x-event-id': eventId };
};

const send = (request: { body?: string; headers?: Record<string, string>; method?: string }) =>
  callUrl(wire(platform), { body, ...request });

describe('receiveIssuerEvent', () => {
  it('D-16 M-26 M-28 queues the raw bytes of a signed event and answers at once', async () => {
    const before = platform.sent.messages.length;
    expect((await send({ headers: headersFor(body) })).status).toBe(202);
    const [message] = platform.sent.messages.slice(before);
    expect(message?.queue).toBe('issuer-events');
    const queued = JSON.parse(message?.body ?? '{}');
    expect(queued.eventId).toBe('evt-1');
    expect(Buffer.from(queued.raw, 'base64').toString()).toBe(body);
  });

  it('accepts the previous secret during a rotation', async () => {
    const rotated = { ...platform, secrets: { values: async () => ['new-secret', secret] as const } };
    const { status } = await callUrl(wire(rotated), { body, headers: headersFor(body) });
    expect(status).toBe(202);
  });

  const refused: [name: string, headers: () => Record<string, string>, sentBody?: string][] = [
    ['no signature', () => ({})],
    [
      'a signature without its version',
      () => ({ ...headersFor(body), 'x-signature': headersFor(body)['x-signature']?.slice(3) ?? '' }),
    ],
    ['another secret', () => headersFor(body, { key: 'another secret' })],
    ['a changed body', () => headersFor(body), `${body} `],
    ['a changed event id', () => ({ ...headersFor(body), 'x-event-id': 'evt-2' })],
    ['a changed timestamp', () => ({ ...headersFor(body), 'x-timestamp': '1' })],
    ['a signature older than 300 seconds', () => headersFor(body, { ageSeconds: 301 })],
    ['a signature from the future', () => headersFor(body, { ageSeconds: -301 })],
    ['an unprintable event id', () => headersFor(body, { eventId: 'evt 1' })],
    [
      'a truncated signature',
      () => ({ ...headersFor(body), 'x-signature': headersFor(body)['x-signature']?.slice(0, -2) ?? '' }),
    ],
    [
      'an upper-case signature',
      () => ({ ...headersFor(body), 'x-signature': (headersFor(body)['x-signature'] ?? '').toUpperCase() }),
    ],
  ];
  it.each(refused)('I12 refuses %s with 401 and queues nothing', async (_name, headers, sentBody) => {
    const before = platform.sent.messages.length;
    const answer = await send({ headers: headers(), ...(sentBody === undefined ? {} : { body: sentBody }) });
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([401, 'unauthenticated']);
    expect(platform.sent.messages).toHaveLength(before);
  });

  it('counts what it refuses, so that a wrong secret is noticed', async () => {
    const counted: string[] = [];
    const meter = { ...platform.meter, count: (name: string) => void counted.push(name) };
    await callUrl(wire({ ...platform, meter }), { body });
    expect(counted).toEqual(['message_rejected']);
  });

  it('refuses a body above 256 KB', async () => {
    const large = 'x'.repeat(256 * 1024 + 1);
    expect((await send({ body: large, headers: headersFor(large) })).status).toBe(413);
  });

  const eventOf = (eventId: string) => ({ eventId, ...(JSON.parse(body) as object) });
  const sendBatch = (batch: unknown) => {
    const text = typeof batch === 'string' ? batch : JSON.stringify(batch);
    return send({ body: text, headers: headersFor(text) });
  };

  it.each([1, 10])('M-26 queues a batch of %i as events of their own', async (count) => {
    platform.sent.messages.length = 0;
    const names = Array.from({ length: count }, (_, at) => `evt-batch-${at}`);
    expect((await sendBatch(names.map(eventOf))).status).toBe(202);
    const messages = platform.sent.messages.map(
      (message) => JSON.parse(message.body) as { readonly eventId: string; readonly raw: string },
    );
    expect(messages.map(({ eventId }) => eventId)).toEqual(names);
    for (const { raw } of messages) expect(JSON.parse(Buffer.from(raw, 'base64').toString())).toEqual(JSON.parse(body));
  });

  const good = Array.from({ length: 9 }, (_, at) => eventOf(`evt-good-${at}`));
  const badBatches: [name: string, batch: unknown][] = [
    ['nothing in it', []],
    ['eleven events', [...good, eventOf('evt-a'), eventOf('evt-b')]],
    ['an event without an id', [...good, JSON.parse(body)]],
    ['an event with an unprintable id', [...good, eventOf('evt 1')]],
    ['an event twice', [...good, eventOf('evt-good-0')]],
    ['an event without a type', [...good, { ...eventOf('evt-a'), type: undefined }]],
    ['an event at no time', [...good, { ...eventOf('evt-a'), occurredAt: 'yesterday' }]],
    ['a text among the events', [...good, 'event']],
    ['no end', '[{"eventId":"evt-1"'],
    ['a member twice', `[{"eventId":"evt-1","eventId":"evt-2",${body.slice(1)}]`],
  ];
  it.each(badBatches)('I12 refuses a batch with %s whole', async (_name, batch) => {
    platform.sent.messages.length = 0;
    expect((await sendBatch(batch)).status).toBe(400);
    expect(platform.sent.messages).toEqual([]);
  });

  it('M-27 answers 5xx when the queue does not take one event of a batch', async () => {
    let sends = 0;
    const queues = {
      send: async () => {
        sends += 1;
        if (sends === 5) throw new Error('queue down');
      },
    };
    const text = JSON.stringify(good);
    const { status } = await callUrl(wire({ ...platform, queues }), { body: text, headers: headersFor(text) });
    expect(status).toBe(500);
  });

  it('answers other methods with 404', async () => {
    expect((await send({ method: 'GET', headers: headersFor(body) })).status).toBe(404);
  });

  it('M-27 answers 5xx when the queue does not take the message, so that the provider sends it again', async () => {
    const down = { ...platform, queues: { send: async () => Promise.reject(new Error('queue down')) } };
    const { status } = await callUrl(wire(down), { body, headers: headersFor(body) });
    expect(status).toBe(500);
  });
});
