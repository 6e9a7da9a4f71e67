import type { Temporal } from 'temporal-polyfill';
import type { TimerOrder } from '../kernel/timers/timer-intents.ts';
import type { RecoveryProgress } from './domain/recovery.ts';

/** The timer of an endpoint's recovery; there is one at a time, a newer request takes the place of an older. */
export const recoveryTimer = (progress: RecoveryProgress, dueAt: Temporal.Instant): TimerOrder => ({
  operation: 'continueRecovery',
  key: progress.endpointId,
  dueAt,
  realTime: true,
  payload: { ...progress },
});
