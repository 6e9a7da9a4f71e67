import type { CounterName } from '../kernel/observability/meter.ts';
import type { MandateMethod } from './domain/mandate.ts';

/** What the success rate of registrations is counted by (SH-32). */
export const outcomeCounter = (method: MandateMethod, outcome: 'activated' | 'rejected'): CounterName =>
  `${method}_mandate_${outcome}`;
