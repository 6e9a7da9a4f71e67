import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire as wireDoor } from '../../functions/ingress/receive-payment-event/handler.ts';
import { sign } from '../../functions/kernel/crypto/hmac.ts';
import { bound, keptAs, listening, webhook, workerOf } from '../functions/ingress/given-payment-events.ts';
import type { Dice } from '../support/seeded.ts';
import { seeded } from '../support/seeded.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { callUrl, deliver } from '../support/trigger.ts';

let platform: TestPlatform;
let secret: string;
let orders: readonly string[];
beforeAll(async () => {
  platform = await startTestPlatform();
  [secret] = await platform.secrets.values('payment-webhook-signing');
  const tenant = await platform.tenant();
  orders = await Promise.all(
    Array.from({ length: 20 }, async () => (await bound(platform, tenant, { kind: 'order' })).reference),
  );
});
afterAll(() => platform.stop());

type Fate = 401 | 'applied' | 'not_allowed' | 'quarantined' | 'parked';

interface Case {
  readonly fate: Fate;
  readonly body: string;
  readonly signature: string;
}

const kinds = [
  'genuine',
  'previous',
  'forged',
  'bent',
  'unsigned',
  'unknown',
  'unreadable',
  'unowned',
  'noted',
  'strange',
] as const;

/** One webhook of every kind in turn, each about something else. */
const caseOf = (index: number, { pick }: Pick<Dice, 'pick'>): Case => {
  const order = pick(orders);
  const nonce = { nonce: { id: randomUUID() } };
  const about = (type: string, more: Readonly<Record<string, unknown>> = {}): string =>
    JSON.stringify(webhook(type, { payment: { id: 'pay_1', order_id: order, ...more }, ...nonce }));
  const told = about(pick(['payment.captured', 'payment.failed', 'payment.authorized', 'order.paid']));
  const signed = (body: string, key = secret): string => sign(key, Buffer.from(body));
  switch (kinds[index % kinds.length]) {
    case 'previous':
      return { fate: 'applied', body: told, signature: signed(told, 'the previous secret') };
    case 'forged':
      return { fate: 401, body: told, signature: signed(told, randomUUID()) };
    case 'bent':
      return { fate: 401, body: `${told} `, signature: signed(told) };
    case 'unsigned':
      return { fate: 401, body: told, signature: pick(['', 'v1=', signed(told).toUpperCase(), signed(told).slice(1)]) };
    case 'unknown': {
      const body = about(pick(['moon.rose', 'payment.sent', '__proto__', 'toString', 'token.', 'notification.']));
      return { fate: 'quarantined', body, signature: signed(body) };
    }
    case 'unreadable': {
      const body = pick([told.slice(0, -1), `${told}x`, `[${told}]`, told.replace('{', '{"event":"order.paid",'), '']);
      return {
        fate: 'quarantined',
        body: `${body}${' '.repeat(index)}`,
        signature: signed(`${body}${' '.repeat(index)}`),
      };
    }
    case 'unowned': {
      const body = told.replace(order, `order_${randomUUID().slice(0, 8)}`);
      return { fate: 'parked', body, signature: signed(body) };
    }
    case 'noted': {
      const body = about(
        pick(['payment.dispute.won', 'payment.downtime.started', 'refund.speed_changed', 'token.activated']),
      );
      return { fate: 'not_allowed', body, signature: signed(body) };
    }
    case 'strange': {
      const odd = pick([{ status: 'levitating' }, { id: 7 }, { notes: [] }, { amount: '1e9' }, { order: null }]);
      const body = about('payment.captured', odd);
      return { fate: 'applied', body, signature: signed(body) };
    }
    default:
      return { fate: 'applied', body: told, signature: signed(told) };
  }
};

describe('1,000 webhooks of the payment provider, most of them hostile', () => {
  it('I6 I12 are each refused, quarantined, parked, noted or passed on as their class demands', async () => {
    const dice = seeded(20_261_122);
    const { heard, signals } = listening();
    const rotated = { ...platform, secrets: { values: async () => [secret, 'the previous secret'] as const } };
    const [door, worker] = [wireDoor(rotated), workerOf(platform, signals)];
    const wrong: unknown[] = [];
    const fates = new Map<string, Fate>();
    let passedOn = 0;
    for (let index = 0; index < 1_000; index += 1) {
      const { fate, body, signature } = caseOf(index, dice);
      const eventId = `evt-${String(index)}`;
      const headers = { 'x-razorpay-signature': signature, 'x-razorpay-event-id': eventId };
      const { status } = await callUrl(door, { path: '/razorpay', body, headers });
      const [message] = platform.sent.messages.splice(0);
      const isHandled = message !== undefined && (await deliver(worker, message.body));
      const expected = fate === 401 ? [401, false] : [202, fate !== 'parked'];
      if (status !== expected[0] || isHandled !== expected[1]) wrong.push({ index, fate, status, isHandled });
      if (fate === 'applied') passedOn += 1;
      fates.set(eventId, fate);
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(heard).toHaveLength(passedOn);
    const kept = await platform.items('inbound_event');
    const states = new Map(kept.map((item) => [String(item['deliveredAs']), item['state']]));
    const misplaced = [...fates].filter(
      ([id, fate]) => states.get(id) !== (fate === 401 || fate === 'parked' ? undefined : fate),
    );
    expect(misplaced).toEqual([]);
    expect(await keptAs(platform, 'evt-0')).toHaveLength(1);
  }, 120_000);
});
