import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decryptMessage } from '../../../../functions/kernel/crypto/jwe-decrypt.ts';
import { ConcurrentChange, TemporarilyUnavailable } from '../../../../functions/kernel/errors/domain-error.ts';
import { batchOf, noContext } from '../../../support/trigger.ts';
import { bound, captured, hear, keptAs, queuedPayment, useWorker, webhook } from '../given-payment-events.ts';

const given = useWorker();

describe('processPaymentEvent', () => {
  it('M-15 keeps every event as it came, readable for the platform’s key alone', async () => {
    const { reference, resourceId } = await bound(given.platform, given.now.tenant, { kind: 'order' });
    const event = captured(reference, { email: 'asha@example.com' });
    expect(await hear(given.now.worker, event, 'evt-kept')).toBe(true);
    const [item, ...others] = await keptAs(given.platform, 'evt-kept');
    expect(others).toEqual([]);
    expect(item).toMatchObject({ type: 'payment.captured', reference, state: 'applied', source: 'razorpay' });
    expect(item).toMatchObject({ occurredAt: '2026-11-22T03:10:00.000Z' });
    expect(String(item?.['pk'])).toContain(given.now.tenant.tenantId);
    expect(JSON.stringify(item)).not.toContain('asha');
    const raw = await decryptMessage(item?.['raw'], given.platform.messageKeys);
    expect(Buffer.from(raw).toString()).toBe(JSON.stringify(event));
    expect(given.now.owner.heard).toMatchObject([{ tenantId: given.now.tenant.tenantId, resourceId }]);
  });

  const told = [
    ['payment.authorized', 'payment', 'order_id'],
    ['payment.captured', 'payment', 'order_id'],
    ['payment.failed', 'payment', 'order_id'],
    ['order.paid', 'order', 'id'],
    ['order.notification.delivered', 'order', 'id'],
    ['order.notification.failed', 'order', 'id'],
    ['notification.delivered', 'notification', 'order_id'],
    ['notification.failed', 'order', 'id'],
  ] as const;
  it.each(told)('SH-28 brings %s to the owner of the order in its %s', async (type, name, member) => {
    const { reference, resourceId } = await bound(given.platform, given.now.tenant, { kind: 'order', prefix: 'dbt' });
    expect(await hear(given.now.worker, webhook(type, { [name]: { [member]: reference } }))).toBe(true);
    const said = type.startsWith('notification') ? `order.${type}` : type;
    expect(given.now.owner.heard).toMatchObject([{ resourceId, hint: { type: said, orderId: reference } }]);
  });

  it.each(['refund.created', 'refund.processed', 'refund.failed'])(
    'D-17 brings %s to the owner of its payment',
    async (type) => {
      const { reference, resourceId } = await bound(given.platform, given.now.tenant, { kind: 'pay' });
      const refund = { id: 'rfnd_1', payment_id: reference, status: 'processed' };
      expect(await hear(given.now.worker, webhook(type, { refund }))).toBe(true);
      const hint = { type, paymentId: reference, refundId: 'rfnd_1' };
      expect(given.now.owner.heard).toMatchObject([{ resourceId, hint }]);
    },
  );

  const mandateToken = { recurring: true, recurring_details: { status: 'confirmed' } };
  it.each([
    'token.confirmed',
    'token.rejected',
    'token.paused',
    'token.resumed',
    'token.cancelled',
    'token.cancellation_initiated',
  ])('brings %s to the mandate', async (type) => {
    const { reference, resourceId } = await bound(given.platform, given.now.tenant, { kind: 'token' });
    expect(await hear(given.now.worker, webhook(type, { token: { id: reference, ...mandateToken } }))).toBe(true);
    expect(given.now.owner.heard).toMatchObject([{ resourceId, hint: { type, tokenId: reference } }]);
  });

  it('brings the payment of a debit to the debit, though its token is the mandate’s', async () => {
    const token = await bound(given.platform, given.now.tenant, { kind: 'token' });
    const order = await bound(given.platform, given.now.tenant, { kind: 'order', prefix: 'dbt' });
    await hear(given.now.worker, captured(order.reference, { token_id: token.reference }));
    expect(given.now.owner.heard).toMatchObject([{ resourceId: order.resourceId, hint: { tokenId: token.reference } }]);
  });

  it('parks the payment of an order that is not bound yet, and does not give it to the mandate', async () => {
    const token = await bound(given.platform, given.now.tenant, { kind: 'token' });
    expect(await hear(given.now.worker, captured('order_unborn', { token_id: token.reference }), 'evt-early')).toBe(
      false,
    );
    expect(given.now.owner.heard).toEqual([]);
    expect(await keptAs(given.platform, 'evt-early')).toEqual([]);
  });

  const noted: [type: string, name: string, entity: Record<string, unknown>][] = [
    ['token.initiated', 'token', {}],
    ['token.activated', 'token', {}],
    ['token.suspended', 'token', {}],
    ['token.deactivated', 'token', {}],
    ['token.expiry_updated', 'token', {}],
    ['token.cancelled', 'token', { entity: 'service_provider_token' }],
    ['payment.dispute.created', 'payment', {}],
    ['payment.dispute.lost', 'payment', {}],
    ['payment.downtime.started', 'payment.downtime', {}],
    ['payment.downtime.resolved', 'payment.downtime', {}],
    ['refund.speed_changed', 'refund', {}],
  ];
  it.each(noted)('keeps %s without effect, whether its resource is known or not', async (type, name, entity) => {
    const id = randomUUID();
    expect(
      await hear(given.now.worker, webhook(type, { [name]: { id: 'token_network', ...entity }, nonce: { id } }), id),
    ).toBe(true);
    expect(await keptAs(given.platform, id)).toMatchObject([{ type, state: 'not_allowed' }]);
    expect([given.now.owner.heard, given.now.counted]).toEqual([[], []]);
  });

  it('keeps a rejected token that no mandate has without effect, and does not wait for its owner', async () => {
    const token = { id: 'token_of_a_failed_registration', recurring_details: { status: 'rejected' } };
    expect(await hear(given.now.worker, webhook('token.rejected', { token }), 'evt-rejected')).toBe(true);
    expect(await keptAs(given.platform, 'evt-rejected')).toMatchObject([{ state: 'not_allowed' }]);
    expect(given.now.owner.heard).toEqual([]);
  });

  it('keeps a dispute with the tenant whose payment it is about', async () => {
    const { reference } = await bound(given.platform, given.now.tenant, { kind: 'pay' });
    const dispute = { id: 'disp_1', payment_id: reference };
    await hear(given.now.worker, webhook('payment.dispute.created', { dispute }), 'evt-dispute');
    const [item] = await keptAs(given.platform, 'evt-dispute');
    expect(String(item?.['pk'])).toContain(given.now.tenant.tenantId);
    expect(item).toMatchObject({ state: 'not_allowed' });
  });

  const unreadable: [name: string, body: string][] = [
    ['no JSON', '{"event":'],
    ['a list', '[]'],
    ['no event name', '{"payload":{}}'],
    ['a member twice', '{"event":"order.paid","event":"order.paid","payload":{}}'],
    ['nothing', ''],
    ['a name without end', JSON.stringify({ event: 'x'.repeat(65), payload: {} })],
  ];
  it.each(unreadable)('I6 quarantines %s: it was acknowledged, so it is not dropped', async (name, body) => {
    expect(await hear(given.now.worker, body, `evt-${name}`)).toBe(true);
    expect(await keptAs(given.platform, `evt-${name}`)).toMatchObject([{ type: 'unreadable', state: 'quarantined' }]);
    expect(given.now.counted).toEqual(['event_quarantined']);
  });

  it.each(['moon.rose', 'payment.pending', 'token.moved', 'constructor', '__proto__'])(
    'quarantines the unknown type %s',
    async (type) => {
      const { reference } = await bound(given.platform, given.now.tenant, { kind: 'order' });
      expect(await hear(given.now.worker, webhook(type, { order: { id: reference } }), `evt-${type}`)).toBe(true);
      expect(await keptAs(given.platform, `evt-${type}`)).toMatchObject([{ type, state: 'quarantined' }]);
      expect([given.now.owner.heard, given.now.counted]).toEqual([[], ['event_quarantined']]);
    },
  );

  it('reads created_at from the payload, where the notices carry it', async () => {
    const { reference } = await bound(given.platform, given.now.tenant, { kind: 'order' });
    const { created_at: moment, ...event } = webhook('order.notification.delivered', { order: { id: reference } });
    await hear(given.now.worker, { ...event, payload: { ...event.payload, created_at: moment + 60 } }, 'evt-moment');
    expect(await keptAs(given.platform, 'evt-moment')).toMatchObject([{ occurredAt: '2026-11-22T03:11:00.000Z' }]);
  });

  it('reads what it needs and nothing else: strange members and moments do not matter', async () => {
    const { reference, resourceId } = await bound(given.platform, given.now.tenant, { kind: 'order' });
    const strange = { created_at: 'soon', contains: 7, account_id: null, shard: { id: 4 } };
    const event = webhook('payment.failed', { payment: { id: 17, order_id: reference, notes: [] } }, strange);
    expect(
      await hear(
        given.now.worker,
        { ...event, payload: { ...event.payload, extra: 'text', more: null } },
        'evt-strange',
      ),
    ).toBe(true);
    expect(given.now.owner.heard).toMatchObject([{ resourceId, hint: { orderId: reference } }]);
    expect(await keptAs(given.platform, 'evt-strange')).toMatchObject([{ occurredAt: '2026-11-22T06:30:00.000Z' }]);
  });

  it('SH-28 lets the owner look when the status is one that nobody has seen', async () => {
    const { reference, resourceId } = await bound(given.platform, given.now.tenant, { kind: 'order', prefix: 'dbt' });
    given.now.owner.answers.push('already');
    expect(await hear(given.now.worker, captured(reference, { status: 'levitating' }), 'evt-status')).toBe(true);
    expect(given.now.owner.heard).toMatchObject([{ resourceId }]);
    expect(await keptAs(given.platform, 'evt-status')).toMatchObject([{ state: 'already' }]);
  });
});

describe('processPaymentEvent under repeats and faults', () => {
  it.each([1, 2, 3, 5])(
    'boundary case 25 lets the owner look once when an event is delivered %i times',
    async (times) => {
      const { reference } = await bound(given.platform, given.now.tenant, { kind: 'order' });
      for (let turn = 0; turn < times; turn += 1) {
        expect(await hear(given.now.worker, captured(reference), 'evt-again')).toBe(true);
      }
      expect(given.now.owner.heard).toHaveLength(1);
      expect(given.now.counted).toEqual(Array(times - 1).fill('duplicate_event'));
    },
  );

  it('rules 49 and 52 recognises a body that comes again under another event id, which is not signed', async () => {
    const { reference } = await bound(given.platform, given.now.tenant, { kind: 'order' });
    await hear(given.now.worker, captured(reference), 'evt-first');
    await hear(given.now.worker, captured(reference), 'evt-forged');
    expect([given.now.owner.heard.length, given.now.counted]).toEqual([1, ['duplicate_event']]);
  });

  it('takes an event whose id was used for another body before', async () => {
    const [first, second] = [
      await bound(given.platform, given.now.tenant, { kind: 'order' }),
      await bound(given.platform, given.now.tenant, { kind: 'order' }),
    ];
    await hear(given.now.worker, captured(first.reference), 'evt-shared');
    await hear(given.now.worker, captured(second.reference), 'evt-shared');
    expect(given.now.owner.heard.map(({ resourceId }) => resourceId)).toEqual([first.resourceId, second.resourceId]);
  });

  it('hears of failures and successes in whatever order they come: each is a reason to look', async () => {
    const { reference, resourceId } = await bound(given.platform, given.now.tenant, { kind: 'order', prefix: 'dbt' });
    const events = ['payment.captured', 'payment.failed', 'order.paid'].map((type) =>
      webhook(type, { payment: { id: 'pay_1', order_id: reference } }),
    );
    for (const event of events.toReversed()) expect(await hear(given.now.worker, event)).toBe(true);
    expect(given.now.owner.heard.map((each) => each.resourceId)).toEqual([resourceId, resourceId, resourceId]);
  });

  it('has one effect when one batch holds an event several times', async () => {
    const { reference } = await bound(given.platform, given.now.tenant, { kind: 'order' });
    const message = queuedPayment(JSON.stringify(captured(reference)), 'evt-batch');
    const { batchItemFailures } = await given.now.worker(batchOf(message, message, message), noContext);
    expect(batchItemFailures).toEqual([]);
    expect(await keptAs(given.platform, 'evt-batch')).toMatchObject([{ state: 'applied' }]);
  });

  it('parks an event of an unknown resource, and applies it once the resource is known', async () => {
    const message = (reference: string) => hear(given.now.worker, captured(reference), 'evt-parked');
    expect(await message('order_later')).toBe(false);
    expect(await keptAs(given.platform, 'evt-parked')).toEqual([]);
    const { reference, resourceId } = await bound(given.platform, given.now.tenant, { kind: 'order' });
    expect(await message(reference)).toBe(true);
    expect(given.now.owner.heard).toMatchObject([{ resourceId }]);
  });

  it.each([
    ['the provider does not answer', () => new TemporarilyUnavailable('The provider does not answer.')],
    ['somebody else changed the resource', () => new ConcurrentChange('mdt_1')],
    ['of a defect', () => new Error('defect')],
  ])('I6 delivers again when %s, and the next delivery looks', async (_name, error) => {
    const { reference, resourceId } = await bound(given.platform, given.now.tenant, { kind: 'order' });
    given.now.owner.answers.push(error());
    const [event, eventId] = [captured(reference), randomUUID()];
    expect(await hear(given.now.worker, event, eventId)).toBe(false);
    expect(await keptAs(given.platform, eventId)).toMatchObject([{ state: 'received' }]);
    expect(await hear(given.now.worker, event, eventId)).toBe(true);
    expect(given.now.owner.heard).toMatchObject([{ resourceId }]);
  });
});
