import type { Story } from './platform.ts';
import { cardStories } from './stories/cards.ts';
import { clockStories } from './stories/clock.ts';
import { errorStories } from './stories/errors.ts';
import { eventStories } from './stories/events.ts';
import { ingressStories } from './stories/ingress.ts';
import { issuanceStories } from './stories/issuance.ts';
import { tenantStories } from './stories/tenants.ts';

/** Every journey, by what it is about; run against the platform in one process and against the deployed one. */
export const stories: Readonly<Record<string, readonly Story[]>> = {
  tenants: tenantStories,
  cards: cardStories,
  issuance: issuanceStories,
  ingress: ingressStories,
  events: eventStories,
  clock: clockStories,
  errors: errorStories,
};
