import type { Declaration } from '../kernel/operation/declaration.ts';
import { getFeeSchedule } from './get-fee-schedule/declaration.ts';
import { setFeeSchedule } from './set-fee-schedule/declaration.ts';

export const operations: readonly Declaration[] = [setFeeSchedule, getFeeSchedule];
