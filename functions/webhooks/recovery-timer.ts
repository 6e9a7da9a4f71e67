import type { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import type { TimerOrder } from '../kernel/timers/timer-intents.ts';
import type { recoveryProgress } from './delivery-schemas.ts';

/** The timer of an endpoint's recovery; there is one at a time, a newer request takes the place of an older. */
export const recoveryTimer = (progress: z.output<typeof recoveryProgress>, dueAt: Temporal.Instant): TimerOrder => ({
  operation: 'continueRecovery',
  key: progress.endpointId,
  dueAt,
  realTime: true,
  payload: progress,
});
