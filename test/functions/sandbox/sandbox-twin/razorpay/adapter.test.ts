import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OutcomeUnknown } from '../../../../../functions/kernel/errors/domain-error.ts';
import type { TenantContext } from '../../../../../functions/kernel/tenancy/tenant-context.ts';
import type { AuthenticationOrder, PaymentProvider } from '../../../../../functions/mandates/ports/payment-provider.ts';
import { paymentProvider } from '../../../../../functions/providers/payment-providers.ts';
import type { TwinServer } from '../../../../support/twin-server.ts';
import { startTwin } from '../../../../support/twin-server.ts';
import type { PaymentClient } from './payment-client.ts';
import { paymentClient } from './payment-client.ts';

let twin: TwinServer;
let tenant: TenantContext;
let client: PaymentClient;
let provider: PaymentProvider;

beforeAll(async () => {
  twin = await startTwin(30);
});
afterAll(() => twin.stop());
beforeEach(async () => {
  tenant = await twin.platform.tenant();
  client = paymentClient(twin, tenant);
  provider = paymentProvider({ ...twin.client(), log: twin.platform.log });
});

const payer = { name: 'Asha Rao', email: 'asha@example.in', phone: '+919812345678' };
const inr = (minor: bigint) => ({ minor, currency: 'INR' }) as const;
const dayAndASecond = 86_401;

const faults = (kinds: readonly string[], rate = 1) => client.control('faults', { provider: 'payment', rate, kinds });
const authentication = async (more: Partial<AuthenticationOrder> = {}): Promise<AuthenticationOrder> => ({
  customerId: await provider.ensureCustomer(tenant, { ...payer, reference: 'cus_1' }),
  method: 'upi',
  receipt: client.next(),
  amount: inr(100n),
  notes: { mandate: `mdt_${client.next()}` },
  token: {
    maxAmount: inr(500_000n),
    expireAt: twin.platform.clock.now().add({ hours: 24 * 365 }),
    frequency: 'monthly',
    recurrence: { rule: 'on', day: 5 },
  },
  ...more,
});

/** Registers a mandate as the platform does. */
const registered = async (more: Partial<AuthenticationOrder> = {}) => {
  const asked = await authentication(more);
  const { orderId } = await provider.openAuthentication(tenant, asked);
  await client.authenticate(asked.notes['mandate'] ?? '');
  const [payment] = await provider.paymentsOf(tenant, orderId);
  return {
    customerId: asked.customerId,
    tokenId: payment?.tokenId ?? '',
    paymentId: payment?.paymentId ?? '',
    orderId,
  };
};
type Registered = Awaited<ReturnType<typeof registered>>;

/** A debit that may be collected, and how. */
const eligible = async ({ customerId, tokenId }: Registered) => {
  const debitId = `dbt_${client.next()}`;
  const amount = inr(49_900n);
  const notice = { receipt: client.next(), amount, notes: { debit: debitId }, tokenId };
  const paymentAfter = twin.platform.clock.now().add({ hours: 1 });
  const { orderId } = await provider.openNotice(tenant, { ...notice, paymentAfter });
  await client.advance(dayAndASecond);
  const asked = { orderId, customerId, tokenId, amount, payer, description: 'Subscription', notes: { debit: debitId } };
  return { debitId, orderId, collect: () => provider.debit(tenant, asked) };
};

describe('the adapter and the payment provider of the twin', () => {
  it.each(['upi', 'card'] as const)('SH-06 register a mandate on %s', async (method) => {
    const { customerId, tokenId, orderId } = await registered({ method });
    expect(await provider.readOrder(tenant, orderId)).toMatchObject({ orderId, amount: inr(100n), status: 'paid' });
    expect(await provider.paymentsOf(tenant, orderId)).toMatchObject([{ status: 'captured', isUnknownStatus: false }]);
    const token = await provider.readToken(tenant, { customerId, tokenId });
    expect(token).toMatchObject({ tokenId, status: 'confirmed', isUnknownStatus: false });
  });

  it('find the customer that there is', async () => {
    const named = { ...payer, reference: 'cus_1' };
    expect(await provider.ensureCustomer(tenant, named)).toBe(await provider.ensureCustomer(tenant, named));
  });

  it.each([
    ['unique_receipt', []],
    ['the error of today', ['duplicate_receipt_error']],
    ['the older error', ['duplicate_receipt_legacy']],
  ])('SH-25 adopt the order of a receipt, by %s', async (_way, kinds) => {
    const asked = await authentication();
    const { orderId } = await provider.openAuthentication(tenant, asked);
    await faults(kinds);
    expect((await provider.openAuthentication(tenant, asked)).orderId).toBe(orderId);
  });

  it('SH-26 refuse to adopt an order of another amount', async () => {
    const asked = await authentication();
    await provider.openAuthentication(tenant, asked);
    const other = provider.openAuthentication(tenant, { ...asked, amount: inr(200n) });
    await expect(other).rejects.toMatchObject({ code: 'receipt_conflict' });
  });

  it.each([0.2, 0.8])('SH-24 make one order however the first answer was lost (%d)', async (share) => {
    const asked = await authentication();
    await faults(['http_500'], 0.5);
    twin.draws.push(0, 0, share, 0.9, 0.9, 0.9, 0.9);
    const { orderId } = await provider.openAuthentication(tenant, asked);
    twin.draws.length = 0;
    await faults([], 0);
    expect((await client.call(`/orders?receipt=${asked.receipt}`)).body.items).toMatchObject([{ id: orderId }]);
  });

  it('collect a debit after its notice', async () => {
    const { orderId, collect } = await eligible(await registered());
    const { paymentId } = await collect();
    const order = await provider.readOrder(tenant, orderId);
    expect(order).toMatchObject({ status: 'paid', notice: { status: 'delivered' } });
    expect(await provider.paymentsOf(tenant, orderId)).toMatchObject([
      { paymentId, status: 'captured', amount: inr(49_900n) },
    ]);
  });

  it('know every refusal and failure that the twin has', async () => {
    const mandate = await registered();
    const { debitId, orderId, collect } = await eligible(mandate);
    await client.control('debit-outcomes', { reference: client.next(), debit: debitId, outcome: 'failed' });
    await collect();
    expect(await provider.paymentsOf(tenant, orderId)).toMatchObject([
      { status: 'failed', failure: { class: 'customer_action', reason: 'insufficient_funds' } },
    ]);
    await client.control('debit-notices', { reference: client.next(), debit: debitId, delivered: false });
    expect((await provider.readOrder(tenant, orderId)).notice?.status).toBe('failed');
    await expect(collect()).rejects.toMatchObject({
      code: 'payment_refused',
      failure: { class: 'request_wrong', reason: 'pre_debit_notification_not_sent' },
    });
    await provider.cancelToken(tenant, { ...mandate, method: 'upi' });
    await expect(collect()).rejects.toMatchObject({ failure: { class: 'mandate_dead', reason: 'mandate_cancelled' } });
  });

  it('rule 39 a card that is debited too early is our mistake', async () => {
    const { collect } = await eligible(await registered({ method: 'card' }));
    const reason = 'BAD_REQUEST_MANDATE_PROMISED_DEBIT_DATE_NOT_HONOURED';
    await expect(collect()).rejects.toMatchObject({ failure: { class: 'request_wrong', reason } });
  });

  it('SH-28 an outcome that nobody knows is found later', async () => {
    const { debitId, orderId, collect } = await eligible(await registered());
    await client.control('debit-outcomes', { reference: client.next(), debit: debitId, outcome: 'unknown' });
    await expect(collect()).rejects.toThrow(OutcomeUnknown);
    expect(await provider.paymentsOf(tenant, orderId)).toMatchObject([{ status: 'pending' }]);
    // Asked again, it is the same payment.
    const { paymentId } = await collect();
    await client.advance(dayAndASecond + 601);
    expect(await provider.paymentsOf(tenant, orderId)).toMatchObject([{ paymentId, status: 'captured' }]);
  });

  it('I2 at most one payment of a debit is captured, whatever is lost', async () => {
    const mandate = await registered();
    for (let round = 0; round < 4; round += 1) {
      await client.advance(0);
      const { orderId, collect } = await eligible(mandate);
      await faults(['timeout', 'http_500', 'duplicate'], 0.5);
      await Promise.allSettled([collect(), collect()]);
      await Promise.allSettled([collect()]);
      await faults([], 0);
      await collect();
      const payments = await provider.paymentsOf(tenant, orderId);
      expect(payments.filter(({ status }) => status === 'captured')).toHaveLength(1);
    }
  });

  it.each([
    ['upi', 'cancelled'],
    ['card', undefined],
  ] as const)('rule 19 end a mandate on %s', async (method, status) => {
    const token = await registered({ method });
    await provider.cancelToken(tenant, { ...token, method });
    expect((await provider.readToken(tenant, token))?.status).toBe(status);
    await provider.cancelToken(tenant, { ...token, method });
    await provider.deleteToken(tenant, token);
    expect(await provider.readToken(tenant, token)).toBeUndefined();
    expect(client.events().filter(({ body }) => body.event === 'token.cancelled')).toHaveLength(1);
  });

  it('2.9 show part by part what of a debit went back', async () => {
    const { orderId, collect } = await eligible(await registered());
    const { paymentId } = await collect();
    const shown = async () => (await provider.paymentsOf(tenant, orderId)).at(-1);
    expect((await shown())?.amountRefunded).toBeUndefined();
    await provider.refund(tenant, { paymentId, amount: inr(100n), key: 'by_hand_001' });
    expect(await shown()).toMatchObject({ status: 'captured', amountRefunded: inr(100n) });
    await provider.refund(tenant, { paymentId, amount: inr(49_800n), key: 'by_hand_002' });
    expect(await shown()).toMatchObject({ status: 'refunded', amountRefunded: inr(49_900n) });
    // The words name the order beside the payment: they find the debit.
    const words = client.events().filter(({ body }) => body.event === 'refund.processed');
    expect(JSON.stringify(words.at(-1)?.body)).toContain(orderId);
  });

  it('SH-06 refund the INR 1 once', async () => {
    const { paymentId } = await registered();
    const asked = { paymentId, amount: inr(100n), key: 'ach_0123456789' };
    const refund = await provider.refund(tenant, asked);
    expect([refund.status, await provider.refund(tenant, asked)]).toEqual(['processed', refund]);
    const { refundId } = refund;
    expect(await provider.readRefund(tenant, { paymentId, refundId })).toMatchObject({ refundId, status: 'processed' });
  });
});
