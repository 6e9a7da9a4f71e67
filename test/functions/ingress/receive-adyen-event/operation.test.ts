import { createHmac } from 'node:crypto';
import hmacModule from '@adyen/api-library/lib/src/utils/hmacValidator.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/ingress/receive-adyen-event/handler.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { callUrl } from '../../../support/trigger.ts';

const key = 'A1'.repeat(32);
const previous = '0f'.repeat(32);
let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const signed = (body: string, hexKey = key): Record<string, string> => ({
  hmacsignature: createHmac('sha256', Buffer.from(hexKey, 'hex')).update(body).digest('base64'),
  protocol: 'HmacSHA256',
});

const send = async (body: string, headers = signed(body), keys: readonly [string, ...string[]] = [key, previous]) => {
  const before = platform.sent.messages.length;
  const { status } = await callUrl(wire({ ...platform, secrets: { values: async () => keys } }), { body, headers });
  const messages = platform.sent.messages.slice(before).map(({ queue, body: text }) => {
    const { eventId, raw } = JSON.parse(text) as { eventId: string; raw: string };
    return { queue, eventId, raw: Buffer.from(raw, 'base64').toString() };
  });
  const events = () => messages.map(({ raw }): unknown => JSON.parse(raw));
  return { status, messages, events };
};

const timestamp = '2026-11-22T06:30:00+01:00';
const instrument = (type: string, facts: Record<string, unknown>): string =>
  JSON.stringify({
    type: `balancePlatform.paymentInstrument.${type}`,
    environment: 'test',
    timestamp,
    data: {
      balancePlatform: 'Test',
      paymentInstrument: {
        id: 'PI1',
        type: 'card',
        balanceAccountId: 'BA1',
        card: { cardholderName: 'ASHA RAO', authentication: { phone: { number: '+919812345678' } } },
        ...facts,
      },
    },
  });
const order = (data: Record<string, unknown>): string =>
  JSON.stringify({
    type: 'balancePlatform.cardorder.updated',
    environment: 'test',
    timestamp,
    data: { id: 'CO1', paymentInstrumentId: 'PI1', ...data },
  });

describe('receiveAdyenEvent', () => {
  it.each(['lost', 'stolen', 'suspectedFraud', 'transactionRule', 'endOfLife', 'damaged', 'other'])(
    'AL-15 a suspension at Adyen for the reason %s becomes a change of status of the card',
    async (statusReason) => {
      const { status, messages, events } = await send(instrument('updated', { status: 'suspended', statusReason }));
      expect(status).toBe(200);
      expect(messages[0]?.queue).toBe('issuer-events');
      expect(events()).toEqual([
        {
          type: 'card.status_changed',
          reference: 'PI1',
          occurredAt: timestamp,
          data: { to: 'suspended', reason: statusReason },
        },
      ]);
    },
  );

  it('AL-15 an unknown status means pending: inactive', async () => {
    const { events } = await send(instrument('updated', { status: 'hibernating' }));
    expect(events()).toEqual([expect.objectContaining({ data: { to: 'inactive' } })]);
  });

  it('AL-04 a payment instrument that was made is a card that was made', async () => {
    const { events } = await send(instrument('created', { status: 'inactive' }));
    expect(events()).toEqual([expect.objectContaining({ type: 'card.created', data: { status: 'inactive' } })]);
  });

  it('AN-61 a physical instrument that was made is an order, for there is no card yet', async () => {
    const { events } = await send(instrument('created', { status: 'inactive', card: { formFactor: 'physical' } }));
    expect(events()).toEqual([expect.objectContaining({ type: 'card.order_status', data: { status: 'ordered' } })]);
  });

  it('I11 name and phone of the holder go no further', async () => {
    const { messages } = await send(instrument('updated', { status: 'active' }));
    expect(messages.map(({ raw }) => raw).join()).not.toMatch(/ASHA|9812345678/);
  });

  it('AL-23 AL-24 tells card and PIN mailer of a plastic apart', async () => {
    const body = order({ card: { status: 'shipped', trackingNumber: 'T1' }, pin: { status: 'produced' } });
    const { events } = await send(body);
    const common = { reference: 'PI1', occurredAt: timestamp };
    expect(events()).toEqual([
      { type: 'card.order_status', ...common, data: { status: 'produced' } },
      {
        type: 'card.delivery',
        ...common,
        data: { item: 'card', status: 'shipped', trackingNumber: 'T1', at: timestamp },
      },
      { type: 'card.delivery', ...common, data: { item: 'pin_mailer', status: 'produced', at: timestamp } },
    ]);
  });

  it('AL-26 a delivery status that is not known goes on as it came', async () => {
    const { events } = await send(order({ card: { status: 'onTheMoon' }, pin: { status: 'notApplicable' } }));
    expect(events()).toEqual([expect.objectContaining({ type: 'card.delivery' })]);
    expect(events()).toEqual([expect.objectContaining({ data: expect.objectContaining({ status: 'onTheMoon' }) })]);
  });

  it.each([
    ['another type', JSON.stringify({ type: 'balancePlatform.sweep.created', timestamp, data: {} })],
    ['a known type of another shape', order({ card: 'shipped' })],
    ['no JSON', 'not JSON'],
  ])('M-15 %s is acknowledged and goes on as it came, to be kept', async (_name, body) => {
    const { status, messages } = await send(body);
    expect(status).toBe(200);
    expect(messages.map(({ raw }) => raw)).toEqual([body]);
  });

  it('M-28 a repeated delivery has the ids of the first, another one has others', async () => {
    const body = instrument('updated', { status: 'active' });
    const ids = async (text: string) => (await send(text)).messages.map(({ eventId }) => eventId);
    expect(await ids(body)).toEqual(await ids(body));
    expect(await ids(body)).not.toEqual(await ids(instrument('updated', { status: 'closed' })));
  });

  it('M-26 accepts the previous key during a rotation', async () => {
    const body = instrument('updated', { status: 'active' });
    expect((await send(body, signed(body, previous))).status).toBe(200);
  });

  it("M-26 judges a signature as Adyen's own library does", () => {
    // A test gets the class itself, Node the module around it.
    const exported = hmacModule as unknown as { default?: typeof hmacModule.default } & typeof hmacModule.default;
    const validator = new (exported.default ?? exported)();
    const body = instrument('updated', { status: 'active' });
    expect(validator.validateHMACSignature(key, signed(body)['hmacsignature'] ?? '', body)).toBe(true);
  });

  const body = order({ card: { status: 'shipped' } });
  it.each<[string, Record<string, string>, readonly [string, ...string[]]]>([
    ['no signature', {}, [key]],
    ['another key', signed(body, 'ff'.repeat(32)), [key]],
    ['the signature of another body', signed(`${body} `), [key]],
    ['a truncated signature', { hmacsignature: signed(body)['hmacsignature']?.slice(0, -4) ?? '' }, [key]],
    ['a signature in hex', { hmacsignature: createHmac('sha256', key).update(body).digest('hex') }, [key]],
    ['the empty key, when the secret is no key', { hmacsignature: signed(body, '')['hmacsignature'] ?? '' }, ['none']],
  ])('M-26 refuses %s', async (_name, headers, keys) => {
    const { status, messages } = await send(body, headers, keys);
    expect({ status, messages }).toEqual({ status: 401, messages: [] });
  });

  it('a request of another method is not found', async () => {
    expect((await callUrl(wire(platform), { method: 'GET', body: '' })).status).toBe(404);
  });
});
