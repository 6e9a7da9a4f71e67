import type { Declaration } from '../kernel/operation/declaration.ts';

export const operations: readonly Declaration[] = [];
