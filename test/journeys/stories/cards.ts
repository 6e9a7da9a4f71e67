import { expect } from 'vitest';
import * as z from 'zod';
import { cardNumbersIn } from '../../support/card-numbers.ts';
import type { JourneyPlatform, Story } from '../platform.ts';
import { customerAnswer, newBalance, newCustomer, newTenant, readyCustomer, verifyByOtp } from '../support/actors.ts';
import type { Caller } from '../support/caller.ts';
import { answered, backend, refused, staff } from '../support/caller.ts';
import type { FullCard } from '../support/cards.ts';
import { createCard, fullCard, sealed } from '../support/cards.ts';
import type { Encryption } from '../support/encryption.ts';
import { encryptionFor } from '../support/encryption.ts';

/** The BIN of the demo tenant's program. */
const bin = '411111';

const maskedCard = z.looseObject({
  cardId: z.string(),
  balanceId: z.string(),
  status: z.string(),
  firstSix: z.string(),
  lastFour: z.string(),
});

/** Never by `toBe` on the number itself: a failing test would print it. */
const expectCardData = ({ pan, cvv, expiryMonth, expiryYear }: FullCard, programBin: string): void => {
  expect({ digits: pan.length, isDigits: /^\d+$/u.test(pan), bin: pan.slice(0, programBin.length) }).toEqual({
    digits: 16,
    isDigits: true,
    bin: programBin,
  });
  expect(cardNumbersIn(pan), 'Luhn').toHaveLength(1);
  expect(/^\d{3}$/u.test(cvv)).toBe(true);
  const expiresAt = Date.UTC(expiryYear, expiryMonth, 1);
  expect(expiresAt).toBeGreaterThan(Date.now());
};

const byOtp: Story = {
  title: 'M-04 M-16 AN-04 AN-07 AN-41 AN-54 from a person over OTP and balance to a card that only its caller can read',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const customerId = await newCustomer(tenant, 'Asha');
    await verifyByOtp(tenant, customerId);
    const verified = answered(await tenant.get(`/secure/customers/${customerId}`), 200, customerAnswer);
    expect(verified).toMatchObject({ status: 'limited', kycLevel: 'minimum' });

    const balance = await newBalance(tenant, customerId);
    expect(balance).toMatchObject({ currency: 'INR', state: 'active', available: { amount: 0, currency: 'INR' } });

    const encryption = await encryptionFor(tenant);
    const card = await createCard(tenant, encryption, { customerId, balanceId: balance.balanceId });
    expect(card.balanceId).toBe(balance.balanceId);
    expectCardData(card, bin);
    await expectRevealed(tenant, encryption, card);
    await expectMasked(tenant, customerId, card);
  },
};

const expectRevealed = async (tenant: Caller, encryption: Encryption, card: FullCard): Promise<void> => {
  const path = `/secure/cards/${card.cardId}/full-data`;
  refused(await tenant.get(path), 400, 'ENCRYPTION_REQUIRED');
  const answer = answered(await tenant.get(path, encryption.answerOnly), 200, sealed);
  const revealed = fullCard.parse(await encryption.open(answer));
  const isSame = revealed.pan === card.pan && revealed.cvv === card.cvv && revealed.cardId === card.cardId;
  expect(isSame, 'the same card').toBe(true);
};

const expectMasked = async (tenant: Caller, customerId: string, card: FullCard): Promise<void> => {
  const list = await tenant.get(`/secure/customers/${customerId}/cards`);
  const { data } = answered(list, 200, z.object({ data: z.array(maskedCard) }));
  expect(data.map(({ cardId }) => cardId)).toEqual([card.cardId]);
  const shown = await tenant.get(`/secure/cards/${card.cardId}`);
  const masked = answered(shown, 200, maskedCard);
  expect({ firstSix: masked.firstSix, lastFour: masked.lastFour }).toEqual({
    firstSix: card.pan.slice(0, 6),
    lastFour: card.pan.slice(-4),
  });
  expect(cardNumbersIn(JSON.stringify([list.body, shown.body])), 'card numbers in clear').toHaveLength(0);
};

const conditions: Story = {
  title: 'AN-03 AN-37 each thing that issuing needs is asked for by its own error',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const encryption = await encryptionFor(tenant);
    const customerId = await newCustomer(tenant, 'Meera');
    const balances = `/secure/customers/${customerId}/balances`;
    const cards = `/secure/customers/${customerId}/cards`;
    const order = { balanceId: 'bal_unknown' };
    const send = async () => tenant.post(cards, await encryption.seal(order), encryption.both);

    refused(await tenant.post(cards, order), 400, 'ENCRYPTION_REQUIRED');
    refused(await tenant.post(balances, { currency: 'INR' }), 403, 'kyc_required');
    refused(await send(), 403, 'kyc_required');
    await verifyByOtp(tenant, customerId);
    refused(await send(), 409, 'balance_required');
    await newBalance(tenant, customerId);
    refused(await send(), 404, 'balance_not_found');
  },
};

const encryptionRules: Story = {
  title: 'AN-26 AN-27 AN-28 AN-29 AN-30 what is wrong with a message is said in clear, in the codes of the contract',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const encryption = await encryptionFor(tenant);
    const { customerId, balanceId } = await readyCustomer(tenant, 'Devika');
    const path = `/secure/customers/${customerId}/cards`;
    const { payload } = await encryption.seal({ balanceId });
    const [header, key, iv, , tag] = payload.split('.');
    const changed = [header, key, iv, 'AAAA', tag].join('.');

    refused(await tenant.post(path, { payload }), 400, 'ENCRYPTION_REQUIRED');
    const withoutKey = { 'encrypted-request': 'true' };
    refused(await tenant.post(path, { payload }, withoutKey), 400, 'INVALID_PUBLIC_KEY');
    refused(await tenant.post(path, { balanceId }, encryption.both), 400, 'INVALID_PAYLOAD');
    refused(await tenant.post(path, { payload: changed }, encryption.both), 400, 'CANT_DECRYPT_PAYLOAD');
    const invalid = await tenant.post(path, await encryption.seal({ balance: balanceId }), encryption.both);
    const { invalidFields = [] } = refused(invalid, 400, 'validation_failed');
    expect(invalidFields.length).toBeGreaterThan(0);
  },
};

const replay: Story = {
  title: 'SH-28 the repeat of a card order with the same key answers the same card and makes no second one',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const encryption = await encryptionFor(tenant);
    const { customerId, balanceId } = await readyCustomer(tenant, 'Ishaan');
    const path = `/secure/customers/${customerId}/cards`;
    const headers = { ...encryption.both, 'idempotency-key': `card-${crypto.randomUUID()}` };

    const first = await tenant.post(path, await encryption.seal({ balanceId }), headers);
    const card = fullCard.parse(await encryption.open(answered(first, 201, sealed)));
    const repeat = await tenant.post(path, await encryption.seal({ balanceId }), headers);
    const again = fullCard.parse(await encryption.open(answered(repeat, 201, sealed)));
    expect(repeat.headers.get('idempotent-replayed')).toBe('true');
    expect({ id: again.cardId, samePan: again.pan === card.pan, sameCvv: again.cvv === card.cvv }).toEqual({
      id: card.cardId,
      samePan: true,
      sameCvv: true,
    });
    await expectMasked(tenant, customerId, card);

    const other = await tenant.post(path, await encryption.seal({ balanceId, displayName: 'I IYER' }), headers);
    refused(other, 422, 'idempotency_key_reused');
  },
};

const recovered: Story = {
  title: 'SH-26 SH-27 an order that the issuer answers with errors only makes one card when it is repeated',
  run: async (platform) => {
    const { backend: tenant } = await newTenant(platform, 'Krishna Wallet');
    const encryption = await encryptionFor(tenant);
    const { customerId, balanceId } = await readyCustomer(tenant, 'Usha');
    const path = `/secure/customers/${customerId}/cards`;
    const headers = { ...encryption.both, 'idempotency-key': `card-${crypto.randomUUID()}` };
    const order = async () => tenant.post(path, await encryption.seal({ balanceId }), headers);
    const fail = async (rate: number) => {
      const plan = { provider: 'issuer', rate, kinds: ['http_500'] };
      answered(await tenant.put('/sandbox/faults', plan), 200, z.looseObject({ rate: z.literal(rate) }));
    };

    await fail(1);
    const refusal = await order();
    refused(refusal, 503, 'temporarily_unavailable');
    expect(refusal.headers.get('retry-after')).toMatch(/^\d+$/u);
    await fail(0);
    const card = fullCard.parse(await encryption.open(answered(await order(), 201, sealed)));
    await expectMasked(tenant, customerId, card);
  },
};

const byAdmin: Story = {
  title: 'AN-41 AN-54 staff may order a card for a customer and never see its number',
  run: async (platform) => {
    const own = await newTenant(platform, 'Periyar Wallet');
    const { customerId, balanceId } = await readyCustomer(own.backend, 'Kabir');
    const path = `/admin/customers/${customerId}/cards`;
    const encryption = await encryptionFor(own.backend);
    const order = async (role: 'Manager' | 'Employee') => {
      const member = staff(platform, await tokenOf(platform, role, own.tenantId));
      return member.post(path, await encryption.seal({ balanceId }), encryption.both);
    };

    refused(await order('Employee'), 403, 'forbidden_role');
    const made = await encryption.open(answered(await order('Manager'), 201, sealed));
    expect(Object.keys(z.looseObject({}).parse(made)).sort()).toEqual([
      'balanceId',
      'cardId',
      'expiryMonth',
      'expiryYear',
      'status',
    ]);
  },
};

const tokenOf = (platform: JourneyPlatform, role: 'Manager' | 'Employee', tenant: string): Promise<string> =>
  platform.staffToken({ role, tenant });

export const cardStories: readonly Story[] = [byOtp, conditions, encryptionRules, replay, recovered, byAdmin];
