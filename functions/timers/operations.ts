import type { Declaration } from '../kernel/operation/declaration.ts';
import { advanceClock } from './advance-clock/declaration.ts';
import { fireTimer } from './fire-timer/declaration.ts';
import { getClock } from './get-clock/declaration.ts';
import { sweepTimers } from './sweep-timers/declaration.ts';

export const operations: readonly Declaration[] = [fireTimer, sweepTimers, getClock, advanceClock];
