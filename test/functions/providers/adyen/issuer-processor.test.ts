import { describe, expect, it } from 'vitest';
import { PinBlock } from '../../../../functions/cards/ports/pin-block.ts';
import type { ProviderSample } from '../../../../functions/kernel/observability/meter.ts';
import { adyenIssuer } from '../../../../functions/providers/adyen/issuer-processor.ts';
import { issuerContract, orderAt } from '../issuer-contract.ts';
import { adyen, bench, client, patience, platform, program, tenant, useAdyen } from './adyen-bench.ts';

useAdyen();

issuerContract('Adyen', bench);

const callsOf = (samples: readonly ProviderSample[]) => samples.map(({ call, status }) => [call, status]);

describe('Adyen as the issuing processor', () => {
  it('AL-27 AL-28 AL-29 has 3-D Secure from issuance: phone, password, fully supported', async () => {
    const at = bench();
    const order = await orderAt(at);
    const { externalId } = await at.issuer.createVirtualCard(tenant, order);
    expect(adyen.instruments.get(externalId)?.card).toMatchObject({
      brand: 'visa',
      brandVariant: 'visaprepaid',
      formFactor: 'virtual',
      threeDSecure: 'fullySupported',
      authentication: { phone: { number: order.threeDs.phone, type: 'mobile' }, password: order.threeDs.password },
    });
  });

  it('AL-04 the reference is the idempotency key, and the API key goes with every request', async () => {
    const at = bench();
    const order = await orderAt(at);
    await at.issuer.createVirtualCard(tenant, order);
    const created = adyen.requests.find(({ path }) => path.endsWith('/paymentInstruments'));
    expect(created?.headers['idempotency-key']).toBe(order.reference);
    expect(adyen.requests.every(({ headers }) => headers['x-api-key'] === adyen.apiKey)).toBe(true);
  });

  it('AL-06 no name of a customer goes to an account', async () => {
    await orderAt(bench());
    expect(adyen.requests.map(({ body }) => body).join()).not.toContain('ASHA');
  });

  it('SH-27 M-37 looks for the card among those of its account after an answer that never came', async () => {
    const at = bench();
    const order = await orderAt(at);
    adyen.faults.push('slow');
    const { issuer, samples } = client();
    await issuer.createVirtualCard(tenant, order);
    expect(callsOf(samples)).toEqual([
      ['createInstrument', 0],
      ['createInstrumentRecovery', 200],
      ['revealCard', 200],
      ['revealCard', 200],
    ]);
  });

  it('SH-27 finds the card behind more than a page of others', async () => {
    const at = bench();
    const order = await orderAt(at);
    for (let index = 0; index < 101; index += 1) {
      await fetch(`${adyen.url}/paymentInstruments`, {
        method: 'POST',
        headers: { 'x-api-key': adyen.apiKey },
        body: JSON.stringify({
          type: 'card',
          balanceAccountId: order.accountExternalId,
          issuingCountryCode: 'NL',
          reference: `other_${index}`,
          status: 'inactive',
          card: { brand: 'visa', brandVariant: 'visaprepaid', cardholderName: 'A', formFactor: 'virtual' },
        }),
      });
    }
    adyen.faults.push('lost');
    await at.issuer.createVirtualCard(tenant, order);
    expect(await at.cardsMade(order.reference)).toBe(1);
  });

  it.each(['busy', 'unavailable', 'not_json'] as const)(
    'SH-27 a first answer that is %s is cleared up',
    async (fault) => {
      const at = bench();
      const order = await orderAt(at);
      adyen.faults.push(fault);
      await at.issuer.createVirtualCard(tenant, order);
      expect(await at.cardsMade(order.reference)).toBe(1);
    },
  );

  it('a reference that another account has is refused by name', async () => {
    const at = bench();
    const order = await orderAt(at);
    await at.issuer.createVirtualCard(tenant, order);
    const { accountExternalId } = await orderAt(at);
    await expect(at.issuer.createVirtualCard(tenant, { ...order, accountExternalId })).rejects.toMatchObject({
      reason: 'reference_reused',
    });
  });

  it('a network that Adyen does not issue for the program is refused by name', async () => {
    const at = bench();
    const order = { ...(await orderAt(at)), network: 'rupay' as const };
    await expect(at.issuer.createVirtualCard(tenant, order)).rejects.toMatchObject({ reason: 'not_supported' });
  });

  it('an unknown status means pending: inactive', async () => {
    const at = bench();
    const { externalId } = await at.issuer.createVirtualCard(tenant, await orderAt(at));
    Object.assign(adyen.instruments.get(externalId) ?? {}, { status: 'hibernating', statusReason: 'mystery' });
    expect(await at.issuer.readStatus(tenant, externalId)).toMatchObject({ issuerStatus: 'inactive', reason: 'other' });
  });

  it('M-25 card data comes under a key of the request alone', async () => {
    const at = bench();
    const { externalId, data } = await at.issuer.createVirtualCard(tenant, await orderAt(at));
    await at.issuer.readCardData(tenant, externalId);
    const keys = adyen.requests
      .filter(({ path }) => path.endsWith('/reveal'))
      .map(({ body }) => adyen.openSessionKey((JSON.parse(body) as { encryptedKey: string }).encryptedKey));
    expect(keys).toHaveLength(2);
    expect(keys[0]?.byteLength).toBe(32);
    expect(keys[0]?.equals(keys[1] ?? Buffer.alloc(0))).toBe(false);
    expect(adyen.requests.map(({ path, body }) => path + body).join()).not.toContain(data.pan);
  });

  it('the public key is fetched once, and again after ten minutes', async () => {
    const at = bench();
    const { externalId } = await at.issuer.createVirtualCard(tenant, await orderAt(at));
    const fetched = () => adyen.requests.filter(({ path }) => path.includes('publicKey')).length;
    await at.issuer.readCardData(tenant, externalId);
    expect(fetched()).toBe(1);
    platform.clock.advance({ minutes: 10 });
    await at.issuer.readCardData(tenant, externalId);
    expect(fetched()).toBe(2);
  });

  it('a CVV is not reset and 3-D Secure is not switched off: refused by name, nothing is sent', async () => {
    const { issuer } = client();
    const notSupported = { code: 'issuer_refused', reason: 'not_supported' };
    await expect(issuer.resetCvv(tenant, { externalId: 'PI1', reference: 'r' })).rejects.toMatchObject(notSupported);
    const off = { externalId: 'PI1', enabled: false, phone: '+31612345678', password: 'Right2' };
    await expect(issuer.setThreeDs(tenant, off)).rejects.toMatchObject(notSupported);
    expect(adyen.requests).toEqual([]);
  });

  it('AL-28 AL-29 another phone and password leave the rest of the card as it is', async () => {
    const at = client();
    const { externalId } = await at.issuer.createVirtualCard(tenant, await orderAt(bench()));
    await at.issuer.setThreeDs(tenant, { externalId, enabled: true, phone: '+31612345678', password: 'Right2' });
    expect(adyen.instruments.get(externalId)?.card).toMatchObject({
      cardholderName: 'ASHA RAO',
      formFactor: 'virtual',
      authentication: { phone: { number: '+31612345678' }, password: 'Right2' },
    });
  });

  it('a PIN block that the app did not seal for Adyen is refused before anything is sent', async () => {
    const { issuer } = client();
    const pinBlock = new PinBlock('041234FFFFFFFFFF');
    await expect(issuer.setPin(tenant, { externalId: 'PI1', pinBlock })).rejects.toMatchObject({
      reason: 'invalid_request',
    });
    expect(adyen.requests).toEqual([]);
  });

  it('a wrong API key is a defect of the set-up and no refusal', async () => {
    const issuer = adyenIssuer(
      { ...platform, fetch, settings: { ADYEN_BASE_URL: adyen.url, ADYEN_PROGRAM: JSON.stringify(program) } },
      patience,
    );
    await expect(issuer.readStatus(tenant, 'PI1')).rejects.toThrow('Adyen does not accept readInstrument: status 401');
  });

  it.each([['{}'], ['{"accountHolderId":1}']])('a program setting that does not fit (%s) is named', async (text) => {
    const { issuer } = client({ settings: { ADYEN_PROGRAM: text } });
    await expect(issuer.readStatus(tenant, 'PI1')).rejects.toThrow('setting ADYEN_PROGRAM does not fit');
  });
});
