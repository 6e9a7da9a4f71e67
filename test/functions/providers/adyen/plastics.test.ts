import { describe, expect, it } from 'vitest';
import type { PlasticOrder } from '../../../../functions/cards/ports/issuer-plastics.ts';
import type { IssuerBench } from '../issuer-contract.ts';
import { orderAt } from '../issuer-contract.ts';
import { adyen, bench, client, tenant, useAdyen } from './adyen-bench.ts';

useAdyen();

const plasticAt = async (at: IssuerBench): Promise<PlasticOrder> => {
  const { initialStatus: _status, threeDs: _threeDs, ...order } = await orderAt(at);
  const deliveryAddress = {
    line1: 'Keizersgracht',
    line2: '1',
    city: 'Amsterdam',
    state: 'NH',
    postalCode: '1015',
    country: 'NL',
  };
  return { ...order, deliveryAddress };
};

describe('Plastics at Adyen', () => {
  const threeDs = { phone: '+919812345678', password: 'Right1' };

  it('AN-58 AL-01 orders a physical card to the address, once per reference', async () => {
    const at = bench();
    const { issuer } = client();
    const order = await plasticAt(at);
    const report = await issuer.orderPlastic(tenant, order);
    expect(report.status).toBe('ordered');
    expect(await issuer.orderPlastic(tenant, order)).toEqual(report);
    expect(adyen.instruments.get(report.orderId)).toMatchObject({
      status: 'inactive',
      card: {
        formFactor: 'physical',
        configuration: { configurationProfileId: 'YOUR_PROFILE' },
        deliveryContact: { name: { firstName: 'ASHA', lastName: 'RAO' }, address: { city: 'Amsterdam' } },
      },
    });
  });

  it.each([
    ['created', 'ordered'],
    ['processing', 'in_production'],
    ['produced', 'produced'],
    ['shipped', 'produced'],
    ['delivered', 'produced'],
    ['rejected', 'rejected'],
    ['unknown', 'ordered'],
    ['something new', 'ordered'],
  ])('AN-61 AL-26 the order report reads %s as %s', async (word, status) => {
    const at = bench();
    const { issuer } = client();
    const { orderId } = await issuer.orderPlastic(tenant, await plasticAt(at));
    expect(await issuer.readOrder(tenant, orderId)).toEqual({ orderId, status: 'ordered' });
    adyen.plastics.set(orderId, word);
    expect(await issuer.readOrder(tenant, orderId)).toEqual({ orderId, status });
  });

  it('AN-63 links a card that was produced, inactive, with its 3-D Secure; not before', async () => {
    const at = bench();
    const { issuer } = client();
    const { orderId } = await issuer.orderPlastic(tenant, await plasticAt(at));
    const link = { orderId, reference: 'crd_link', threeDs };
    await expect(issuer.linkCard(tenant, link)).rejects.toMatchObject({ reason: 'status_not_allowed' });
    adyen.plastics.set(orderId, 'produced');
    const card = await issuer.linkCard(tenant, link);
    expect(card).toMatchObject({ externalId: orderId, issuerStatus: 'inactive' });
    expect(await issuer.linkCard(tenant, link)).toEqual(card);
    expect(adyen.instruments.get(orderId)?.card.authentication).toMatchObject({ password: 'Right1' });
  });

  it('a plastic for a card that exists is refused by name', async () => {
    const order = { ...(await plasticAt(bench())), externalId: 'PI1' };
    await expect(client().issuer.orderPlastic(tenant, order)).rejects.toMatchObject({ reason: 'not_supported' });
  });
});
