import * as z from 'zod';

/** The queue from which the dispatcher fires timers. */
export const timerQueue = 'timers';

/** What queue `timers` carries: which timer is due, not what it does. The dispatcher reads the item again. */
export const timerMessage = z.strictObject({
  tenantId: z.string(),
  operation: z.string(),
  key: z.string(),
  /** The instant this message was sent for; a timer that was moved since is not due by it. */
  dueAt: z.iso.datetime(),
});

export type TimerMessage = z.output<typeof timerMessage>;
