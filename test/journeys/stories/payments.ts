import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { answered, refused } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';
import type { Payer } from '../support/mandates.ts';
import { activeMandate, advanceHours, authenticate, inHours, payerOf } from '../support/mandates.ts';
import { inr } from '../support/money.ts';

const payment = z.looseObject({
  paymentId: z.string().startsWith('pmt_'),
  status: z.string(),
  expectedFrom: z.iso.datetime(),
  expectedBy: z.iso.datetime(),
});

const paymentOnce = ({ backend }: Payer, paymentId: string, status: string) =>
  eventually(`${paymentId} to be ${status}`, async () => {
    const shown = answered(await backend.get(`/secure/payments/${paymentId}`), 200, payment);
    return shown.status === status ? shown : undefined;
  });

const oneTime: Story = {
  title: 'SH-13 SH-15 a one-time payment uses the token that the mandate made, and says when the money comes',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Teesta Domains');
    const { mandateId } = await activeMandate(payer);
    const path = `/secure/customers/${payer.customerId}/payments`;
    const order = { mandateId, amount: inr(899_00), description: 'A domain' };
    const made = answered(await payer.backend.post(path, order), 201, payment);
    const hours = (moment: string) => (Date.parse(moment) - Date.now()) / 3_600_000;
    expect(hours(made.expectedFrom)).toBeGreaterThan(23);
    expect(hours(made.expectedBy)).toBeLessThan(49);
    await advanceHours(payer, 48);
    await paymentOnce(payer, made.paymentId, 'succeeded');

    const large = answered(await payer.backend.post(path, { ...order, amount: inr(15_000_01) }), 201, payment);
    expect(large.status).toBe('requires_authentication');
    await authenticate(payer, mandateId);
    await paymentOnce(payer, large.paymentId, 'succeeded');
  },
};

const invoice = z.looseObject({
  invoiceId: z.string().startsWith('inv_'),
  status: z.string(),
  amount: z.object({ amount: z.int(), currency: z.string() }),
});
const invoices = z.object({ data: z.array(invoice) });

const owed: Story = {
  title: 'SH-29 SH-30 unpaid invoices are listed by due date, paid one by one, and reissued in rupees at a kept rate',
  run: async (platform) => {
    const payer = await payerOf(platform, 'Torsa Hosting');
    const { backend, customerId } = payer;
    const { mandateId } = await activeMandate(payer);
    const create = async (amount: object, hours: number) => {
      const body = { customerId, amount, dueAt: await inHours(payer, hours), description: 'Hosting' };
      return answered(await backend.post('/secure/invoices', body), 201, invoice).invoiceId;
    };
    const unpaid = async () =>
      answered(await backend.get('/secure/invoices?status=unpaid'), 200, invoices).data.map(
        ({ invoiceId }) => invoiceId,
      );
    const later = await create(inr(1_200_00), 200);
    const sooner = await create({ amount: 10_00, currency: 'USD' }, 100);
    expect(await unpaid()).toEqual([sooner, later]);

    refused(await backend.post(`/secure/invoices/${sooner}/pay`, { mandateId }), 422, 'currency_mismatch');
    const exchange = { currency: 'INR', rate: '83.1235' };
    const again = await backend.post(`/secure/invoices/${sooner}/reissue`, exchange);
    const reissued = answered(again, 201, invoice.extend({ reissueOf: z.literal(sooner) }));
    expect(reissued.amount).toEqual(inr(831_24));
    expect(await unpaid()).toEqual([reissued.invoiceId, later]);

    answered(await backend.post(`/secure/invoices/${reissued.invoiceId}/pay`, { mandateId }), 200, invoice);
    await authenticate(payer, mandateId);
    await eventually('the payment of the invoice', async () => {
      const paid = answered(await backend.get('/secure/invoices?status=paid'), 200, invoices);
      return paid.data.find(({ invoiceId }) => invoiceId === reissued.invoiceId);
    });
    expect(await unpaid()).toEqual([later]);
    refused(await backend.post(`/secure/invoices/${reissued.invoiceId}/pay`, { mandateId }), 409, 'invalid_state');
    refused(await backend.post(`/secure/invoices/${sooner}/reissue`, exchange), 409, 'invalid_state');
  },
};

export const paymentStories: readonly Story[] = [oneTime, owed];
