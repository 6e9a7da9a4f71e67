import type { Debit } from './debit.ts';
import { hasOwnCycle } from './debit-steps.ts';
import type { MandateTerms } from './mandate-terms.ts';

type Slots = Pick<MandateTerms, 'openDebits' | 'executing' | 'usedCycles' | 'cycleAttempts'> & {
  readonly sequence: number;
};
type Slot = Pick<Debit, 'debitId' | 'cycle'>;

/** As many cycles back as anybody asks about; a mandate's item does not grow with its age. */
const keptCycles = 4;

/** The mandate with one more open debit. */
export const withOpenDebit = <Mandate extends Slots>(mandate: Mandate, { debitId, cycle }: Slot): Mandate => ({
  ...mandate,
  openDebits: [...mandate.openDebits, { debitId, cycle }],
  sequence: mandate.sequence + 1,
});

/**
 * How often money was asked for in a debit's cycle, by this debit or another one: the network counts per cycle (rule 29).
 * A debit with a slot of its own counts for itself.
 */
export const attemptsIn = (
  { cycleAttempts = [] }: Pick<MandateTerms, 'cycleAttempts'>,
  debit: Slot & { readonly attempts: readonly unknown[] },
): number => {
  const counted = cycleAttempts.find(({ cycle }) => cycle === debit.cycle)?.attempts ?? 0;
  return Math.max(debit.attempts.length, counted);
};

const withAttempt = ({ cycleAttempts = [] }: Slots, slot: Slot): Slots['cycleAttempts'] => {
  if (hasOwnCycle(slot)) return cycleAttempts;
  const others = cycleAttempts.filter(({ cycle }) => cycle !== slot.cycle);
  const attempts = attemptsIn({ cycleAttempts }, { ...slot, attempts: [] }) + 1;
  return [...others, { cycle: slot.cycle, attempts }].slice(-keptCycles);
};

/** The mandate while one debit's money is asked for: no other starts. */
export const withExecuting = <Mandate extends Slots>(mandate: Mandate, slot: Slot): Mandate => ({
  ...mandate,
  executing: slot.debitId,
  cycleAttempts: withAttempt(mandate, slot),
  sequence: mandate.sequence + 1,
});

const free = <Mandate extends Slots>(mandate: Mandate, { debitId }: Slot): Mandate => ({
  ...mandate,
  executing: mandate.executing === debitId ? undefined : mandate.executing,
});

/** The mandate after an attempt that failed and is tried again: another debit may go first. */
export const withoutExecuting = <Mandate extends Slots>(mandate: Mandate, slot: Slot): Mandate => ({
  ...free(mandate, slot),
  sequence: mandate.sequence + 1,
});

/**
 * The mandate without a debit that has ended.
 * @param isCycleUsed true: the cycle's money is in, or the network says so, and nothing else is asked for in it
 */
export const withoutDebit = <Mandate extends Slots>(mandate: Mandate, slot: Slot, isCycleUsed: boolean): Mandate => {
  const { openDebits, usedCycles, sequence } = mandate;
  // A debit with a slot of its own would push out the cycles that the network counts.
  const isNew = isCycleUsed && !hasOwnCycle(slot) && !usedCycles.includes(slot.cycle);
  return {
    ...free(mandate, slot),
    openDebits: openDebits.filter(({ debitId }) => debitId !== slot.debitId),
    usedCycles: isNew ? [...usedCycles, slot.cycle].slice(-keptCycles) : usedCycles,
    sequence: sequence + 1,
  };
};

/** The mandate whose open debit was moved into another cycle. */
export const withMovedDebit = <Mandate extends Slots>(mandate: Mandate, { debitId, cycle }: Slot): Mandate => ({
  ...mandate,
  openDebits: mandate.openDebits.map((open) => (open.debitId === debitId ? { debitId, cycle } : open)),
  sequence: mandate.sequence + 1,
});
