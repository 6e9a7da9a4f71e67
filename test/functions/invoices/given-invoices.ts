import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Customer } from '../../../functions/customers/domain/customer.ts';
import { onSessionPayments } from '../../../functions/debits/on-session-payments.ts';
import { dynamoPaymentStore } from '../../../functions/debits/infrastructure/dynamo-payment-store.ts';
import type { Currency } from '../../../functions/kernel/money/currency.ts';
import { pager } from '../../../functions/kernel/persistence/page.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../functions/kernel/time/clock.ts';
import { createInvoice } from '../../../functions/invoices/create-invoice/declaration.ts';
import { wire as wireCreate } from '../../../functions/invoices/create-invoice/handler.ts';
import { dynamoInvoiceStore } from '../../../functions/invoices/infrastructure/dynamo-invoice-store.ts';
import { listInvoices } from '../../../functions/invoices/list-invoices/declaration.ts';
import { wire as wireList } from '../../../functions/invoices/list-invoices/handler.ts';
import { payInvoice } from '../../../functions/invoices/pay-invoice/declaration.ts';
import { wire as wirePay } from '../../../functions/invoices/pay-invoice/handler.ts';
import { wire as wireSettle } from '../../../functions/invoices/settle-invoice-payment/handler.ts';
import type { Mandate } from '../../../functions/mandates/domain/mandate.ts';
import { dynamoMandateStore } from '../../../functions/mandates/infrastructure/dynamo-mandate-store.ts';
import { fakePaymentProvider } from '../../support/fake-payment-provider.ts';
import { call } from '../../support/http-call.ts';
import { givenProgram } from '../../support/programs.ts';
import { storeCustomer } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import { deliver } from '../../support/trigger.ts';

const validFrom = Temporal.Instant.from('2026-11-01T00:00:00Z');

const mandateWith = (mandateId: string, customerId: string, status: Mandate['status']): Mandate => ({
  ...{ mandateId, customerId, status, method: 'upi', amountRule: 'max', limitKind: 'hard' },
  maxAmount: { minor: 500_000n, currency: 'INR' },
  ...{ frequency: 'as_presented', category: 'standard', description: 'Plan', disclosureVersion: '1' },
  ...{ validFrom, validUntil: validFrom.add({ hours: 24 * 365 }), createdAt: validFrom },
  notification: { channel: 'sms' },
  remote: { customerId: 'cust_1', tokenId: 'token_1' },
  ...{ openDebits: [], usedCycles: [], otherCharges: [], pastOrders: [], tokensToCancel: [], sequence: 1 },
});

type Body = Readonly<Record<string, unknown>>;

/** A tenant with a customer, and everything that happens to its invoices. */
export const startInvoices = async () => {
  const platform: TestPlatform = await startTestPlatform();
  const { tenant } = await givenProgram(platform);
  const customer: Customer = await storeCustomer(platform, tenant);
  const pages = pager(platform.secrets);
  const mandates = dynamoMandateStore(platform.table, pages);
  const provider = fakePaymentProvider(platform.clock);
  const payments = onSessionPayments({ provider, mandates, payments: dynamoPaymentStore(platform.table) });
  const payHandler = wirePay(platform, payments);

  const bodyOf = (more: Body = {}): Body => ({
    customerId: customer.customerId,
    amount: { amount: 49_900, currency: 'INR' },
    dueAt: '2026-12-01T00:00:00.000Z',
    description: 'November',
    ...more,
  });
  const create = (more: Body = {}, of: TenantContext = tenant) =>
    call(wireCreate(platform), createInvoice, { as: { tenant: of }, body: bodyOf(more) });
  return {
    ...{ platform, tenant, customer, provider, payments, payHandler, bodyOf, create },
    /** An unpaid invoice's id. */
    invoice: async (more: Body = {}): Promise<string> => {
      const { status, body } = await create(more);
      if (status !== 201) throw new Error(`no invoice: ${String(status)} ${JSON.stringify(body)}`);
      return String(body.invoiceId);
    },
    inCurrency: (amount: number, currency: Currency) => ({ amount: { amount, currency } }),
    mandate: async (
      customerId: string = customer.customerId,
      status: Mandate['status'] = 'active',
    ): Promise<string> => {
      const mandateId = platform.ids.next('mdt', tenant);
      await platform.table.transact(
        [mandates.create(tenant, mandateWith(mandateId, customerId, status)).write],
        randomUUID(),
      );
      return mandateId;
    },
    pay: (invoiceId: string, request: { body?: Body; idempotencyKey?: string; as?: TenantContext } = {}) =>
      call(payHandler, payInvoice, {
        as: { tenant: request.as ?? tenant },
        params: { invoiceId },
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
      }),
    list: (query: Readonly<Record<string, string>>) =>
      call(wireList(platform), listInvoices, { as: { tenant }, query }),
    find: async (invoiceId: string) => dynamoInvoiceStore(platform.table, pages).find(tenant, invoiceId),
    /** Types of the invoice's records, in their order. */
    eventsOf: async (invoiceId: string): Promise<readonly unknown[]> =>
      (await platform.items('record'))
        .filter(({ pk }) => String(pk).endsWith(`#INVOICE#${invoiceId}`))
        .toSorted((one, other) => Number(one['sequence']) - Number(other['sequence']))
        .map(({ type }) => type),
    /** A payment's end, as the bus tells of it. */
    settle: (type: string, data: Body, of: TenantContext = tenant) =>
      deliver(wireSettle(platform), {
        detail: {
          id: platform.ids.next('evt', of),
          type,
          createdAt: toTimestamp(platform.clock.now()),
          tenantId: of.tenantId,
          sequence: 2,
          resource: { type: 'payment', id: String(data['paymentId']) },
          data,
        },
      }),
    stop: () => platform.stop(),
  };
};

export type Invoices = Awaited<ReturnType<typeof startInvoices>>;
