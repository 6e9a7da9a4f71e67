import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reissueInvoice } from '../../../../functions/invoices/reissue-invoice/declaration.ts';
import { wire as wireReissue } from '../../../../functions/invoices/reissue-invoice/handler.ts';
import { call } from '../../../support/http-call.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { Invoices } from '../given-invoices.ts';
import { startInvoices } from '../given-invoices.ts';

let given: Invoices;
beforeAll(async () => {
  given = await startInvoices();
  await given.mandate();
});
afterAll(() => given.stop());

/** An invoice that is being paid, and its payment. */
const paying = async () => {
  const id = await given.invoice();
  const { body } = await given.pay(id);
  return { id, data: { paymentId: String(body.paymentId), reference: id } };
};

describe('settleInvoicePayment', () => {
  it('SH-30 the money is in: the invoice is paid, once', async () => {
    const { id, data } = await paying();
    for (let turn = 0; turn < 3; turn += 1) expect(await given.settle('payment.succeeded', data)).toBe(true);
    expect(await given.find(id)).toMatchObject({ status: 'paid', paymentId: data.paymentId, payments: [] });
    expect((await given.find(id))?.paidAt).toBeDefined();
    expect(await given.eventsOf(id)).toEqual(['invoice.created', 'invoice.payment_started', 'invoice.paid']);
  });

  it.each(['payment.failed', 'payment.abandoned'])('after %s the invoice stays collectable', async (type) => {
    const { id, data } = await paying();
    for (let turn = 0; turn < 2; turn += 1) expect(await given.settle(type, data)).toBe(true);
    expect(await given.find(id)).toMatchObject({ status: 'unpaid' });
    expect((await given.eventsOf(id)).at(-1)).toBe('invoice.payment_ended');
    expect((await given.pay(id)).status).toBe(200);
  });

  it('a payment that had been given up pays all the same, while something is owed', async () => {
    const { id, data } = await paying();
    await given.settle('payment.abandoned', data);
    const second = await given.pay(id);
    await given.settle('payment.succeeded', data);
    expect(await given.find(id)).toMatchObject({ status: 'paid', paymentId: data.paymentId });
    await given.settle('payment.abandoned', { paymentId: second.body.paymentId, reference: id });
    expect(await given.find(id)).toMatchObject({ status: 'paid', paymentId: data.paymentId });
  });

  it('money that comes twice is told as too much, once', async () => {
    const { id, data } = await paying();
    await given.settle('payment.abandoned', data);
    const second = await given.pay(id);
    const later = { paymentId: String(second.body.paymentId), reference: id };
    for (const one of [later, data, data, later]) expect(await given.settle('payment.succeeded', one)).toBe(true);
    expect(await given.find(id)).toMatchObject({ status: 'paid', paymentId: later.paymentId });
    expect((await given.eventsOf(id)).slice(-2)).toEqual(['invoice.paid', 'invoice.overpaid']);
  });

  it('money for an invoice that was reissued meanwhile is too much', async () => {
    const { id, data } = await paying();
    await given.settle('payment.failed', data);
    const body = { currency: 'USD', rate: '0.012' };
    await call(wireReissue(given.platform), reissueInvoice, {
      as: { tenant: given.tenant },
      params: { invoiceId: id },
      body,
    });
    await given.settle('payment.succeeded', data);
    expect(await given.find(id)).toMatchObject({ status: 'reissued' });
    expect((await given.eventsOf(id)).at(-1)).toBe('invoice.overpaid');
  });

  it('two events at once change it once', async () => {
    const { id, data } = await paying();
    await Promise.all([given.settle('payment.succeeded', data), given.settle('payment.succeeded', data)]);
    expect(await given.eventsOf(id)).toHaveLength(3);
  });

  it('a payment that the invoice did not open changes nothing, whatever reference it carries', async () => {
    const { id, data } = await paying();
    const stranger = { paymentId: given.platform.ids.next('pmt', given.tenant), reference: id };
    const others = [stranger, { paymentId: data.paymentId }, { ...data, reference: 'order 7' }];
    for (const other of others) expect(await given.settle('payment.succeeded', other)).toBe(true);
    const { tenant } = await givenProgram(given.platform);
    expect(await given.settle('payment.succeeded', data, tenant)).toBe(true);
    expect(await given.find(id)).toMatchObject({ status: 'paying' });
  });

  const back = (amount: number) => ({
    refundedAmount: { amount, currency: 'INR' },
    refundedAt: '2026-12-02T00:00:00.000Z',
  });

  it('2.9 money that went back: the invoice stays paid and says how much of it is not there, each part once', async () => {
    const { id, data } = await paying();
    await given.settle('payment.succeeded', data);
    for (const amount of [100_00, 100_00, 499_00, 100_00]) {
      expect(await given.settle('payment.refunded', { ...data, ...back(amount) })).toBe(true);
    }
    expect(await given.find(id)).toMatchObject({ status: 'paid', refunded: { amount: { minor: 499_00n } } });
    expect((await given.eventsOf(id)).slice(-3)).toEqual(['invoice.paid', 'invoice.refunded', 'invoice.refunded']);
    const lines = given.platform.logLines().filter((line) => line.includes('invoice_needs_attention'));
    expect(lines.at(-1)).toContain(id);
    const listed = (await given.list({ status: 'paid' })).body as { data: { invoiceId: string }[] };
    expect(listed.data.find(({ invoiceId }) => invoiceId === id)).toMatchObject({
      refundedAmount: { amount: 499_00, currency: 'INR' },
      refundedAt: '2026-12-02T00:00:00.000Z',
    });
  });

  it('2.9 a refund that is heard of before its payment stands for both, in whatever order', async () => {
    const { id, data } = await paying();
    await given.settle('payment.refunded', { ...data, ...back(499_00) });
    await given.settle('payment.succeeded', data);
    expect(await given.find(id)).toMatchObject({ status: 'paid', paymentId: data.paymentId, payments: [] });
    expect((await given.eventsOf(id)).slice(-2)).toEqual(['invoice.paid', 'invoice.refunded']);
  });

  it('what was paid too much and went back is no part of the invoice', async () => {
    const { id, data } = await paying();
    await given.settle('payment.abandoned', data);
    const second = await given.pay(id);
    const later = { paymentId: String(second.body.paymentId), reference: id };
    await given.settle('payment.succeeded', later);
    await given.settle('payment.succeeded', data);
    await given.settle('payment.refunded', { ...data, ...back(499_00) });
    expect((await given.find(id))?.refunded).toBeUndefined();
    const stranger = { paymentId: given.platform.ids.next('pmt', given.tenant), reference: id, ...back(499_00) };
    await given.settle('payment.refunded', stranger);
    expect((await given.eventsOf(id)).at(-1)).toBe('invoice.overpaid');
  });

  it('leaves with the queue what it cannot read', async () => {
    const { id } = await paying();
    expect(await given.settle('payment.scheduled', { paymentId: 'pmt_1', reference: id })).toBe(false);
    expect(await given.settle('payment.succeeded', { reference: id })).toBe(false);
    expect(await given.settle('payment.refunded', { paymentId: 'pmt_1', reference: id })).toBe(false);
  });
});
