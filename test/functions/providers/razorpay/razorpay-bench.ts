import { randomBytes } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Money } from '../../../../functions/kernel/money/money.ts';
import type { Log, LogFields } from '../../../../functions/kernel/observability/log.ts';
import type { CounterName, ProviderSample } from '../../../../functions/kernel/observability/meter.ts';
import { tenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { AuthenticationOrder, NoticeOrder } from '../../../../functions/mandates/ports/payment-provider.ts';
import { paymentProvider } from '../../../../functions/providers/payment-providers.ts';
import { localMeter } from '../../../../local/meter.ts';
import { testClock } from '../../../support/test-clock.ts';
import type { RazorpayServer } from './razorpay-server.ts';
import { startRazorpay } from './razorpay-server.ts';

export let razorpay: RazorpayServer;
export const clock = testClock();
export const live = tenantContext({ tenantId: 'ten_live', tag: 'aaaaa', sandbox: false });
export const sandbox = tenantContext({ tenantId: 'ten_sandbox', tag: 'aaaab', sandbox: true });
export const inr = (minor: bigint): Money => ({ minor, currency: 'INR' });
export const payer = { name: 'Asha Rao', email: 'asha.rao@example.com', phone: '+919812345678' };

/** Razorpay behind a loopback server, fresh for every test of one file. */
export const useRazorpay = (): void => {
  beforeAll(async () => {
    razorpay = await startRazorpay();
  });
  beforeEach(() => {
    razorpay.faults.length = 0;
    razorpay.requests.length = 0;
    razorpay.duplicates = 'unique_receipt';
    for (const kept of [razorpay.orders, razorpay.payments, razorpay.tokens, razorpay.refunds]) kept.clear();
    razorpay.instead.clear();
  });
  afterAll(() => razorpay.stop());
};

export const secrets: Record<string, string> = {
  'payment-api': 'sandbox-key-secret',
  'razorpay-ten_live': JSON.stringify({
    keyId: 'rzp_live_1',
    keySecret: 'live-key-secret',
    accountId: 'acc_live1',
    checkoutUrl: 'https://pay.example.com/checkout',
  }),
};

/** The adapter on the real `fetch`, with what it measured, rang for and wrote down, and how long it paused. */
export const bench = (given: { readonly secrets?: Record<string, string>; readonly requestMs?: number } = {}) => {
  const samples: ProviderSample[] = [];
  const pauses: number[] = [];
  const lines: { readonly code: string; readonly fields: LogFields }[] = [];
  const note = (code: string, fields: LogFields = {}): void => void lines.push({ code, fields });
  const log: Log = { info: note, warn: note, error: note, with: () => log };
  const meter = localMeter();
  const all: Record<string, string> = { ...secrets, ...given.secrets };
  const provider = paymentProvider(
    {
      clock,
      fetch,
      random: { bytes: (count) => randomBytes(count) },
      log,
      meter: { ...meter, provider: (sample) => void samples.push(sample) },
      settings: { ISSUER_SANDBOX_URL: `${razorpay.url}/twin`, RAZORPAY_BASE_URL: razorpay.url },
      secrets: { values: async (name) => [all[name] ?? 'nothing-that-fits'] },
    },
    {
      patience: { requestMs: given.requestMs ?? 5_000, callMs: 20_000 },
      pacer: { pause: async (milliseconds) => void pauses.push(milliseconds) },
    },
  );
  const counted = (name: CounterName): number => meter.counters.get(name) ?? 0;
  return { provider, samples, pauses, lines, counted };
};

export const registration = (change: Partial<AuthenticationOrder> = {}): AuthenticationOrder => ({
  receipt: `ndl-${randomBytes(18).toString('hex')}`,
  amount: inr(100n),
  notes: { tenant: 'ten_live', mandate: 'mdt_1', kind: 'create' },
  customerId: 'cust_1',
  method: 'upi',
  token: {
    maxAmount: inr(5_000_00n),
    expireAt: Temporal.Instant.from('2030-01-01T00:00:00Z'),
    frequency: 'monthly',
    recurrence: { rule: 'before', day: 17 },
  },
  ...change,
});

export const notice = (change: Partial<NoticeOrder> = {}): NoticeOrder => ({
  receipt: `ndl-${randomBytes(18).toString('hex')}`,
  amount: inr(499_00n),
  notes: { tenant: 'ten_live', debit: 'dbt_1', kind: 'debit' },
  tokenId: 'token_1',
  paymentAfter: Temporal.Instant.from('2026-11-23T06:30:00Z'),
  ...change,
});

export const debitOf = (orderId: string) => ({
  orderId,
  customerId: 'cust_1',
  tokenId: 'token_1',
  amount: inr(499_00n),
  payer,
  description: 'Broadband, November',
  notes: { tenant: 'ten_live', debit: 'dbt_1', kind: 'debit' },
});
