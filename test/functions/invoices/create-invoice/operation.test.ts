import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInvoice } from '../../../../functions/invoices/create-invoice/declaration.ts';
import { wire } from '../../../../functions/invoices/create-invoice/handler.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { Invoices } from '../given-invoices.ts';
import { startInvoices } from '../given-invoices.ts';

let given: Invoices;
beforeAll(async () => {
  given = await startInvoices();
});
afterAll(() => given.stop());

describe('createInvoice', () => {
  itRefusesBadRequests({
    declaration: createInvoice,
    handler: () => wire(given.platform),
    valid: async () => ({ as: { tenant: given.tenant }, body: given.bodyOf() }),
    required: ['customerId', 'amount', 'dueAt', 'description'],
    malformed: {
      customerId: '',
      amount: { amount: 0, currency: 'INR' },
      dueAt: 'tomorrow',
      description: 'x'.repeat(201),
      reference: '',
      mandateId: 7,
    },
  });

  it('SH-30 notes what a customer owes, unpaid', async () => {
    const mandateId = await given.mandate();
    const { status, body } = await given.create({ reference: 'r-7', mandateId });
    expect(status).toBe(201);
    expect(body).toEqual({
      ...given.bodyOf({ reference: 'r-7', mandateId }),
      invoiceId: expect.stringMatching(/^inv_/u) as string,
      status: 'unpaid',
      createdAt: expect.any(String) as string,
    });
    expect(await given.eventsOf(String(body.invoiceId))).toEqual(['invoice.created']);
  });

  it('takes debts that were due before', async () => {
    expect((await given.create({ dueAt: '2020-01-01T00:00:00.000Z' })).status).toBe(201);
  });

  it('M-06 knows no customer and no mandate of another tenant, nor another customer’s mandate', async () => {
    const { tenant: other } = await givenProgram(given.platform);
    const foreign = await given.create({}, other);
    expect([foreign.status, foreign.body.code]).toEqual([404, 'customer_not_found']);
    const unknown = await given.create({ customerId: 'cus_nobody' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'customer_not_found']);
    const { customerId } = await storeCustomer(given.platform, given.tenant);
    for (const mandateId of ['mdt_none', await given.mandate(customerId)]) {
      const answer = await given.create({ mandateId });
      expect([answer.status, answer.body.code]).toEqual([404, 'mandate_not_found']);
    }
  });

  it('owes nothing for a closed customer', async () => {
    const { customerId } = await storeCustomer(given.platform, given.tenant, { status: 'closed' });
    const answer = await given.create({ customerId });
    expect([answer.status, answer.body.code]).toEqual([409, 'invalid_state']);
  });

  it('keeps the description out of events', async () => {
    const { body } = await given.create({ description: 'for Asha herself' });
    const records = (await given.platform.items('record')).filter(({ pk }) =>
      String(pk).endsWith(String(body.invoiceId)),
    );
    expect(records).toHaveLength(1);
    expect(JSON.stringify(records.map(({ data }) => data))).not.toContain('Asha');
  });
});
