import { actorOf } from '../kernel/events/record-item.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Asking } from './domain/card-commands.ts';
import type { Actor } from './domain/lock-table.ts';

const actors = {
  tenant: 'server',
  customer: 'customer',
  staff: 'operator',
  system: 'system',
} as const satisfies Record<OperationContext['caller']['kind'], Actor>;

/** Who asks for a change of a card's status, and when. */
export const askingOf = (context: Pick<OperationContext, 'caller' | 'clock'>): Asking => ({
  actor: actors[context.caller.kind],
  by: actorOf(context),
  at: context.clock.now(),
});
