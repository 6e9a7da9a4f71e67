import * as z from 'zod';
import { defineItem, instant, wholeNumber } from '../persistence/item.ts';
import { lookupKey, tenantKey } from '../persistence/keys.ts';
import type { Key } from '../persistence/table.ts';
import type { Caller } from '../operation/context.ts';
import type { TenantContext } from '../tenancy/tenant-context.ts';

/** A caller's idempotency key and what came of it (domain.md 2.12). */
export const idempotencyItem = defineItem({
  name: 'idempotency',
  subdomain: 'kernel',
  summary:
    'A key of a caller, the request it stands for and the first answer; kept 24 hours, or for good where money moved.',
  keys: { pk: 'T#<tenantId>#IDEMPOTENCY#<key> or PLATFORM#IDEMPOTENCY#<key>', sk: 'KEY or KEY#<customerId>' },
  schema: z.object({
    fingerprint: z.string(),
    state: z.enum(['in_progress', 'completed']),
    /** Proves which try wrote it. */
    commitId: z.string(),
    /** Names the resource on every try. */
    seed: z.string(),
    leaseUntil: instant.optional(),
    status: wholeNumber.optional(),
    answer: z.string().optional(),
    resourceId: z.string().optional(),
  }),
});

export type IdempotencyRecord = z.output<typeof idempotencyItem.schema>;

/** A first answer, without what was shown once. `body` is JSON text, undefined for 204. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string | undefined;
}

/** Scope: tenant and key; on the customer surface customer and key; for the platform's operators the platform. */
export const idempotencyKeyOf = (scope: { tenant: TenantContext | undefined; caller: Caller }, key: string): Key => {
  if (scope.tenant === undefined) return { pk: lookupKey('PLATFORM', 'IDEMPOTENCY', key), sk: 'KEY' };
  // Not in the partition key: a key may hold any visible character, a customer's id and a separator among them.
  const sk = scope.caller.kind === 'customer' ? `KEY#${scope.caller.customerId}` : 'KEY';
  return { pk: tenantKey(scope.tenant, 'IDEMPOTENCY', key), sk };
};
