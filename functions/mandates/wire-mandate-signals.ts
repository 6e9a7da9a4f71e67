import type { BasePlatform, Capabilities } from '../kernel/platform/platform.ts';
import { mandateSignals } from './payment-signals.ts';
import type { PaymentSignals } from './ports/payment-signals.ts';
import { wireMandates } from './wire-mandates.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;

/** What the payment provider's words about mandates are settled by; for the ingress and the poller. */
export const wireMandateSignals = (platform: Needs): PaymentSignals => mandateSignals(wireMandates(platform));
