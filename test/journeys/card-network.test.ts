import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { LocalPlatform } from '../../local/platform.ts';
import { startPlatform } from '../../local/start.ts';
import { newTenant, readyCustomer } from './support/actors.ts';
import type { Caller } from './support/caller.ts';
import { answered, refused } from './support/caller.ts';
import { createCard } from './support/cards.ts';
import { encryptionFor } from './support/encryption.ts';
import { inProcess } from './support/in-process.ts';

const limitMs = 90_000;
const inr = (amount: number) => ({ amount, currency: 'INR' });
const shop = { name: 'Chai Point', mcc: '5814', country: 'IN' };

const heard = z.strictObject({
  authorizationId: z.string().startsWith('aut_').nullable(),
  decisionId: z.string().startsWith('dcs_').nullable(),
  decision: z.enum(['approved', 'declined']),
  actionCode: z.string().length(4),
  responseCode: z.string().length(2),
  approvedAmount: z.strictObject({ amount: z.int(), currency: z.literal('INR') }),
});
const sent = z.looseObject({ messageId: z.string(), eventId: z.string() });
const purse = z.looseObject({
  available: z.object({ amount: z.int() }),
  held: z.object({ amount: z.int() }),
  posted: z.object({ amount: z.int() }),
});
const anything = z.looseObject({});

/** The whole way: the tester's order, the twin, the platform's two doors, and what stands in the balance afterwards. */
describe('The card network and the platform of one process', () => {
  let local: LocalPlatform;
  let tenant: Caller;
  let cardId: string;
  let balanceId: string;

  beforeAll(async () => {
    local = await startPlatform();
    tenant = (await newTenant(await inProcess(local), 'Network')).backend;
  }, limitMs);
  afterAll(() => local.stop());

  beforeEach(async () => {
    await faults([], 0);
    const holder = await readyCustomer(tenant, 'Asha');
    balanceId = holder.balanceId;
    ({ cardId } = await createCard(tenant, await encryptionFor(tenant), holder));
    await order(`balances/${balanceId}/upi-credits`, { amount: inr(1_000) });
    await order(`cards/${cardId}/issuer-status`, { status: 'active', reason: 'other' });
    await local.idle();
  }, limitMs);

  const faults = (kinds: readonly string[], rate = 1) =>
    tenant.put('/sandbox/faults', { provider: 'issuer', rate, kinds });
  const order = async (path: string, body?: unknown) =>
    answered(await tenant.post(`/sandbox/${path}`, body), 201, anything);
  const pay = async (amount: number, change: Readonly<Record<string, unknown>> = {}) => {
    const body = { amount: inr(amount), merchant: shop, channel: 'pos', ...change };
    return answered(await tenant.post(`/sandbox/cards/${cardId}/authorizations`, body), 201, heard);
  };
  const tell = async (path: string, body?: unknown) => {
    answered(await tenant.post(`/sandbox/${path}`, body), 201, sent);
    await local.idle();
  };
  /** Posted, held and available. */
  const levels = async () => {
    const { posted, held, available } = answered(await tenant.get(`/secure/balances/${balanceId}`), 200, purse);
    return [posted.amount, held.amount, available.amount];
  };
  const deadLetters = () => local.deadLetters();

  test('M-27 authorization, increment, partial and final clearing, refund', { timeout: limitMs }, async () => {
    const { authorizationId, ...decision } = await pay(500);
    expect(decision).toMatchObject({ decision: 'approved', actionCode: '0000', responseCode: '00' });
    expect(await levels()).toEqual([1_000, 500, 500]);
    const raised = await tenant.post(`/sandbox/authorizations/${authorizationId}/increment`, { amount: inr(100) });
    expect(answered(raised, 201, heard)).toMatchObject({ authorizationId, decision: 'approved' });
    expect(await levels()).toEqual([1_000, 600, 400]);
    await tell(`authorizations/${authorizationId}/clearing`, { amount: inr(200) });
    expect(await levels()).toEqual([800, 400, 400]);
    await tell(`authorizations/${authorizationId}/clearing`, { amount: inr(300), final: true });
    expect(await levels()).toEqual([500, 0, 500]);
    await tell(`cards/${cardId}/refunds`, { amount: inr(50), merchant: shop, authorizationId });
    expect(await levels()).toEqual([550, 0, 550]);
    expect(deadLetters()).toEqual([]);
  });

  test('M-27 advice, partial reversal, whole reversal', { timeout: limitMs }, async () => {
    const { authorizationId } = await pay(300);
    await tell(`authorizations/${authorizationId}/advice`, { amount: inr(450) });
    expect(await levels()).toEqual([1_000, 450, 550]);
    await tell(`authorizations/${authorizationId}/reversal`, { amount: inr(150) });
    expect(await levels()).toEqual([1_000, 300, 700]);
    await tell(`authorizations/${authorizationId}/reversal`);
    expect(await levels()).toEqual([1_000, 0, 1_000]);
    expect(deadLetters()).toEqual([]);
  });

  test('M-27 expiry, and a late clearing of what expired', { timeout: limitMs }, async () => {
    const { authorizationId } = await pay(300);
    await tell(`authorizations/${authorizationId}/expiry`);
    expect(await levels()).toEqual([1_000, 0, 1_000]);
    await tell(`authorizations/${authorizationId}/clearing`, { amount: inr(300) });
    expect(await levels()).toEqual([700, 0, 700]);
    expect(deadLetters()).toEqual([]);
  });

  test('M-27 what may not be declined: force post beyond the balance', { timeout: limitMs }, async () => {
    expect(await pay(1_001)).toMatchObject({ decision: 'declined', responseCode: '51' });
    await tell(`cards/${cardId}/force-posts`, { amount: inr(1_001), merchant: shop });
    expect(await levels()).toEqual([-1, 0, -1]);
    expect(deadLetters()).toEqual([]);
  });

  test('domain 2.6 an ATM pays at once, and takes back what did not come out', { timeout: limitMs }, async () => {
    const { authorizationId, ...decision } = await pay(200, { channel: 'atm' });
    expect(decision).toMatchObject({ decision: 'approved', approvedAmount: inr(200) });
    expect(await levels()).toEqual([800, 0, 800]);
    await tell(`authorizations/${authorizationId}/reversal`);
    expect(await levels()).toEqual([1_000, 0, 1_000]);
  });

  test('AL-14 a card that the issuer suspended pays no longer, until it lifts that', { timeout: limitMs }, async () => {
    await order(`cards/${cardId}/issuer-status`, { status: 'suspended', reason: 'suspectedFraud' });
    await local.idle();
    expect(await pay(10)).toMatchObject({ decision: 'declined', responseCode: '62' });
    await order(`cards/${cardId}/issuer-status`, { status: 'active', reason: 'other' });
    await local.idle();
    expect(await pay(10)).toMatchObject({ decision: 'approved' });
  });

  test('I3 I6 a message that comes twice counts once, whatever it is', { timeout: limitMs }, async () => {
    await faults(['duplicate']);
    const { authorizationId, decision } = await pay(500);
    expect([decision, await levels()]).toEqual(['approved', [1_000, 500, 500]]);
    await tell(`authorizations/${authorizationId}/clearing`, { amount: inr(500) });
    expect(await levels()).toEqual([500, 0, 500]);
    await tell(`cards/${cardId}/refunds`, { amount: inr(20), merchant: shop });
    expect(await levels()).toEqual([520, 0, 520]);
    expect(deadLetters()).toEqual([]);
  });

  test('I19 whatever became of an answer that got lost, nothing stays reserved', { timeout: limitMs }, async () => {
    await faults(['timeout', 'http_500']);
    for (let turn = 0; turn < 6; turn += 1) {
      expect(await pay(100)).toMatchObject({ decision: 'declined', responseCode: '91', authorizationId: null });
    }
    await faults([], 0);
    await local.idle();
    expect(await levels()).toEqual([1_000, 0, 1_000]);
    expect(deadLetters()).toEqual([]);
  });

  test('M-33 another tenant knows neither the card nor the authorization', { timeout: limitMs }, async () => {
    const { authorizationId } = await pay(100);
    const stranger = (await newTenant(await inProcess(local), 'Stranger')).backend;
    const amount = { amount: inr(10) };
    refused(
      await stranger.post(`/sandbox/authorizations/${authorizationId}/clearing`, amount),
      404,
      'authorization_not_found',
    );
    refused(
      await stranger.post(`/sandbox/cards/${cardId}/refunds`, { ...amount, merchant: shop }),
      404,
      'card_not_found',
    );
    expect(await levels()).toEqual([1_000, 100, 900]);
  });
});
