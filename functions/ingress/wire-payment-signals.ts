import { wireDebitSignals } from '../debits/wire-debit-signals.ts';
import type { BasePlatform, Capabilities } from '../kernel/platform/platform.ts';
import type { PaymentSignals } from '../mandates/ports/payment-signals.ts';
import { wireMandateSignals } from '../mandates/wire-mandate-signals.ts';
import { routedSignals } from './routed-signals.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;

/** Every subdomain that the payment provider speaks to; for the worker of its webhooks and the poller. */
export const wirePaymentSignals = (platform: Needs): PaymentSignals => {
  const debits = wireDebitSignals(platform);
  return routedSignals({ mdt: wireMandateSignals(platform), dbt: debits, pmt: debits });
};
