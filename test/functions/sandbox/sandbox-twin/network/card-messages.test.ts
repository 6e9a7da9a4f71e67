import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { controlCall, sealedCall } from '../../../../support/sealed-call.ts';
import type { TwinServer } from '../../../../support/twin-server.ts';
import { startTwin } from '../../../../support/twin-server.ts';

interface Reply {
  readonly authorizationId?: string;
  readonly messageId?: string;
  readonly eventId?: string;
  readonly pending?: number;
  readonly error?: { readonly code: string };
}

let twin: TwinServer;
let program: string;
let turn = 0;
let cardId: string;
let authorizationId: string | undefined;

const issuer = (path: string, body: unknown) => sealedCall(twin, { path: `/issuer/v1/${path}`, program, body });
const control = async (path: string, body: unknown): Promise<{ status: number; body: Reply }> =>
  controlCall(twin, { path: `/control/v1/${path}`, program, body });

const shop = { name: 'Chai Point', mcc: '5814', country: 'IN' };
const inr = (amount: number, currency = 'INR') => ({ amount, currency });

const card = async (name: string): Promise<string> => {
  const account = await issuer('accounts', { reference: `bal_${name}`, currency: 'INR', holderName: 'ASHA RAO' });
  const order = {
    ...{ reference: `crd_${name}`, accountId: account.body.accountId, bin: '412345', network: 'visa' },
    ...{ displayName: 'ASHA RAO', initialStatus: 'active' },
    threeDs: { phone: '+919812345678', password: 'secret+1' },
  };
  return (await issuer('cards', order)).body.cardId;
};

beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin.stop());
beforeEach(async () => {
  turn += 1;
  program = `ten_messages${turn}`;
  cardId = await card('first');
  const order = { reference: 'req_0', cardId, amount: inr(500), merchant: shop, channel: 'ecom' };
  authorizationId = (await control('authorizations', order)).body.authorizationId;
  twin.received.length = 0;
  twin.answers.length = 0;
  twin.draws.length = 0;
});

const original = () => {
  const asked = twin.network.received.map(({ body }) => body).filter((body) => body['card'] === cardId);
  return asked[0]?.message;
};
const send = (reference: string, message: Readonly<Record<string, unknown>>) =>
  control('card-messages', { reference, ...message });
const status = (reference: string, to: string, reason = 'other') =>
  control('card-statuses', { reference, cardId, status: to, reason });
const told = () => twin.received.map(({ body }) => body);
const refused = (code: number, name: string) => ({ status: code, body: { error: { code: name } } });

describe('the card network tells', () => {
  it.each([
    {
      asked: { kind: 'advice', amount: inr(700) },
      type: 'card.authorization_advice',
      content: { amount: inr(700), standIn: true, merchant: shop },
    },
    { asked: { kind: 'reversal' }, type: 'card.authorization_reversed', content: {} },
    {
      asked: { kind: 'reversal', amount: inr(100) },
      type: 'card.authorization_reversed',
      content: { amount: inr(100) },
    },
    { asked: { kind: 'expiry' }, type: 'card.authorization_expired', content: {} },
    {
      asked: { kind: 'clearing', amount: inr(500), final: true },
      type: 'card.cleared',
      content: { amount: inr(500), final: true, merchant: shop },
    },
  ])('M-27 of an authorization: $asked', async ({ asked, type, content }) => {
    const sent = await send('req_1', { ...asked, authorizationId });
    expect(sent.status).toBe(201);
    const [event] = told();
    expect(event).toMatchObject({ type, reference: cardId });
    expect(event?.data).toEqual({
      message: { id: sent.body.messageId, transmittedAt: '2026-11-21T06:30:00.000Z' },
      original: original(),
      ...content,
    });
  });

  it.each([
    ['refund', 'card.refunded'],
    ['force_post', 'card.force_posted'],
  ])('of a card, with an authorization or without: %s', async (kind, type) => {
    const message = { kind, cardId, amount: inr(40), merchant: shop };
    await send('req_1', message);
    await send('req_2', { ...message, authorizationId });
    expect(told().map((event) => [event.type, event.data['original']])).toEqual([
      [type, undefined],
      [type, original()],
    ]);
  });

  it('I4 once per reference, also when two orders come at once', async () => {
    const clearing = { kind: 'clearing', authorizationId, amount: inr(500), final: false };
    const answers = await Promise.all([1, 2].map(() => send('req_1', clearing)));
    expect(answers.map(({ status: code }) => code).toSorted()).toEqual([200, 201]);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    expect(await send('req_1', { ...clearing, final: true })).toMatchObject(refused(409, 'reference_reused'));
    expect(new Set(told().map(({ data }) => JSON.stringify(data))).size).toBe(1);
  });

  it('M-33 of nothing that it does not know, and in no other currency', async () => {
    const other = await card('second');
    const refund = { kind: 'refund', cardId: other, amount: inr(1), merchant: shop };
    expect(await send('req_1', { kind: 'expiry', authorizationId: 'aut_0' })).toMatchObject(
      refused(404, 'authorization_unknown'),
    );
    expect(await send('req_2', { ...refund, authorizationId })).toMatchObject(refused(404, 'authorization_unknown'));
    expect(await send('req_3', { ...refund, cardId: 'pi_0' })).toMatchObject(refused(404, 'card_unknown'));
    expect(await send('req_4', { ...refund, amount: inr(1, 'EUR') })).toMatchObject(refused(422, 'currency_mismatch'));
    expect(await send('req_5', { kind: 'chargeback', authorizationId })).toMatchObject(refused(422, 'invalid_request'));
    expect(told().filter(({ type }) => type !== 'card.created')).toEqual([]);
  });

  it.each(['clearing', 'advice', 'expiry'])('domain 2.6 of a single message no %s: it is paid', async (kind) => {
    const cash = { reference: 'req_atm', cardId, amount: inr(500), merchant: shop, channel: 'atm' };
    const { authorizationId: paid } = (await control('authorizations', cash)).body;
    const members = { clearing: { amount: inr(500), final: true }, advice: { amount: inr(500) }, expiry: {} }[kind];
    expect(await send('req_1', { kind, authorizationId: paid, ...members })).toMatchObject(
      refused(409, 'single_message'),
    );
    expect((await send('req_2', { kind: 'reversal', authorizationId: paid })).status).toBe(201);
    expect(told().map(({ type }) => type)).toEqual(['card.authorization_reversed']);
  });

  it('M-27 plays what it could not deliver before first, without its pause', async () => {
    twin.answers.push(500, 500, 500);
    await send('req_1', { kind: 'advice', authorizationId, amount: inr(600) });
    twin.received.length = 0;
    await send('req_2', { kind: 'clearing', authorizationId, amount: inr(600), final: true });
    expect(told().map(({ type }) => type)).toEqual(['card.authorization_advice', 'card.cleared']);
    expect((await control('pending', {})).body.pending).toBe(0);
  });

  it('I6 duplicates and reorders its messages where a fault wants it', async () => {
    await control('faults', { provider: 'issuer', rate: 0.5, kinds: ['duplicate', 'reorder'] });
    twin.draws.push(0, 0.9, 0.9, 0, 0.1);
    const heldBack = send('req_1', { kind: 'advice', authorizationId, amount: inr(600) });
    await expect.poll(async () => (await control('pending', {})).body.pending).toBe(1);
    twin.draws.length = 0;
    twin.draws.push(0, 0.1);
    await send('req_2', { kind: 'expiry', authorizationId });
    await heldBack;
    expect(told().map(({ type }) => type)).toEqual([
      'card.authorization_expired',
      'card.authorization_expired',
      'card.authorization_advice',
    ]);
  });
});

describe('the issuer changes a card by itself', () => {
  it('AL-14 D-02 tells from, to and why', async () => {
    expect((await status('req_1', 'suspended', 'suspectedFraud')).status).toBe(201);
    expect((await issuer('cards/read', { cardId })).body.status).toBe('suspended');
    expect(told()).toMatchObject([
      {
        type: 'card.status_changed',
        reference: cardId,
        data: { from: 'active', to: 'suspended', reason: 'suspectedFraud' },
      },
    ]);
  });

  it('I4 once per reference', async () => {
    await status('req_1', 'suspended');
    await status('req_2', 'active');
    expect((await status('req_1', 'suspended')).status).toBe(200);
    expect((await issuer('cards/read', { cardId })).body.status).toBe('active');
    expect(told()).toHaveLength(2);
  });

  it('gives another reason for the status that it has', async () => {
    await status('req_1', 'closed', 'lost');
    await status('req_2', 'closed', 'stolen');
    expect(told().map(({ data }) => [data['from'], data['reason']])).toEqual([
      ['active', 'lost'],
      ['closed', 'stolen'],
    ]);
  });

  it('opens no closed card again, and knows none of another program', async () => {
    await status('req_1', 'closed');
    expect(await status('req_2', 'active')).toMatchObject(refused(409, 'status_not_allowed'));
    const foreign = { reference: 'req_3', cardId: 'pi_0', status: 'active', reason: 'other' };
    expect(await control('card-statuses', foreign)).toMatchObject(refused(404, 'card_unknown'));
  });
});
