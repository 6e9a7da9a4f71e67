import type { Declaration } from '../kernel/operation/declaration.ts';
import { createBalance } from './create-balance/declaration.ts';
import { getBalance } from './get-balance/declaration.ts';
import { listBalances } from './list-balances/declaration.ts';

export const operations: readonly Declaration[] = [createBalance, getBalance, listBalances];
