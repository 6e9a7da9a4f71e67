import type { Declaration } from '../kernel/operation/declaration.ts';
import { processIssuerEvent } from './process-issuer-event/declaration.ts';
import { processPaymentEvent } from './process-payment-event/declaration.ts';
import { receiveAdyenEvent } from './receive-adyen-event/declaration.ts';
import { receiveIssuerEvent } from './receive-issuer-event/declaration.ts';
import { receivePaymentEvent } from './receive-payment-event/declaration.ts';

export const operations: readonly Declaration[] = [
  receiveIssuerEvent,
  receiveAdyenEvent,
  receivePaymentEvent,
  processIssuerEvent,
  processPaymentEvent,
];
