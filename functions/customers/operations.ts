import type { Declaration } from '../kernel/operation/declaration.ts';
import { createCustomer } from './create-customer/declaration.ts';

export const operations: readonly Declaration[] = [createCustomer];
