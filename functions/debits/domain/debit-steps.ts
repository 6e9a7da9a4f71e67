import type { Debit, DebitStatus } from './debit.ts';

/** The next version of a debit. */
export const stepped = (debit: Debit, change: Partial<Omit<Debit, 'debitId' | 'sequence'>>): Debit => ({
  ...debit,
  ...change,
  sequence: debit.sequence + 1,
});

const endings = [
  'succeeded',
  'failed',
  'exhausted',
  'opted_out',
  'skipped',
  'cancelled',
  'blocked',
  'abandoned',
] as const satisfies readonly DebitStatus[];

const ended = new Set<DebitStatus>(endings);

/** Nothing is asked for any more. Money that the provider reports later is still recorded. */
export const hasEnded = ({ status }: Pick<Debit, 'status'>): boolean => ended.has(status);

/** The money is being asked for, or nobody knows what became of that: only the provider can say. */
export const isAsking = ({ status }: Pick<Debit, 'status'>): boolean => status === 'executing' || status === 'unknown';

/** It takes no slot of a cycle: presented as it comes, or a one-time payment. */
export const hasOwnCycle = ({ cycle, debitId }: Pick<Debit, 'cycle' | 'debitId'>): boolean => cycle === debitId;
