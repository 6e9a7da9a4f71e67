import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reissueInvoice } from '../../../../functions/invoices/reissue-invoice/declaration.ts';
import { wire } from '../../../../functions/invoices/reissue-invoice/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { Invoices } from '../given-invoices.ts';
import { startInvoices } from '../given-invoices.ts';

let given: Invoices;
beforeAll(async () => {
  given = await startInvoices();
});
afterAll(() => given.stop());

const dollars = (cents = 1_000) => given.invoice(given.inCurrency(cents, 'USD'));
const reissue = (invoiceId: string, body: unknown = { currency: 'INR', rate: '83.1235' }, as = given.tenant) =>
  call(wire(given.platform), reissueInvoice, { as: { tenant: as }, params: { invoiceId }, body });

describe('reissueInvoice', () => {
  itRefusesBadRequests({
    declaration: reissueInvoice,
    handler: () => wire(given.platform),
    valid: async () => ({
      as: { tenant: given.tenant },
      params: { invoiceId: await dollars() },
      body: { currency: 'INR', rate: '83.1235' },
    }),
    required: ['currency', 'rate'],
    malformed: { currency: 'inr', rate: '83,12' },
  });

  it('SH-29 reissues in INR at a recorded rate, and links both ways', async () => {
    const oldId = await dollars();
    const { status, body } = await reissue(oldId);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'unpaid',
      amount: { amount: 83_124, currency: 'INR' },
      reissueOf: oldId,
      exchange: { from: { amount: 1_000, currency: 'USD' }, to: 'INR', rate: '83.1235' },
      dueAt: '2026-12-01T00:00:00.000Z',
      description: 'November',
    });
    const newId = String(body.invoiceId);
    expect(await given.find(oldId)).toMatchObject({ status: 'reissued', reissuedAs: newId });
    expect(await given.find(newId)).toMatchObject({ status: 'unpaid', reissueOf: oldId, sequence: 1 });
    expect(await given.eventsOf(oldId)).toEqual(['invoice.created', 'invoice.reissued']);
    expect(await given.eventsOf(newId)).toEqual(['invoice.created']);
  });

  it('SH-29 takes a rate that is a number by its digits', async () => {
    const { body } = await reissue(await dollars(), { currency: 'INR', rate: 83.1235 });
    expect(body.exchange.rate).toBe('83.1235');
    expect(body.amount.amount).toBe(83_124);
  });

  it.each([0, '0', '0.00', -1, '-1', 1e-10, 1e21, '1e3', 'x', '1.0000000000', null, [1]])(
    'refuses the rate %j',
    async (rate) => {
      const answer = await reissue(await dollars(), { currency: 'INR', rate });
      expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    },
  );

  it('refuses the same currency, and a rate that leaves nothing or too much', async () => {
    const id = await dollars(1);
    for (const [body, code] of [
      [{ currency: 'USD', rate: '1' }, 'currency_unchanged'],
      [{ currency: 'INR', rate: '0.4' }, 'amount_out_of_range'],
    ] as const) {
      const answer = await reissue(id, body);
      expect([answer.status, answer.body.code]).toEqual([422, code]);
    }
    const much = await reissue(await dollars(Number.MAX_SAFE_INTEGER), { currency: 'INR', rate: '83' });
    expect([much.status, much.body.code]).toEqual([422, 'amount_out_of_range']);
    expect(await given.find(id)).toMatchObject({ status: 'unpaid', sequence: 1 });
  });

  it('reissues an invoice once: the next is for the one that replaced it', async () => {
    const id = await dollars();
    const { body } = await reissue(id);
    const again = await reissue(id);
    expect([again.status, again.body.code]).toEqual([409, 'invalid_state']);
    expect((await reissue(String(body.invoiceId), { currency: 'EUR', rate: '0.01' })).status).toBe(201);
  });

  it('reissues no invoice that is being paid, or is paid', async () => {
    await given.mandate();
    const id = await given.invoice();
    const { body } = await given.pay(id);
    const paying = await reissue(id, { currency: 'USD', rate: '0.012' });
    expect([paying.status, paying.body.code, paying.body.detail]).toEqual([
      409,
      'invalid_state',
      'The invoice is paying.',
    ]);
    await given.settle('payment.succeeded', { paymentId: body.paymentId, reference: id });
    const paid = await reissue(id, { currency: 'USD', rate: '0.012' });
    expect([paid.status, paid.body.detail]).toEqual([409, 'The invoice is paid.']);
  });

  it('of two at once, one wins', async () => {
    const id = await dollars();
    const answers = await Promise.all([reissue(id), reissue(id), reissue(id)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect(await given.eventsOf(id)).toHaveLength(2);
  });

  it('beside a payment, one wins and the other is refused', async () => {
    await given.mandate();
    const id = await given.invoice();
    const [paid, reissued] = await Promise.all([given.pay(id), reissue(id, { currency: 'USD', rate: '0.012' })]);
    expect([paid.status < 300, reissued.status < 300].filter(Boolean)).toHaveLength(1);
    expect([paid.status, reissued.status]).toContain(409);
    expect((await given.find(id))?.status).toBe(paid.status < 300 ? 'paying' : 'reissued');
  });

  it('M-06 finds no invoice of another tenant, and none that is not there', async () => {
    const id = await dollars();
    const { tenant: other } = await givenProgram(given.platform);
    for (const answer of [await reissue(id, undefined, other), await reissue('inv_none')]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'invoice_not_found']);
    }
  });
});
