import type { OperationContext } from '../kernel/operation/context.ts';
import { cycleOf } from '../policies/cycles.ts';
import { end } from './domain/mandate-changes.ts';
import type { MandateEvent } from './domain/mandate-events.ts';
import { mandateRecord } from './domain/mandate-events.ts';
import type { Mandate } from './domain/mandate.ts';
import type { LookingDependencies } from './looking.ts';
import type { MandateStep } from './mandate-work.ts';

export type Stepping = (context: OperationContext, mandate: Mandate) => MandateStep;

/** The step of a change with its record. */
export const recorded =
  (
    { mandates }: Pick<LookingDependencies, 'mandates'>,
    event: { readonly type: MandateEvent; readonly data?: Readonly<Record<string, unknown>> },
    change: (mandate: Mandate) => Mandate,
  ): Stepping =>
  ({ tenant }, mandate) => {
    const after = change(mandate);
    return { mandate: after, records: [mandateRecord(mandates.partition(tenant, mandate.mandateId), after, event)] };
  };

const ends = {
  cancelled: 'mandate.cancelled',
  rejected: 'mandate.rejected',
  expired: 'mandate.expired',
} as const;

export const ended = (
  deps: Pick<LookingDependencies, 'mandates'>,
  how: { readonly status: keyof typeof ends; readonly reason: string; readonly isTokenAlive: boolean },
): Stepping => {
  return (context, mandate) =>
    recorded(deps, { type: ends[how.status] }, (before) => end(before, { ...how, at: context.clock.now() }))(
      context,
      mandate,
    );
};

/**
 * The cycle whose slot the INR 1 of an authentication took (D-20).
 * @param at when it was taken: the bank may confirm in the next cycle
 */
export const cycleUsed = (
  { frequency, recurrence, validFrom }: Mandate,
  at: Mandate['createdAt'],
): string | undefined =>
  frequency === 'as_presented' ? undefined : cycleOf({ frequency, recurrence, anchor: validFrom, at }).key;
