import type { Story } from './platform.ts';
import { cardNetworkStories } from './stories/card-network.ts';
import { cardStories } from './stories/cards.ts';
import { cardControlStories } from './stories/card-controls.ts';
import { cardLossStories } from './stories/card-loss.ts';
import { cardLockStories } from './stories/card-locks.ts';
import { cardSecretStories } from './stories/card-secrets.ts';
import { cardMandateStories } from './stories/card-mandates.ts';
import { cardStaffStories } from './stories/card-staff.ts';
import { clockStories } from './stories/clock.ts';
import { debitStories } from './stories/debits.ts';
import { errorStories } from './stories/errors.ts';
import { eventStories } from './stories/events.ts';
import { fundingStories } from './stories/funding.ts';
import { ingressStories } from './stories/ingress.ts';
import { issuanceStories } from './stories/issuance.ts';
import { mandateStories } from './stories/mandates.ts';
import { moneyStories } from './stories/money.ts';
import { paymentFaultStories } from './stories/payment-faults.ts';
import { paymentStories } from './stories/payments.ts';
import { plasticStories } from './stories/plastics.ts';
import { sessionStories } from './stories/sessions.ts';
import { tenantStories } from './stories/tenants.ts';
import { upiLimitStories } from './stories/upi-limits.ts';
import { webhookStories } from './stories/webhooks.ts';

/** Every journey, by what it is about; run against the platform in one process and against the deployed one. */
export const stories: Readonly<Record<string, readonly Story[]>> = {
  tenants: tenantStories,
  sessions: sessionStories,
  cards: cardStories,
  'card locks': cardLockStories,
  'card secrets': cardSecretStories,
  'card staff': cardStaffStories,
  'card controls': cardControlStories,
  'card losses': cardLossStories,
  plastics: plasticStories,
  issuance: issuanceStories,
  money: moneyStories,
  funding: fundingStories,
  'card network': cardNetworkStories,
  mandates: mandateStories,
  'upi limits': upiLimitStories,
  debits: debitStories,
  payments: paymentStories,
  'payment faults': paymentFaultStories,
  'card mandates': cardMandateStories,
  ingress: ingressStories,
  events: eventStories,
  webhooks: webhookStories,
  clock: clockStories,
  errors: errorStories,
};
