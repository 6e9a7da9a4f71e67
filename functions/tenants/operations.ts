import type { Declaration } from '../kernel/operation/declaration.ts';
import { authorizeTenant } from './authorize-tenant/declaration.ts';
import { createTenant } from './create-tenant/declaration.ts';

export const operations: readonly Declaration[] = [createTenant, authorizeTenant];
