import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxIssuer } from '../../../../../functions/providers/sandbox/issuer-processor.ts';
import { PinBlock } from '../../../../../functions/cards/ports/pin-block.ts';
import { IssuerRefused } from '../../../../../functions/cards/ports/issuer-refused.ts';
import type { TenantContext } from '../../../../../functions/kernel/tenancy/tenant-context.ts';
import { controlCall } from '../../../../support/sealed-call.ts';
import type { TwinServer } from '../../../../support/twin-server.ts';
import { startTwin } from '../../../../support/twin-server.ts';

let twin: TwinServer;
let tenant: TenantContext;
let made = 0;

beforeAll(async () => {
  twin = await startTwin();
  tenant = await twin.platform.tenant();
});
afterAll(() => twin.stop());

const issuer = () => sandboxIssuer(twin.client());

const newCard = async (initialStatus: 'active' | 'inactive' = 'active') => {
  made += 1;
  const account = { reference: `bal_${made}`, currency: 'INR', holderName: 'ASHA RAO' } as const;
  const card = await issuer().createVirtualCard(tenant, {
    reference: `crd_${made}`,
    accountExternalId: (await issuer().openAccount(tenant, account)).externalId,
    bin: '508500',
    network: 'rupay',
    displayName: 'ASHA RAO',
    initialStatus,
    threeDs: { phone: '+919812345678', password: 'Right1' },
  });
  twin.received.length = 0;
  return card;
};

const block = (text: string): PinBlock => new PinBlock(text);
const pinText = 'Q0FOQVJZLVBJTi1CTE9DSw==';

const refusalOf = async (work: Promise<unknown>): Promise<unknown> => {
  const error = await work.catch((thrown: unknown) => thrown);
  return error instanceof IssuerRefused ? error.reason : error;
};

const fail = async (externalId: string, count: number, reference: string = randomUUID()) => {
  const body = { reference, cardId: externalId, count };
  const answer = await controlCall(twin, { path: '/control/v1/pin-failures', program: tenant.tenantId, body });
  return [answer.status, answer.body] as const;
};

const told = () => twin.received.map(({ body }) => body).filter(({ type }) => type === 'card.status_changed');

const stored = async (): Promise<string> =>
  JSON.stringify(await twin.platform.items(), (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );

describe('PINs at the twin', () => {
  it('AN-64 AL-31 are kept as the block that came, sealed, and answered again', async () => {
    const { externalId } = await newCard();
    expect(await refusalOf(issuer().readPin(tenant, externalId))).toBe('pin_unknown');
    await issuer().setPin(tenant, { externalId, pinBlock: block(pinText) });
    expect((await issuer().readPin(tenant, externalId)).pinBlock.handOver()).toBe(pinText);
    expect(await stored()).not.toContain(pinText);
    expect(twin.platform.logLines().join('\n')).not.toContain(pinText);
  });

  it('AN-64 are replaced by the next one', async () => {
    const { externalId } = await newCard();
    await issuer().setPin(tenant, { externalId, pinBlock: block(pinText) });
    await issuer().setPin(tenant, { externalId, pinBlock: block('another-block-123') });
    expect((await issuer().readPin(tenant, externalId)).pinBlock.handOver()).toBe('another-block-123');
  });

  it('are refused for cards that are closed, unknown or of another program', async () => {
    const { externalId } = await newCard();
    const other = await twin.platform.tenant();
    const pin = { externalId, pinBlock: block(pinText) };
    expect(await refusalOf(issuer().setPin(other, pin))).toBe('card_unknown');
    expect(await refusalOf(issuer().readPin(other, externalId))).toBe('card_unknown');
    await issuer().changeStatus(tenant, { externalId, status: 'closed' });
    expect(await refusalOf(issuer().setPin(tenant, pin))).toBe('status_not_allowed');
  });

  it('AN-48 AN-66 entered wrongly three times suspend the card, which is told once', async () => {
    const { externalId: cardId } = await newCard();
    expect(await fail(cardId, 1)).toEqual([201, { cardId, wrongTries: 1, blocked: false }]);
    expect(await fail(cardId, 1)).toEqual([201, { cardId, wrongTries: 2, blocked: false }]);
    expect(told()).toEqual([]);
    expect(await fail(cardId, 1)).toEqual([201, { cardId, wrongTries: 3, blocked: true }]);
    expect(await fail(cardId, 4)).toEqual([201, { cardId, wrongTries: 3, blocked: true }]);
    expect(told()).toMatchObject([
      { reference: cardId, data: { from: 'active', to: 'suspended', reason: 'transactionRule' } },
    ]);
    expect((await issuer().readStatus(tenant, cardId)).issuerStatus).toBe('suspended');
  });

  it('AN-48 AN-64 are counted anew once the PIN is set', async () => {
    const { externalId: cardId } = await newCard();
    await fail(cardId, 2);
    await issuer().setPin(tenant, { externalId: cardId, pinBlock: block(pinText) });
    expect(await fail(cardId, 2)).toEqual([201, { cardId, wrongTries: 2, blocked: false }]);
    expect((await issuer().readPin(tenant, cardId)).pinBlock.handOver()).toBe(pinText);
  });

  it('I4 are counted once per reference, and each of two at once is counted', async () => {
    const { externalId: cardId } = await newCard();
    expect((await fail(cardId, 1, 'req_same'))[0]).toBe(201);
    expect(await fail(cardId, 1, 'req_same')).toEqual([200, { cardId, wrongTries: 1, blocked: false }]);
    await Promise.all([fail(cardId, 1), fail(cardId, 1)]);
    expect(told()).toHaveLength(1);
  });

  it('only block the PIN of a card that is not active yet', async () => {
    const { externalId: cardId } = await newCard('inactive');
    expect(await fail(cardId, 3)).toEqual([201, { cardId, wrongTries: 3, blocked: true }]);
    expect(told()).toEqual([]);
  });

  it.each([0, 11, 1.5, '1'])('refuse a count of %s', async (count) => {
    const { externalId: cardId } = await newCard();
    const body = { reference: 'req_bad', cardId, count };
    const { status } = await controlCall(twin, { path: '/control/v1/pin-failures', program: tenant.tenantId, body });
    expect(status).toBe(422);
  });
});

describe('CVVs at the twin', () => {
  it('AN-57 are replaced: the old one is void, number and expiry stay', async () => {
    const { externalId, data } = await newCard();
    const { cvv } = await issuer().resetCvv(tenant, { externalId, reference: 'req_1' });
    expect(cvv).toMatch(/^\d{3}$/);
    expect(cvv).not.toBe(data.cvv);
    expect(await issuer().readCardData(tenant, externalId)).toEqual({ ...data, cvv });
  });

  it('I4 are made once per reference', async () => {
    const { externalId } = await newCard();
    const first = await issuer().resetCvv(tenant, { externalId, reference: 'req_once' });
    expect(await issuer().resetCvv(tenant, { externalId, reference: 'req_once' })).toEqual(first);
    const second = await issuer().resetCvv(tenant, { externalId, reference: 'req_twice' });
    expect(second).not.toEqual(first);
    // What the first reference made is void, and asking for it again brings nothing back.
    expect(await issuer().resetCvv(tenant, { externalId, reference: 'req_once' })).toEqual(second);
  });

  it('survive a change of status at the same moment', async () => {
    const { externalId } = await newCard();
    const [{ cvv }] = await Promise.all([
      issuer().resetCvv(tenant, { externalId, reference: 'req_race' }),
      issuer()
        .changeStatus(tenant, { externalId, status: 'suspended' })
        .catch(() => undefined),
    ]);
    expect((await issuer().readCardData(tenant, externalId)).cvv).toBe(cvv);
  });

  it('are refused for cards that are closed or of another program', async () => {
    const { externalId } = await newCard();
    const other = await twin.platform.tenant();
    expect(await refusalOf(issuer().resetCvv(other, { externalId, reference: 'r' }))).toBe('card_unknown');
    await issuer().changeStatus(tenant, { externalId, status: 'closed' });
    expect(await refusalOf(issuer().resetCvv(tenant, { externalId, reference: 'r' }))).toBe('status_not_allowed');
  });
});

describe('3-D Secure at the twin', () => {
  const threeDs = { enabled: true, phone: '+919800000009', password: 'Canary3dsPassword' };

  it('AL-27 AL-28 AL-29 takes phone and password, sealed, and leaves the card data alone', async () => {
    const { externalId, data } = await newCard();
    await issuer().setThreeDs(tenant, { externalId, ...threeDs });
    await issuer().setThreeDs(tenant, { externalId, ...threeDs, enabled: false });
    expect(await issuer().readCardData(tenant, externalId)).toEqual(data);
    for (const secret of [threeDs.phone, threeDs.password]) expect(await stored()).not.toContain(secret);
  });

  it.each([
    ['a phone that is not E.164', { phone: '98123' }],
    ['an empty password', { password: '' }],
    ['a password of 31 characters', { password: 'x'.repeat(31) }],
  ])('refuses %s', async (_, change) => {
    const { externalId } = await newCard();
    expect(await refusalOf(issuer().setThreeDs(tenant, { externalId, ...threeDs, ...change }))).toBe('invalid_request');
  });
});
