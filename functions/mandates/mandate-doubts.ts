import { scheduleTimer } from '../kernel/timers/timer-intents.ts';
import type { MandateDoubts } from './ports/mandate-doubts.ts';

/** Doubts are settled by `followMandate`, now; a look that was planned for later comes along with it. */
export const mandateDoubts: MandateDoubts = {
  raise: (context, mandateId) =>
    scheduleTimer(context, {
      operation: 'followMandate',
      key: mandateId,
      dueAt: context.clock.now(),
      payload: { mandateId },
    }),
};
