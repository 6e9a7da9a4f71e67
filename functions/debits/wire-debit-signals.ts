import type { PaymentSignals } from '../mandates/ports/payment-signals.ts';
import { paymentProvider } from '../providers/payment-providers.ts';
import { debitSignals } from './payment-signals.ts';
import type { DebitingPlatform } from './wire-debiting.ts';
import { wireDebiting } from './wire-debiting.ts';

/** The provider's words about debits and payments, for whoever receives or polls them. */
export const wireDebitSignals = (platform: DebitingPlatform): PaymentSignals =>
  debitSignals(wireDebiting(platform, paymentProvider(platform)));
