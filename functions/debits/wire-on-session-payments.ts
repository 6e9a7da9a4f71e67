import { paymentProvider } from '../providers/payment-providers.ts';
import { onSessionPayments } from './on-session-payments.ts';
import type { OnSessionPayments } from './ports/on-session-payments.ts';
import type { DebitingPlatform } from './wire-debiting.ts';
import { wireDebiting } from './wire-debiting.ts';

/** One-time payments for whoever wants something paid. */
export const wireOnSessionPayments = (platform: DebitingPlatform): OnSessionPayments =>
  onSessionPayments(wireDebiting(platform, paymentProvider(platform)));
