import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listInvoices } from '../../../../functions/invoices/list-invoices/declaration.ts';
import { wire } from '../../../../functions/invoices/list-invoices/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { Invoices } from '../given-invoices.ts';
import { startInvoices } from '../given-invoices.ts';

let given: Invoices;
const made: Record<string, string> = {};
beforeAll(async () => {
  given = await startInvoices();
  await given.mandate();
  const other = await storeCustomer(given.platform, given.tenant);
  made['late'] = await given.invoice({ dueAt: '2027-03-01T00:00:00.000Z' });
  made['soon'] = await given.invoice({ dueAt: '2026-12-01T00:00:00.000Z', customerId: other.customerId });
  made['overdue'] = await given.invoice({ dueAt: '2026-01-01T00:00:00.000Z' });
  made['paying'] = await given.invoice();
  await given.pay(made['paying']);
});
afterAll(() => given.stop());

const list = (query: Readonly<Record<string, string>> = {}) =>
  call(wire(given.platform), listInvoices, { as: { tenant: given.tenant }, query });
const ids = (body: { data: { invoiceId: string }[] }) => body.data.map(({ invoiceId }) => invoiceId);

describe('listInvoices', () => {
  itRefusesBadRequests({
    declaration: listInvoices,
    handler: () => wire(given.platform),
    valid: async () => ({ as: { tenant: given.tenant } }),
  });

  it('SH-30 lists unpaid invoices with their due dates, the one that is due first first', async () => {
    const { status, body } = await list({ status: 'unpaid' });
    expect(status).toBe(200);
    expect(ids(body)).toEqual([made['overdue'], made['soon'], made['late']]);
    expect(body.data).toMatchObject([
      { dueAt: '2026-01-01T00:00:00.000Z', status: 'unpaid' },
      { dueAt: '2026-12-01T00:00:00.000Z', status: 'unpaid' },
      { dueAt: '2027-03-01T00:00:00.000Z', status: 'unpaid' },
    ]);
    expect(ids((await list()).body)).toEqual(ids(body));
  });

  it('lists those of one customer, and those of another status', async () => {
    const { customerId } = given.customer;
    expect(ids((await list({ customerId })).body)).toEqual([made['overdue'], made['late']]);
    expect(ids((await list({ status: 'paying' })).body)).toEqual([made['paying']]);
    expect(ids((await list({ status: 'paying', customerId })).body)).toEqual([made['paying']]);
    expect(ids((await list({ status: 'paid' })).body)).toEqual([]);
  });

  it('goes on where a page ended, in the same list alone', async () => {
    const first = await list({ limit: '2' });
    expect(first.body.data).toHaveLength(2);
    const cursor = String(first.body.nextCursor);
    const second = await list({ limit: '2', cursor });
    expect(ids(second.body)).toEqual([made['late']]);
    expect(second.body.nextCursor).toBeNull();
    const elsewhere = await list({ status: 'paid', cursor });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([400, 'cursor_invalid']);
  });

  it.each([{ status: 'lost' }, { limit: '0' }, { limit: '101' }, { customerId: '' }])('refuses %j', async (query) => {
    const answer = await list(query);
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
  });

  it('M-06 shows nothing of another tenant', async () => {
    const { tenant } = await givenProgram(given.platform);
    const { body } = await call(wire(given.platform), listInvoices, { as: { tenant } });
    expect(body).toEqual({ data: [], nextCursor: null });
  });
});
