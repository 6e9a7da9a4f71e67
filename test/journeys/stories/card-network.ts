import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { newTenant, readyCustomer } from '../support/actors.ts';
import type { Caller } from '../support/caller.ts';
import { answered, staff } from '../support/caller.ts';
import { cardOf, merchant, payingCard } from '../support/card-payments.ts';
import { askForDecision, signed } from '../support/issuer-webhook.ts';
import { givenPurse, inr, purseOf, settlesAt } from '../support/money.ts';

const decision = z.looseObject({
  outcome: z.string(),
  reason: z.string(),
  checks: z.array(z.object({ name: z.string(), outcome: z.string(), input: z.json(), threshold: z.json() })),
  wouldPassWith: z.record(z.string(), z.json()).optional(),
});

/** Why a decision fell out as it did. */
const explained = async (tenant: Caller, decisionId: string): Promise<z.output<typeof decision>> => {
  const found = answered(await tenant.get(`/secure/decisions/${decisionId}`), 200, decision);
  const failed = found.checks.filter(({ outcome }) => outcome === 'failed');
  expect(failed, 'a decline names one check, the last').toHaveLength(found.outcome === 'declined' ? 1 : 0);
  expect(found.checks.length).toBeGreaterThan(0);
  return found;
};

const history = z.object({
  data: z.array(z.looseObject({ type: z.string(), status: z.string(), amount: z.object({ amount: z.int() }) })),
});

const linesOf = async (tenant: Caller, balanceId: string): Promise<readonly string[]> => {
  const { data } = answered(await tenant.get(`/secure/balances/${balanceId}/transactions`), 200, history);
  return data.map(({ type, status, amount }) => `${type} ${status} ${amount.amount}`);
};

const purchase: Story = {
  title:
    'M-07 M-08 M-23 a card pays, is declined with a reason, cleared in part and refunded, and its history tells all of it',
  run: async (platform) => {
    const { backend: tenant, balanceId, pay, tell, tellOfCard } = await payingCard(platform, 'Kaveri Wallet', 500_000);
    const paid = await pay(150_000);
    expect(paid).toMatchObject({ decision: 'approved', actionCode: '0000', responseCode: '00' });
    await settlesAt(tenant, balanceId, { available: 350_000, held: 150_000 });
    expect((await explained(tenant, paid.decisionId)).outcome).toBe('approved');

    const short = await pay(350_001);
    expect(short).toMatchObject({ decision: 'declined', actionCode: '1051', responseCode: '51' });
    expect(await explained(tenant, short.decisionId)).toMatchObject({
      outcome: 'declined',
      reason: 'insufficient_funds',
      wouldPassWith: { load: 1 },
    });
    await settlesAt(tenant, balanceId, { available: 350_000, held: 150_000 });

    await tell(paid.authorizationId, 'clearing', { amount: inr(110_000), final: false });
    await settlesAt(tenant, balanceId, { available: 350_000, held: 40_000 });
    await tellOfCard('refunds', { amount: 25_000, authorizationId: paid.authorizationId });
    await settlesAt(tenant, balanceId, { available: 375_000, held: 40_000 });
    const posted = ['refund posted 25000', 'clearing posted -110000', 'load posted 500000'];
    const withPending = [...posted.slice(0, 2), 'authorization pending -40000', ...posted.slice(2)];
    expect((await linesOf(tenant, balanceId)).toSorted()).toEqual(withPending.toSorted());

    await tell(paid.authorizationId, 'expiry');
    await settlesAt(tenant, balanceId, { available: 415_000, held: 0 });
    expect(await linesOf(tenant, balanceId)).toEqual(posted);
  },
};

const messages: Story = {
  title: '2.6 every message of the network about an authorization moves exactly what it says',
  run: async (platform) => {
    const {
      backend: tenant,
      balanceId,
      pay,
      raise,
      tell,
      tellOfCard,
    } = await payingCard(platform, 'Tapti Wallet', 500_000);
    const { authorizationId } = await pay(100_000);
    expect(await raise(authorizationId, 50_000)).toMatchObject({ decision: 'approved', authorizationId });
    await settlesAt(tenant, balanceId, { available: 350_000, held: 150_000 });
    expect(await raise(authorizationId, 350_001)).toMatchObject({ decision: 'declined', responseCode: '51' });
    await tell(authorizationId, 'advice', { amount: inr(200_000) });
    await settlesAt(tenant, balanceId, { available: 300_000, held: 200_000 });
    await tell(authorizationId, 'reversal', { amount: inr(30_000) });
    await settlesAt(tenant, balanceId, { available: 330_000, held: 170_000 });
    await tell(authorizationId, 'clearing', { amount: inr(180_000), final: true });
    await settlesAt(tenant, balanceId, { available: 320_000, held: 0 });

    await tellOfCard('force-posts', { amount: 330_000 });
    await settlesAt(tenant, balanceId, { available: -10_000, held: 0 });
    expect(await pay(1)).toMatchObject({ decision: 'declined', responseCode: '51' });
    await tellOfCard('refunds', { amount: 30_000 });
    await settlesAt(tenant, balanceId, { available: 20_000, held: 0 });

    const whole = await pay(20_000);
    await tell(whole.authorizationId, 'reversal', {});
    await settlesAt(tenant, balanceId, { available: 20_000, held: 0 });
    expect(await pay(50_000, { partialCapable: true })).toMatchObject({ decision: 'approved', responseCode: '10' });
    await settlesAt(tenant, balanceId, { available: 0, held: 20_000 });
  },
};

const controls: Story = {
  title: 'M-09 a new card pays at terminals alone, and what it may do is what its controls say from then on',
  run: async (platform) => {
    const { backend: tenant, balanceId, cardId, pay } = await payingCard(platform, 'Mahi Wallet', 500_000);
    const off = await pay(1_000, { channel: 'ecom' });
    expect(off).toMatchObject({ decision: 'declined', responseCode: '57' });
    expect(await explained(tenant, off.decisionId)).toMatchObject({
      reason: 'channel_off',
      wouldPassWith: { channels: { ecom: true } },
    });

    const wanted = {
      channels: { pos: false, ecom: true, atm: false, contactless: false, international: false },
      limits: [{ per: 'transaction', channel: 'ecom', amount: inr(10_000) }],
      mcc: { block: ['7995'] },
    };
    answered(await tenant.put(`/secure/cards/${cardId}/controls`, wanted), 200, z.looseObject({}));
    expect(await pay(10_000, { channel: 'ecom' })).toMatchObject({ decision: 'approved' });
    for (const [reason, { decisionId }] of [
      ['channel_off', await pay(1_000)],
      ['spend_limit_exceeded', await pay(10_001, { channel: 'ecom' })],
      ['merchant_category_blocked', await pay(1_000, { channel: 'ecom', mcc: '7995' })],
    ] as const) {
      expect(await explained(tenant, decisionId)).toMatchObject({ outcome: 'declined', reason });
    }
    await settlesAt(tenant, balanceId, { available: 490_000, held: 10_000 });
  },
};

const advanced = z.object({ complete: z.literal(true) });

const forgotten: Story = {
  title: 'M-07 what no merchant clears is available again after a week, and no tester has to wait for it',
  run: async (platform) => {
    const { backend: tenant, balanceId, pay } = await payingCard(platform, 'Sharavathi Wallet', 500_000);
    expect((await pay(100_000)).decision).toBe('approved');
    await settlesAt(tenant, balanceId, { available: 400_000, held: 100_000 });
    const later = async (by: string) =>
      answered(await tenant.post('/sandbox/clock/advance', { by }), 200, advanced.loose());
    await later('P6D');
    await settlesAt(tenant, balanceId, { available: 400_000, held: 100_000 });
    await later('P1DT1H');
    await settlesAt(tenant, balanceId, { available: 500_000, held: 0 });
  },
};

const deposit: Story = {
  title: 'AN-69 D-14 in deposit mode an authorization takes from the program too, and neither when one is short',
  run: async (platform) => {
    const traits = { program: { balanceHolder: 'partner' } };
    const made = await newTenant(platform, 'Penna Wallet', traits);
    const operator = staff(platform, platform.operatorToken);
    const { tenantId, backend: tenant } = made;
    const { partnerBalanceId } = await givenPurse(operator, { tenantId, kind: 'deposit', amount: 100_000 });
    const owner = await readyCustomer(tenant, 'Nandini');
    const { balanceId } = owner;
    const upi = await tenant.post(`/sandbox/balances/${balanceId}/upi-credits`, { amount: inr(300_000) });
    answered(upi, 201, z.looseObject({}));
    await settlesAt(tenant, balanceId, { available: 300_000, held: 0 });
    const { pay, tell } = await cardOf({ ...made, ...owner, operator });

    const paid = await pay(60_000);
    expect(paid.decision).toBe('approved');
    await settlesAt(tenant, balanceId, { available: 240_000, held: 60_000 });
    expect(await purseOf(tenant, partnerBalanceId)).toBe(40_000);
    const short = await pay(40_001);
    expect((await explained(tenant, short.decisionId)).reason).toBe('deposit_insufficient');
    await settlesAt(tenant, balanceId, { available: 240_000, held: 60_000 });
    expect(await purseOf(tenant, partnerBalanceId)).toBe(40_000);
    await tell(paid.authorizationId, 'clearing', { amount: inr(50_000), final: true });
    await settlesAt(tenant, balanceId, { available: 250_000, held: 0 });
    expect(await purseOf(tenant, partnerBalanceId)).toBe(50_000);
  },
};

const door: Story = {
  title: 'M-26 the door for decisions hears the issuer alone, and a card that nobody has is declined',
  run: async (platform) => {
    const secret = await platform.webhookSecret();
    const now = new Date().toISOString();
    const request = {
      type: 'authorization',
      message: { id: `msg-${crypto.randomUUID()}`, transmittedAt: now },
      card: 'pi_nobody',
      amount: inr(1_000),
      merchant,
      channel: 'pos',
      occurredAt: now,
    };
    const unknown = await askForDecision(platform, signed(secret, request));
    expect(unknown).toMatchObject({ status: 200, body: { decision: 'declined', responseCode: '14' } });
    expect(unknown.body).not.toHaveProperty('decisionId');

    const forged = signed('another secret, of the same length or not', request);
    const stale = signed(secret, request, { unixSeconds: Math.floor(Date.now() / 1000) - 301 });
    const genuine = signed(secret, request);
    const changed = { ...genuine, body: genuine.body.replace('1000', '1001') };
    for (const refused of [forged, stale, changed, { body: genuine.body, headers: {} }]) {
      expect((await askForDecision(platform, refused)).status).toBe(401);
    }
    const { status } = await askForDecision(platform, signed(secret, { ...request, amount: inr(0) }));
    expect(status).toBe(400);
  },
};

export const cardNetworkStories: readonly Story[] = [purchase, messages, controls, forgotten, deposit, door];
