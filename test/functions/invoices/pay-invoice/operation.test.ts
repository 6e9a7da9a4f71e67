import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { payInvoice } from '../../../../functions/invoices/pay-invoice/declaration.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { Invoices } from '../given-invoices.ts';
import { startInvoices } from '../given-invoices.ts';

let given: Invoices;
let mandateId: string;
beforeAll(async () => {
  given = await startInvoices();
  mandateId = await given.mandate();
});
afterAll(() => given.stop());

describe('payInvoice', () => {
  itRefusesBadRequests({
    declaration: payInvoice,
    handler: () => given.payHandler,
    valid: async () => ({ as: { tenant: given.tenant }, params: { invoiceId: await given.invoice() }, body: {} }),
    malformed: { mandateId: 7 },
  });

  it('SH-30 pays one invoice on session: the payer authenticates the whole amount', async () => {
    const id = await given.invoice({ mandateId });
    const { status, body } = await given.pay(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      invoiceId: id,
      status: 'paying',
      paymentId: expect.stringMatching(/^pmt_/u) as string,
      authentication: {
        type: 'upi_intent',
        url: expect.any(String) as string,
        expiresAt: expect.any(String) as string,
      },
    });
    const payment = (await given.platform.items('payment')).find(({ paymentId }) => paymentId === body.paymentId);
    expect(payment).toMatchObject({ reference: id, mandateId, status: 'requires_authentication' });
    const order = given.provider.orders.get(String(payment?.['orderId']));
    expect(order?.amount).toEqual({ minor: 49_900n, currency: 'INR' });
    expect(await given.eventsOf(id)).toEqual(['invoice.created', 'invoice.payment_started']);
  });

  it.each(['cancelled', 'cancellation_pending', 'paused', 'expired', 'pending_authentication'] as const)(
    'asks nobody to pay with the instrument of a mandate that is %s, like every other payment',
    async (status) => {
      const ended = await given.mandate(undefined, status);
      const asked = given.provider.orders.size;
      const onIt = await given.invoice({ mandateId: ended });
      const free = await given.invoice();
      for (const answer of [await given.pay(onIt), await given.pay(free, { body: { mandateId: ended } })]) {
        expect([answer.status, answer.body.code]).toEqual([409, 'invalid_state']);
      }
      expect(given.provider.orders.size).toBe(asked);
      expect((await given.pay(onIt, { body: { mandateId } })).status).toBe(200);
    },
  );

  it('SH-13 uses the mandate that is named, the invoice’s, or the customer’s active one', async () => {
    const { customerId } = await storeCustomer(given.platform, given.tenant);
    await given.mandate(customerId, 'cancelled');
    const active = await given.mandate(customerId);
    await given.mandate(customerId, 'pending_authentication');
    const other = await given.mandate(customerId);
    const chosen = async (more: { on?: string; body?: { mandateId: string } }) => {
      const id = await given.invoice({ customerId, ...(more.on === undefined ? {} : { mandateId: more.on }) });
      const { body } = await given.pay(id, more.body === undefined ? {} : { body: more.body });
      return (await given.platform.items('payment')).find(({ paymentId }) => paymentId === body.paymentId)?.[
        'mandateId'
      ];
    };
    expect(await chosen({})).toBe(other);
    expect(await chosen({ on: active })).toBe(active);
    expect(await chosen({ on: active, body: { mandateId: other } })).toBe(other);
  });

  it('needs an instrument, and one of that customer', async () => {
    const { customerId } = await storeCustomer(given.platform, given.tenant);
    const id = await given.invoice({ customerId });
    const none = await given.pay(id);
    expect([none.status, none.body.code]).toEqual([409, 'mandate_required']);
    for (const named of [mandateId, 'mdt_none']) {
      const answer = await given.pay(id, { body: { mandateId: named } });
      expect([answer.status, answer.body.code]).toEqual([404, 'mandate_not_found']);
    }
    expect(await given.find(id)).toMatchObject({ status: 'unpaid', sequence: 1 });
  });

  it('SH-29 pays in the instrument’s currency: an invoice in another is reissued first', async () => {
    const orders = given.provider.orders.size;
    const answer = await given.pay(await given.invoice(given.inCurrency(1_000, 'USD')));
    expect([answer.status, answer.body.code]).toEqual([422, 'currency_mismatch']);
    expect(given.provider.orders.size).toBe(orders);
  });

  it('pays no invoice that is being paid', async () => {
    const id = await given.invoice();
    await given.pay(id);
    const again = await given.pay(id);
    expect([again.status, again.body.code]).toEqual([409, 'invalid_state']);
  });

  it('of two that pay at once with different keys, one wins', async () => {
    const id = await given.invoice();
    const answers = await Promise.all([given.pay(id), given.pay(id), given.pay(id)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
    const payments = (await given.platform.items('payment')).filter(({ reference }) => reference === id);
    expect(payments).toHaveLength(1);
  });

  it.each(['before', 'after'] as const)(
    'SH-26 a repeat after the provider was silent (%s its effect) opens no second order',
    async (fault) => {
      const id = await given.invoice();
      const idempotencyKey = randomUUID();
      const orders = given.provider.orders.size;
      given.provider.fail('openAuthentication', fault);
      const silent = await given.pay(id, { idempotencyKey });
      expect([silent.status, silent.body.code]).toEqual([503, 'temporarily_unavailable']);
      expect(await given.find(id)).toMatchObject({ status: 'unpaid' });
      expect((await given.pay(id, { idempotencyKey })).status).toBe(200);
      expect(given.provider.orders.size).toBe(orders + 1);
    },
  );

  it('leaves the invoice unpaid when the provider refuses', async () => {
    const id = await given.invoice();
    given.provider.fail('openAuthentication', { class: 'request_wrong', reason: 'unknown_reason' });
    const answer = await given.pay(id);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await given.find(id)).toMatchObject({ status: 'unpaid', sequence: 1 });
  });

  it('M-06 finds no invoice of another tenant, and none that is not there', async () => {
    const id = await given.invoice();
    const { tenant: other } = await givenProgram(given.platform);
    for (const answer of [await given.pay(id, { as: other }), await given.pay('inv_none')]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'invoice_not_found']);
    }
  });
});
