import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CardOrder } from '../../../../functions/cards/ports/issuer-processor.ts';
import { IssuerRefused } from '../../../../functions/cards/ports/issuer-refused.ts';
import { TemporarilyUnavailable } from '../../../../functions/kernel/errors/domain-error.ts';
import type { ProviderSample } from '../../../../functions/kernel/observability/meter.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { sandboxIssuer } from '../../../../functions/providers/sandbox/issuer-processor.ts';
import type { LocalKeyRing } from '../../../../local/key-ring.ts';
import { cardNumbersIn } from '../../../support/card-numbers.ts';
import { controlCall } from '../../../support/sealed-call.ts';
import type { TwinServer } from '../../../support/twin-server.ts';
import { startTwin } from '../../../support/twin-server.ts';

/** Longer than a busy machine needs for any call. */
const patience = { requestMs: 5_000, callMs: 20_000 };
/** Shorter than the twin holds an answer back that must come too late. */
const impatience = { requestMs: 3_000, callMs: 20_000 };
const holdMs = 4_000;
let twin: TwinServer;
let tenant: TenantContext;
let turn = 0;

beforeAll(async () => {
  twin = await startTwin(holdMs);
  tenant = await twin.platform.tenant();
});
afterAll(() => twin.stop());
afterEach(async () => {
  twin.draws.length = 0;
  await faults([], 0);
});

const faults = (kinds: string[], rate = 0.5) =>
  controlCall(twin, {
    path: '/control/v1/faults',
    program: tenant.tenantId,
    body: { provider: 'issuer', rate, kinds },
  });

/** A client, with a record of what it sent and what it measured. */
const client = (patient = patience) => {
  const sent: { path: string; body: string }[] = [];
  const samples: ProviderSample[] = [];
  const platform = twin.client(async (url, init) => {
    sent.push({ path: new URL(url).pathname, body: typeof init.body === 'string' ? init.body : '' });
    return fetch(url, init);
  });
  const meter = { ...platform.meter, provider: (sample: ProviderSample) => void samples.push(sample) };
  return { issuer: sandboxIssuer({ ...platform, meter }, patient), sent, samples };
};
const paths = (sent: readonly { path: string }[]) => sent.map(({ path }) => path.replace('/issuer/v1/', ''));

const newOrder = async (): Promise<CardOrder> => {
  turn += 1;
  const { issuer } = client();
  const account = await issuer.openAccount(tenant, {
    reference: `bal_${turn}`,
    currency: 'INR',
    holderName: 'ASHA RAO',
  });
  return {
    reference: `crd_${turn}`,
    accountExternalId: account.externalId,
    bin: '508500',
    network: 'rupay',
    displayName: 'ASHA RAO',
    initialStatus: 'inactive',
    threeDs: { phone: '+919812345678', password: 'Right1' },
  };
};

describe('The issuing processor, reached over HTTP', () => {
  it('AN-62 makes a card and hands its data through', async () => {
    const order = await newOrder();
    const card = await client().issuer.createVirtualCard(tenant, order);
    expect(card).toMatchObject({ externalId: expect.stringMatching(/^pi_/), issuerStatus: 'inactive' });
    expect(cardNumbersIn(card.data.pan)).toEqual([card.data.pan]);
    expect(await client().issuer.readCardData(tenant, card.externalId)).toEqual(card.data);
  });

  it.each([
    ['INR', 'ifsc'],
    ['EUR', 'iban'],
  ] as const)('M-17 opens a virtual account in %s with its %s', async (currency, member) => {
    const account = await client().issuer.openAccount(tenant, {
      reference: `bal_${currency}`,
      currency,
      holderName: 'ASHA',
    });
    expect(account).toHaveProperty(member);
    expect(Object.keys(account)).toHaveLength(3);
  });

  it('M-25 sends nothing readable: no member of the order travels in clear', async () => {
    const order = await newOrder();
    const { issuer, sent } = client();
    await issuer.createVirtualCard(tenant, order);
    const travelled = sent.map(({ body }) => body).join();
    for (const secret of [order.reference, order.threeDs.phone, order.threeDs.password]) {
      expect(travelled).not.toContain(secret);
    }
    expect(JSON.parse(sent.at(-1)?.body ?? '')).toEqual({ payload: expect.stringMatching(/^[\w-]+(?:\.[\w-]+){4}$/) });
  });

  it('M-37 measures the turnaround of each request with provider, call and status', async () => {
    const { issuer, samples } = client();
    await issuer.createVirtualCard(tenant, await newOrder());
    await expect(issuer.readCardData(tenant, 'pi_unknown')).rejects.toThrow(IssuerRefused);
    expect(samples).toEqual([
      { provider: 'issuer', call: 'createCard', status: 201, latencyMs: expect.any(Number) },
      { provider: 'issuer', call: 'readCardData', status: 404, latencyMs: expect.any(Number) },
    ]);
  });

  it('fetches the encryption key once, and again after ten minutes', async () => {
    const { issuer, sent } = client();
    const order = await newOrder();
    await issuer.createVirtualCard(tenant, order);
    await issuer.createVirtualCard(tenant, order);
    expect(paths(sent).filter((path) => path === 'encryption-key')).toHaveLength(1);
    twin.platform.clock.advance({ minutes: 10 });
    await issuer.createVirtualCard(tenant, order);
    expect(paths(sent).filter((path) => path === 'encryption-key')).toHaveLength(2);
  });

  it('M-25 fetches the key anew when the issuer has revoked the one it knew', async () => {
    const keys = twin.platform.messageKeys as LocalKeyRing;
    const order = await newOrder();
    const { issuer, sent } = client();
    await issuer.createVirtualCard(tenant, order);
    const { kid } = await keys.current();
    keys.rotate('issuer-next');
    keys.revoke(kid);
    expect((await issuer.createVirtualCard(tenant, order)).externalId).toMatch(/^pi_/);
    expect(paths(sent)).toEqual(['encryption-key', 'cards', 'cards', 'encryption-key', 'cards']);
  });

  it('SH-27 I5 recovers a card whose answer timed out after the issuer made it: looks it up, makes no second one', async () => {
    const order = await newOrder();
    await faults(['timeout']);
    twin.draws.push(0, 0, 0.9, 0.9);
    const { issuer, sent, samples } = client(impatience);
    const card = await issuer.createVirtualCard(tenant, order);
    expect(paths(sent)).toEqual(['encryption-key', 'cards', 'cards/find']);
    expect(samples.map(({ call, status }) => [call, status])).toEqual([
      ['createCard', 0],
      ['createCardRecovery', 200],
    ]);
    await faults([], 0);
    expect(await client().issuer.createVirtualCard(tenant, order)).toEqual(card);
    const cards = (await twin.platform.items()).filter(
      (item) => item['item'] === 'twin_card' && item['reference'] === order.reference,
    );
    expect(cards).toHaveLength(1);
  });

  it('SH-27 I5 makes the card after all when the lost call was not carried out', async () => {
    const order = await newOrder();
    await faults(['http_500']);
    twin.draws.push(0, 0, 0.1, 0.9, 0.9);
    const { issuer, sent } = client();
    expect((await issuer.createVirtualCard(tenant, order)).externalId).toMatch(/^pi_/);
    expect(paths(sent)).toEqual(['encryption-key', 'cards', 'cards/find', 'cards']);
  });

  it('SH-27 I5 says that the outcome is unknown when recovery gets no answer either; a repeat finds the card', async () => {
    const order = await newOrder();
    await faults(['http_500'], 1);
    twin.draws.push(0, 0, 0.9);
    await expect(client().issuer.createVirtualCard(tenant, order)).rejects.toThrow(TemporarilyUnavailable);
    await faults([], 0);
    const { issuer, sent } = client();
    expect((await issuer.createVirtualCard(tenant, order)).externalId).toMatch(/^pi_/);
    expect(paths(sent)).toEqual(['encryption-key', 'cards']);
  });

  it('SH-27 starts no request when the time of the call is over', async () => {
    const { issuer, sent } = client({ requestMs: 250, callMs: 50 });
    await expect(issuer.readCardData(tenant, 'pi_1')).rejects.toThrow(TemporarilyUnavailable);
    expect(sent).toEqual([]);
  });

  it('SH-27 asks a read again after a lost answer', async () => {
    const card = await client().issuer.createVirtualCard(tenant, await newOrder());
    await faults(['http_500']);
    twin.draws.push(0, 0, 0.1, 0.9);
    const { issuer, sent } = client();
    expect(await issuer.readCardData(tenant, card.externalId)).toEqual(card.data);
    expect(paths(sent)).toEqual(['encryption-key', 'cards/read', 'cards/read']);
  });

  it('SH-27 waits out a slow answer within its time', async () => {
    const order = await newOrder();
    await faults(['latency'], 1);
    twin.draws.push(0, 0, 0);
    const { issuer, samples } = client();
    await issuer.createVirtualCard(tenant, order);
    expect(samples.map(({ status }) => status)).toEqual([201]);
  });

  it('tells a refusal apart: its reason, without repeating', async () => {
    const order = { ...(await newOrder()), accountExternalId: 'acc_unknown' };
    const { issuer, sent } = client();
    const refusal = await issuer.createVirtualCard(tenant, order).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      name: 'IssuerRefused',
      code: 'issuer_refused',
      kind: 'unprocessable',
      reason: 'account_unknown',
    });
    expect(paths(sent)).toEqual(['encryption-key', 'cards']);
  });

  it('says unavailable when nothing listens there', async () => {
    const platform = { ...twin.client(), settings: { ISSUER_SANDBOX_URL: 'http://127.0.0.1:1' } };
    await expect(sandboxIssuer(platform, patience).readCardData(tenant, 'pi_1')).rejects.toThrow(
      TemporarilyUnavailable,
    );
  });
});
