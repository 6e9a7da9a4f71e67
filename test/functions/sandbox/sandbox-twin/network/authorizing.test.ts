import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { controlCall, sealedCall } from '../../../../support/sealed-call.ts';
import type { TwinServer } from '../../../../support/twin-server.ts';
import { startTwin } from '../../../../support/twin-server.ts';

interface Reply {
  readonly authorizationId?: string;
  readonly decisionId?: string;
  readonly decision?: string;
  readonly actionCode?: string;
  readonly responseCode?: string;
  readonly approvedAmount?: number;
  readonly error?: { readonly code: string };
}

let twin: TwinServer;
let program: string;
let turn = 0;
let cardId: string;
let approveAll: TwinServer['network']['answer'];

beforeAll(async () => {
  twin = await startTwin();
  approveAll = twin.network.answer;
});
afterAll(() => twin.stop());
beforeEach(async () => {
  turn += 1;
  program = `ten_network${turn}`;
  cardId = await card();
  twin.received.length = 0;
  twin.draws.length = 0;
  twin.network.received.length = 0;
  twin.network.answer = approveAll;
});

const issuer = (path: string, body: unknown) => sealedCall(twin, { path: `/issuer/v1/${path}`, program, body });
const control = async (path: string, body: unknown): Promise<{ status: number; body: Reply }> =>
  controlCall(twin, { path: `/control/v1/${path}`, program, body });
const faults = (kinds: string[], rate = 1) => control('faults', { provider: 'issuer', rate, kinds });

const card = async (): Promise<string> => {
  const account = await issuer('accounts', { reference: `bal_${turn}`, currency: 'INR', holderName: 'ASHA RAO' });
  const order = {
    ...{ reference: `crd_${turn}`, accountId: account.body.accountId, bin: '412345', network: 'visa' },
    ...{ displayName: 'ASHA RAO', initialStatus: 'active' },
    threeDs: { phone: '+919812345678', password: 'secret+1' },
  };
  return (await issuer('cards', order)).body.cardId;
};

const shop = { name: 'Chai Point', mcc: '5814', country: 'IN' };
const inr = (amount: number, currency = 'INR') => ({ amount, currency });
const pay = (reference: string, change: Readonly<Record<string, unknown>> = {}) =>
  control('authorizations', { reference, cardId, amount: inr(500), merchant: shop, channel: 'ecom', ...change });
const raise = (reference: string, authorizationId: unknown, amount = inr(100)) =>
  control('increments', { reference, authorizationId, amount });
const asked = () => twin.network.received.map(({ body }) => body);
const silence = { decision: 'declined', actionCode: '9012', responseCode: '91', approvedAmount: 0 };

describe('the card network asks', () => {
  it('M-27 signs a request, names its message, and answers what the platform decided', async () => {
    const { status, body } = await pay('req_1');
    const [request] = twin.network.received;
    const [secret] = await twin.platform.secrets.values('issuer-webhook-signing');
    const { 'x-timestamp': timestamp, 'x-event-id': eventId, 'x-signature': signature } = request?.headers ?? {};
    const signed = `${timestamp}.${eventId}.${request?.rawBody}`;
    expect(signature).toBe(`v1=${createHmac('sha256', secret).update(signed).digest('hex')}`);
    expect(request?.body).toEqual({
      type: 'authorization',
      ...{ card: cardId, amount: inr(500), merchant: shop, channel: 'ecom', partialCapable: false },
      message: { id: eventId, transmittedAt: '2026-11-21T06:30:00.000Z' },
      occurredAt: '2026-11-21T06:30:00.000Z',
    });
    expect([status, body]).toMatchObject([201, { decision: 'approved', actionCode: '0000', approvedAmount: 500 }]);
  });

  it("tells real time as the time of transmission and the program's clock as the time of purchase", async () => {
    await control('clock', { offsetSeconds: 3600 });
    await pay('req_1');
    expect(asked()[0]).toMatchObject({
      message: { transmittedAt: '2026-11-21T06:30:00.000Z' },
      occurredAt: '2026-11-21T07:30:00.000Z',
    });
  });

  it('an ATM sends a single message', async () => {
    await pay('req_1', { channel: 'atm' });
    expect(asked()[0]?.type).toBe('financial');
  });

  it('I4 sends one message for one order, and one answer', async () => {
    const [first, again] = [await pay('req_1'), await pay('req_1')];
    expect([first.status, again.status, again.body]).toEqual([201, 200, first.body]);
    expect(asked()).toHaveLength(1);
    expect(await pay('req_1', { amount: inr(501) })).toMatchObject({
      status: 409,
      body: { error: { code: 'reference_reused' } },
    });
  });

  it('I4 concurrent orders under one reference are one message', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => pay('req_1')));
    expect(new Set(answers.map(({ body }) => body.authorizationId)).size).toBe(1);
    expect(new Set(asked().map(({ message }) => JSON.stringify(message))).size).toBe(1);
  });

  it('asks for a card in any status, since the platform decides', async () => {
    await issuer('cards/status', { cardId, status: 'suspended' });
    expect((await pay('req_1')).status).toBe(201);
  });

  it('knows neither a card of another program nor one of none, and bills in the currency of the account', async () => {
    expect(await pay('req_1', { cardId: 'pi_none' })).toMatchObject({ body: { error: { code: 'card_unknown' } } });
    expect(await pay('req_2', { amount: inr(500, 'EUR') })).toMatchObject({
      status: 422,
      body: { error: { code: 'currency_mismatch' } },
    });
    expect(asked()).toEqual([]);
  });

  it('I19 without an answer in time it declines, and takes back what may have been reserved', async () => {
    twin.network.answer = () => 'silence';
    const { body } = await pay('req_1');
    expect(body).toEqual(silence);
    const message = asked()[0]?.message;
    expect(twin.received.map((webhook) => webhook.body)).toMatchObject([
      {
        type: 'card.authorization_reversed',
        reference: cardId,
        data: { message: { id: `${message?.id}r` }, original: message },
      },
    ]);
    expect((await pay('req_1')).body).toEqual(silence);
    expect([asked().length, twin.received.length]).toEqual([1, 1]);
  });

  it.each([429, 500, 503])('I19 status %i is no answer', async (status) => {
    twin.network.answer = () => status;
    expect((await pay('req_1')).body).toEqual(silence);
    expect(twin.received).toHaveLength(1);
  });

  it('fails loudly when the platform refuses a message of the protocol', async () => {
    twin.network.answer = () => 400;
    expect((await pay('req_1')).status).toBe(500);
    expect(twin.received).toEqual([]);
  });

  it('a platform that does not know the card gives no ids', async () => {
    const unknown = { decision: 'declined', actionCode: '1014', responseCode: '14', approvedAmount: 0 };
    twin.network.answer = () => unknown;
    expect(await pay('req_1')).toMatchObject({ status: 201, body: unknown });
  });
});

describe('faults of the card network', () => {
  it('I3 duplicate sends the same bytes twice and hears one answer', async () => {
    await faults(['duplicate']);
    expect((await pay('req_1')).body).toMatchObject({ decision: 'approved' });
    expect(twin.network.received.map(({ rawBody }) => rawBody)).toEqual(
      Array(2).fill(twin.network.received[0]?.rawBody),
    );
  });

  it('I3 two different answers to one message are a defect', async () => {
    await faults(['duplicate']);
    twin.network.answer = (request) => ({
      ...(approveAll(request) as Record<string, unknown>),
      decisionId: `dcs_${twin.network.received.length}`,
    });
    expect((await pay('req_1')).status).toBe(500);
  });

  it.each(['timeout', 'http_500'])('I19 %s loses the answer, whether the request arrived or not', async (kind) => {
    await faults([kind]);
    twin.draws.push(0, 0, 0.9);
    expect((await pay('req_done')).body).toEqual(silence);
    expect(asked()).toHaveLength(1);
    twin.draws.push(0, 0, 0.1);
    expect((await pay('req_lost')).body).toEqual(silence);
    expect(asked()).toHaveLength(1);
    expect(twin.received.map((webhook) => webhook.body.type)).toEqual(Array(2).fill('card.authorization_reversed'));
  });

  it('latency only takes longer', async () => {
    await faults(['latency']);
    twin.draws.push(0, 0, 0);
    expect((await pay('req_1')).body).toMatchObject({ decision: 'approved' });
  });
});

describe('increments', () => {
  it('name the authorization by its own message', async () => {
    const { authorizationId } = (await pay('req_1')).body;
    const { status, body } = await raise('req_2', authorizationId);
    expect([status, body]).toMatchObject([201, { authorizationId, decision: 'approved', approvedAmount: 100 }]);
    const [first, second] = asked();
    expect(second).toMatchObject({ type: 'increment', original: first?.message, amount: inr(100), merchant: shop });
    expect(second?.message.id).not.toBe(first?.message.id);
    expect((await raise('req_2', authorizationId)).status).toBe(200);
    expect(asked()).toHaveLength(2);
  });

  it('I19 without an answer send the same message again instead of guessing', async () => {
    const { authorizationId } = (await pay('req_1')).body;
    twin.network.answer = () => 503;
    expect(await raise('req_2', authorizationId)).toMatchObject({
      status: 504,
      body: { error: { code: 'no_answer' } },
    });
    twin.network.answer = approveAll;
    expect((await raise('req_2', authorizationId)).status).toBe(201);
    const [, lost, again] = twin.network.received;
    expect(again?.rawBody).toBe(lost?.rawBody);
    expect(twin.received).toEqual([]);
  });

  it('M-33 of an authorization that is unknown here, or of another program', async () => {
    const { authorizationId } = (await pay('req_1')).body;
    const unknown = { status: 404, body: { error: { code: 'authorization_unknown' } } };
    expect(await raise('req_2', 'aut_none')).toMatchObject(unknown);
    program = `${program}other`;
    expect(await raise('req_3', authorizationId)).toMatchObject(unknown);
  });
});
